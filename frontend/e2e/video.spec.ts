/** A video: a car is drawn, followed to a later frame, ended by hand and by dragging, and an event is put on the time line. */
import { expect, type Page, test } from '@playwright/test'
import { apiOf, browserOf } from './support/people'
import { Stage } from './support/stage'
import { takeVideo, type Work } from './support/work'

test.describe.configure({ mode: 'serial', timeout: 90_000 })

interface Keyframe {
  readonly frame: number
  readonly outside: boolean
  readonly occluded: boolean
  readonly data: { readonly x: number }
}
interface Kept {
  readonly kind: string
  readonly label: string
  readonly data: {
    readonly keyframes: readonly Keyframe[]
    readonly start: number
    readonly stop: number
  }
}

async function kept({ task }: Work, kind: string): Promise<readonly Kept[]> {
  const bob = await apiOf('bob')
  const { document } = await bob.get<{ document: { records: readonly Kept[] } }>(
    `/tasks/${task}/workbench`,
  )
  return document.records.filter((record) => record.kind === kind)
}

const framesOf = async (work: Work): Promise<readonly number[]> =>
  (await kept(work, 'track')).flatMap(({ data }) => data.keyframes.map(({ frame }) => frame))

/** The picture of this frame is on the screen: the status line says which one is. */
const shows = (page: Page, frame: number) =>
  expect(page.locator('footer').getByText(`# ${frame}`)).toBeVisible({ timeout: 20_000 })

/** Grey of a place of the picture, as it is on the screen. */
const greyAt = (page: Page, x: number, y: number): Promise<number> =>
  page.evaluate(
    ([x = 0, y = 0]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.gw-stage-base')
      const pixel = canvas
        ?.getContext('2d')
        ?.getImageData(Math.round(x * canvas.width), Math.round(y * canvas.height), 1, 1).data
      return ((pixel?.[0] ?? 0) + (pixel?.[1] ?? 0) + (pixel?.[2] ?? 0)) / 3
    },
    [x, y],
  )

test('bob follows a car through a video', async ({ browser }) => {
  const work = await takeVideo()
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  const broken: Error[] = []
  page.on('pageerror', (error) => broken.push(error))
  await shows(page, 0)
  const asphalt = await greyAt(page, 0.5, 0.5)
  expect(asphalt).toBeGreaterThan(10)

  await page.keyboard.press('f')
  await shows(page, 1)
  await page.keyboard.press('d')
  await shows(page, 0)
  await expect.poll(() => greyAt(page, 0.5, 0.5)).toBe(asphalt)
  await page.keyboard.press('v')
  await shows(page, 10)

  await stage.drawBox([0.3, 0.2], [0.4, 0.3])
  await stage.shows(1)
  await page.keyboard.press('v')
  await page.keyboard.press('v')
  await shows(page, 30)
  await page.keyboard.press('Shift+ArrowRight')
  await stage.status('saved')
  await expect.poll(() => framesOf(work)).toEqual([10, 30])
  const [car] = await kept(work, 'track')
  expect((car?.data.keyframes[1]?.data.x ?? 0) - (car?.data.keyframes[0]?.data.x ?? 0)).toBe(10)

  await page.keyboard.press('v')
  await shows(page, 40)
  await page.keyboard.press('q')
  await page.keyboard.press('f')
  await page.keyboard.press('f')
  await shows(page, 42)
  await page.keyboard.press('o')
  await stage.status('saved')
  await expect.poll(() => framesOf(work)).toEqual([10, 30, 40, 42])
  const ended = (await kept(work, 'track'))[0]?.data.keyframes ?? []
  expect(ended.map(({ occluded }) => occluded)).toEqual([false, false, true, true])
  expect(ended.at(-1)?.outside).toBe(true)

  await page.keyboard.press('e')
  await shows(page, 40)
  await page.keyboard.press('Control+z')
  await stage.status('saved')
  await expect.poll(() => framesOf(work)).toEqual([10, 30, 40])
  expect(broken).toEqual([])
})

test('the time line goes to a frame, moves a keyframe, and holds events', async ({ browser }) => {
  const work = await takeVideo()
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  await shows(page, 0)
  await stage.drawBox([0.3, 0.2], [0.4, 0.3])
  await stage.shows(1)

  const line = await page.getByTestId('timeline').boundingBox()
  if (!line) throw new Error('the time line has no size')
  const frames = 377
  const [from, room] = [184, line.width - 176 - 16]
  const x = (frame: number) => line.x + from + ((frame + 0.5) * room) / frames
  const { mouse } = page
  await mouse.click(x(200), line.y + 30)
  await shows(page, 200)
  await page.keyboard.press('k')
  await stage.status('saved')
  await expect.poll(() => framesOf(work)).toEqual([0, 200])

  // Below ruler and pictures come the lanes of the two labels of time, then the track.
  const row = line.y + 62 + 2.5 * 20
  await mouse.move(x(200), row)
  await mouse.down()
  await mouse.move(x(150), row, { steps: 4 })
  await mouse.up()
  await stage.status('saved')
  await expect.poll(() => framesOf(work)).toEqual([0, 150])

  const lane = line.y + 62 + 0.5 * 20
  await mouse.move(x(100) - (0.5 * room) / frames, lane)
  await mouse.down()
  await mouse.move(x(160) - (0.5 * room) / frames, lane, { steps: 4 })
  await mouse.up()
  await stage.status('saved')
  await expect
    .poll(async () => (await kept(work, 'segment')).map(({ data }) => [data.start, data.stop]))
    .toEqual([[100, 160]])

  await page.keyboard.press('Space')
  await expect(page.locator('footer').getByText(/# (16\d|17\d|20[5-9]|2[1-9]\d)/)).toBeVisible()
  await page.keyboard.press('Space')
})
