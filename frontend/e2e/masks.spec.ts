/** Masks with a mouse and keys: painted, erased, kept apart, cut out by an algorithm, undone, and there after a reload. */
import { expect, test } from '@playwright/test'
import { browserOf } from './support/people'
import { Stage } from './support/stage'
import { recordsOf, takeSurfaces } from './support/work'

test.describe.configure({ timeout: 90_000 })

test('bob paints masks', async ({ browser }) => {
  const work = await takeSurfaces()
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  const bar = page.getByTestId('mask-bar')
  const areas = async () => (await recordsOf(work.document)).map(({ data }) => data.area ?? 0)

  await page.keyboard.press('Shift+1')
  await expect(bar).toBeVisible()
  for (let i = 0; i < 6; i++) await page.keyboard.press(']')
  await expect(page.getByTestId('brush-size')).not.toHaveText('24 px')

  await stage.drag([0.3, 0.5], [0.5, 0.5])
  await stage.shows(1)
  await stage.status('saved')
  const [painted = 0] = await areas()
  expect(painted).toBeGreaterThan(1000)

  await page.keyboard.press('Shift+2')
  await stage.drag([0.4, 0.4], [0.4, 0.6])
  await stage.status('saved')
  await expect.poll(async () => (await areas())[0]).toBeLessThan(painted)

  await page.keyboard.press('Control+z')
  await stage.status('saved')
  await expect.poll(async () => (await areas())[0]).toBe(painted)

  // A second mask that takes its pixels from the first.
  await page.keyboard.press('Shift+1')
  await page.keyboard.press('n')
  await bar.getByText('Push').click()
  await stage.drag([0.4, 0.4], [0.4, 0.6])
  await stage.shows(2)
  await stage.status('saved')
  await expect.poll(async () => Math.max(...(await areas()))).toBeLessThan(painted)

  // An algorithm beside the page finds what is in the box.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+0')
  await stage.drag([0.6, 0.5], [0.75, 0.7])
  await stage.shows(3)
  await stage.status('saved')

  await page.reload()
  await stage.ready()
  await stage.shows(3)
})
