/** A drive in space: fitted, drawn, mended from the side, followed into the next frame, kept, submitted. */
import { expect, type Page, test } from '@playwright/test'
import { apiOf, browserOf } from './support/people'
import { type Place, Stage } from './support/stage'
import { takeScene, type Work } from './support/work'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

interface Box {
  readonly x: number
  readonly length: number
}
interface Track {
  readonly kind: string
  readonly data: { readonly keyframes: readonly { readonly frame: number; readonly data: Box }[] }
}

/** Parts of the stage: the car ahead, another from its rear to its front, the front in the view from the side. */
const CAR: Place = [0.32, 0.464]
const SPINE: readonly [Place, Place] = [
  [0.494, 0.735],
  [0.54, 0.67],
]
const FRONT: Place = [0.946, 0.473]
/** Around a car at the kerb in the picture of the front camera. */
const AT_KERB: readonly [Place, Place] = [
  [0.428, 0.085],
  [0.481, 0.116],
]

async function tracks({ task }: Work): Promise<readonly Track[]> {
  const bundle = await (await apiOf('bob')).get<{ document: { records: readonly Track[] } }>(
    `/tasks/${task}/workbench`,
  )
  return bundle.document.records
}

const frameIs = (page: Page, frame: number) =>
  expect(page.locator(`[data-frame="${frame}"]`)).toBeVisible({ timeout: 20_000 })

test('bob labels a scene', async ({ browser }) => {
  const work = await takeScene()
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  await frameIs(page, 0)

  await stage.press('w', CAR)
  await stage.shows(1)
  await stage.status('saved')
  const [fitted] = await tracks(work)
  const length = fitted?.data.keyframes[0]?.data.length ?? 0
  expect(length).toBeGreaterThan(4)

  await stage.drag(FRONT, [FRONT[0] + 0.02, FRONT[1]])
  await stage.status('saved')
  await expect
    .poll(async () => (await tracks(work))[0]?.data.keyframes[0]?.data.length)
    .toBeGreaterThan(length + 0.2)

  await page.keyboard.press('e')
  await frameIs(page, 1)
  await page.keyboard.press('Alt+w')
  await expect
    .poll(async () => (await tracks(work))[0]?.data.keyframes.map(({ frame }) => frame))
    .toEqual([0, 1])

  await page.keyboard.press('b')
  await stage.drag(...SPINE)
  await stage.shows(2)
  await stage.status('saved')

  // Around a car in a picture: a box in space, and from the boxes in space some in the pictures.
  await stage.drag(...AT_KERB, 'w')
  await stage.shows(3)
  await stage.status('saved')
  expect((await tracks(work))[2]?.data.keyframes[0]?.data.length).toBeGreaterThan(4)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+I')
  await stage.shows(6)
  await expect.poll(async () => (await tracks(work)).length).toBe(6)
  await page.keyboard.press('Control+z')
  await stage.shows(3)
  await stage.status('saved')

  await page.reload()
  await stage.ready()
  await frameIs(page, 0)
  await stage.shows(3)
  await page.getByRole('button', { name: 'Submit', exact: true }).click()
  await expect
    .poll(async () => {
      const bob = await apiOf('bob')
      return (await bob.get<{ task: { state: string } }>(`/tasks/${work.task}/workbench`)).task
        .state
    })
    .toBe('submitted')
  await page.context().close()
})

interface Labels {
  readonly kind: string
  readonly data: {
    readonly frame: number
    readonly classes: readonly {
      readonly label: string
      readonly points: number
      readonly instances: number
    }[]
  }
}

/** Parts of the stage of points: the car ahead, a wall. */
const AHEAD: Place = [0.452, 0.498]
const WALL: readonly [Place, Place] = [
  [0.05, 0.393],
  [0.24, 0.393],
]

test('bob labels the points of a scene', async ({ browser }) => {
  const work = await takeScene('point_segmentation')
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  await frameIs(page, 0)
  const classes = async () => {
    const bundle = await (await apiOf('bob')).get<{
      document: { records: readonly Labels[] }
    }>(`/tasks/${work.task}/workbench`)
    const found = bundle.document.records.find(({ kind }) => kind === 'point_labels')
    return new Map(found?.data.classes.map((one) => [one.label, one]))
  }

  await page.keyboard.press('Shift+Y')
  await expect(page.getByText(/% labelled/)).not.toHaveText(/^0/)
  await expect.poll(async () => (await classes()).get('road')?.points).toBeGreaterThan(40_000)

  await page.keyboard.press('9')
  await stage.press('y', AHEAD)
  await expect.poll(async () => (await classes()).get('car')?.instances).toBe(1)

  await page.keyboard.press('5')
  await stage.drag(...WALL, 'm')
  await expect.poll(async () => (await classes()).get('building')?.points).toBeGreaterThan(100)
  const before = await classes()

  // Without a line a stroke is kept, and goes out when the line is back, after a reload too.
  await page.route('**/api/v1/documents/**', (route) => route.abort())
  await stage.drag([0.05, 0.41], [0.24, 0.41])
  await stage.status('offline')
  await page.unroute('**/api/v1/documents/**')
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await stage.ready()
  await frameIs(page, 0)
  await expect
    .poll(async () => (await classes()).get('building')?.points)
    .toBeGreaterThan(before.get('building')?.points ?? 0)
  expect((await classes()).get('car')).toEqual(before.get('car'))
  await page.context().close()
})
