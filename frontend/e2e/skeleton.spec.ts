/** A skeleton from the label schema to the picture: drawn by a manager, fitted, bent, hidden and swapped by an annotator. */
import { expect, test } from '@playwright/test'
import { browserOf } from './support/people'
import { Stage } from './support/stage'
import { recordsOf, takeTask } from './support/work'

test.describe.configure({ timeout: 90_000 })

type Joints = Readonly<Record<string, readonly [number, number, number]>>

test('alice draws a skeleton, bob labels with it', async ({ browser }) => {
  const work = await takeTask()
  const manager = await (await browserOf(browser, 'alice')).newPage()
  await manager.goto(`/projects/${work.project}/labels?label=person`)
  await manager.getByText('Skeleton', { exact: true }).click()
  await manager.getByRole('button', { name: 'Start from' }).click()
  await manager.getByRole('menuitem', { name: 'Face, 5 points' }).click()
  await manager.getByText('Lines', { exact: true }).click()
  const drawing = manager.getByTestId('skeleton').getByRole('application')
  await drawing.getByRole('button', { name: 'Left eye' }).click()
  await drawing.getByRole('button', { name: 'Right corner of the mouth' }).click()
  await manager.getByRole('button', { name: 'Review changes' }).click()
  await manager.getByRole('button', { name: 'Publish version' }).click()
  await expect(manager.getByText('is in use now')).toBeVisible()

  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  const joints = async () => {
    const [record] = await recordsOf(work.document)
    return (record?.data as unknown as { points: Joints } | undefined)?.points ?? {}
  }
  await page.keyboard.press('4')
  await stage.drag([0.3, 0.3], [0.5, 0.7], 'u')
  await stage.shows(1)
  await stage.status('saved')
  const drawn = await joints()
  expect(Object.keys(drawn)).toHaveLength(5)

  // The left eye lies at the right upper corner of what was drawn.
  await stage.drag([0.5, 0.3], [0.55, 0.28])
  await stage.status('saved')
  await expect
    .poll(async () => (await joints()).left_eye?.[0])
    .toBeGreaterThan(drawn.left_eye?.[0] ?? 0)
  expect((await joints()).right_eye).toEqual(drawn.right_eye)

  await page.keyboard.press('v')
  await stage.status('saved')
  await expect.poll(async () => (await joints()).left_eye?.[2]).toBe(1)

  const bent = await joints()
  await page.keyboard.press('Shift+V')
  await stage.status('saved')
  await expect.poll(async () => (await joints()).right_eye).toEqual(bent.left_eye)

  await page.reload()
  await stage.ready()
  await stage.shows(1)
})
