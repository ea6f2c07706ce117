/**
 * Masks with a mouse and keys: painted, erased, kept apart, cut out by an algorithm, undone, and there after a reload;
 * and those that a model answers to points.
 */
import { expect, test } from '@playwright/test'
import { manage } from './support/manage'
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
  await stage.drag([0.545, 0.47], [0.63, 0.585])
  await stage.shows(3)
  await stage.status('saved')

  await page.reload()
  await stage.ready()
  await stage.shows(3)
})

/** A small model with the interface of Segment Anything, for one project. */
const ADD_MODEL = (project: string) => `
from pathlib import Path
from tempfile import TemporaryDirectory
from annotation.models import PrelabelModel
from annotation.prelabel.onnx.sam import Sam
from core import storage
from tests.annotation.prelabel.sam_files import decoder, encoder
with TemporaryDirectory() as folder:
    files = {"encoder": encoder(Path(folder) / "e", 256), "decoder": decoder(Path(folder) / "d", 256, masks=4)}
    parts = {key: storage.put(path, "models", suffix=".onnx").name for key, path in files.items()}
PrelabelModel.objects.create(project_id="${project}", prelabeler="sam", name="Colours", state="ready",
    answers_prompts=True, parts=parts, config=Sam.configuration({}))
`

test('bob points, a model answers, and Enter keeps the mask', async ({ browser }) => {
  const work = await takeSurfaces()
  manage('shell', '-c', ADD_MODEL(work.project))
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  const stand = page.getByTestId('prompt-stand')

  await page.keyboard.press('Alt+G')
  await expect(stand).toHaveAttribute('data-stand', 'ready', { timeout: 60_000 })
  await stage.click([0.3, 0.7])
  // The first answer begins a process on the server.
  await expect(stand).toHaveText('Enter keeps it', { timeout: 60_000 })
  await stage.shows(0)
  await page.keyboard.press('Enter')
  await stage.shows(1)
  await stage.status('saved')
  const [mask] = await recordsOf(work.document)
  expect(mask?.kind).toBe('mask')
  expect(mask?.data.area).toBeGreaterThan(100)
})
