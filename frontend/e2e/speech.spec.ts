/** A recording: cut on the timeline, heard, written down by keyboard alone, handed in, reviewed; and rated by several. */
import { fileURLToPath } from 'node:url'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { apiOf, browserOf } from './support/people'
import { Stage } from './support/stage'
import { demoProject, type Listed, takeRecording, type Work } from './support/work'

test.describe.configure({ mode: 'serial', timeout: 60_000 })

interface Segment {
  readonly label: string
  readonly data: { readonly start: number; readonly stop: number; readonly text: string }
}
interface Bundle {
  readonly task: { readonly state: string }
  readonly document: { readonly records: readonly Segment[] }
}
/** What has been given to the sound card: samples, and at which rate. */
interface Sound {
  readonly length: number
  readonly rate: number
  readonly loudest: number
}

const RATE = 44_100
const TAP = fileURLToPath(new URL('./support/tap.js', import.meta.url))
/** Of a row of the list: not on its text, which would be written in. */
const NAME = { x: 60, y: 10 }
/** Pixels: the heads of the rows, and how far above the bottom the first of three lanes is. */
const [HEAD, LANE] = [112, 65]

declare global {
  interface Window {
    /** See support/tap.js. */
    readonly tap: {
      readonly isReady: boolean
      readonly hasBegun: boolean
      isSilent(): boolean
      listen(): void
      hasHeard(): boolean
      offset(task: string, sample: number): Promise<{ readonly ms: number; readonly sure: number }>
    }
  }
}

const bundleOf = async ({ task }: Work): Promise<Bundle> =>
  (await apiOf('bob')).get<Bundle>(`/tasks/${task}/workbench`)

const texts = async (work: Work) =>
  (await bundleOf(work)).document.records
    .toSorted((a, b) => a.data.start - b.data.start)
    .map(({ data }) => data.text)

/** Write down what is played, in place of ears. */
const listen = (page: Page) =>
  page.addInitScript(() => {
    const heard: Sound[] = []
    Object.assign(window, { heard })
    const start = AudioBufferSourceNode.prototype.start
    AudioBufferSourceNode.prototype.start = function (...when) {
      const samples = this.buffer?.getChannelData(0) ?? new Float32Array()
      const loudest = samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
      heard.push({ length: samples.length, rate: this.buffer?.sampleRate ?? 0, loudest })
      start.apply(this, when)
    }
  })

const heard = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: readonly Sound[] }).heard)

/** Draw in the first lane from one second to another of the eleven. */
async function draw(page: Page, from: number, to: number): Promise<void> {
  const area = await page.locator('.gw-timeline-over').boundingBox()
  if (!area) throw new Error('the timeline has no size')
  const x = (seconds: number) => area.x + HEAD + ((area.width - HEAD) * seconds) / 11
  const y = area.y + area.height - LANE
  await page.mouse.move(x(from), y)
  await page.mouse.down()
  await page.mouse.move(x((from + to) / 2), y)
  await page.mouse.move(x(to), y, { steps: 4 })
  await page.mouse.up()
}

const rows = (page: Page) => page.getByTestId('transcript-row')

let work: Work

test('bob writes down what he hears', async ({ browser }) => {
  work = await takeRecording()
  const page = await (await browserOf(browser, 'bob')).newPage()
  await listen(page)
  const stage = await Stage.open(page, work.task)

  await draw(page, 0.25, 2.1)
  await draw(page, 3.2, 7.6)
  await expect(rows(page)).toHaveCount(2)

  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await heard(page)).length).toBeGreaterThan(0)
  const [first] = await heard(page)
  expect(first?.rate).toBe(RATE)
  expect(first?.loudest).toBeGreaterThan(0.01)
  // Keys of commands are letters here, and a tag is put in by its own.
  await page.keyboard.type('and so my fellow Americans')
  await page.keyboard.press('Control+1')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ask not what your country can do for you')
  await page.keyboard.press('Control+2')
  await expect(rows(page).nth(1).getByRole('textbox')).toHaveValue(/\[laughter\]/)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Escape')
  await stage.status('saved')
  await expect
    .poll(() => texts(work))
    .toEqual(['and so my fellow Americans [noise] ', 'ask not what your country can do for you'])

  await page.keyboard.press('m')
  await expect(rows(page)).toHaveCount(2)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('m')
  await expect(rows(page)).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(rows(page)).toHaveCount(2)
  await page.context().close()
})

/** The key that ends a composition is no command; a text from right to left keeps its tags, and is stored as it is. */
async function inputMethodsAndDirections(page: Page, field: Locator): Promise<void> {
  await field.fill('')
  const browser = await page.context().newCDPSession(page)
  const composed = { text: 'ni', selectionStart: 2, selectionEnd: 2 }
  await browser.send('Input.imeSetComposition', composed)
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 }
  await browser.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
  await browser.send('Input.insertText', { text: '你好' })
  await expect(field).toHaveValue('你好')
  await expect(field).toBeFocused()
  await field.fill('قال <unk> نعم')
  await expect(field).toHaveAttribute('dir', 'rtl')
  await expect(field).toHaveValue('قال \u2066<unk>\u2069 نعم')
  await expect.poll(async () => (await texts(work))[0]).toBe('قال <unk> نعم')
}

test('what is against the rules is pointed out and mended', async ({ browser }) => {
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  const field = rows(page).first().getByRole('textbox')
  await page.keyboard.press('Control+f')
  await page.getByLabel('Find in all texts').fill('AMERICANS')
  await expect(page.getByText('1 of 1')).toBeVisible()
  await page.getByLabel('Replace with').fill('4 citizens')
  await page.getByRole('button', { name: 'Replace all' }).click()
  await page.getByLabel('Replace with').press('Escape')
  await expect(field).toHaveValue('and so my fellow 4 citizens [noise] ')
  await expect(rows(page).first()).toContainText('digits')
  await rows(page).first().getByRole('button', { name: 'Mend' }).first().click()
  await expect(field).toHaveValue('and so my fellow 4 citizens [noise]')
  await inputMethodsAndDirections(page, field)
  await field.fill('and so my fellow Americans [noise]')
  await page.keyboard.press('Escape')
  await stage.status('saved')
  await page.getByRole('button', { name: 'Submit', exact: true }).click()
  await expect.poll(async () => (await bundleOf(work)).task.state).toBe('submitted')
  await page.context().close()
})

/** The second segment is pressed: what is rendered for the sound card begins with its first sample, within 5 ms. */
async function soundIsWhereItIsPressed(page: Page): Promise<void> {
  await rows(page).first().click({ position: NAME })
  await page.waitForFunction(() => window.tap.isReady && window.tap.hasBegun)
  await expect(async () => {
    const isSilent = await page.evaluate(() => window.tap.isSilent())
    if (!isSilent) await page.keyboard.press('Space')
    expect(isSilent).toBe(true)
  }).toPass()
  await page.evaluate(() => window.tap.listen())
  await rows(page).nth(1).click({ position: NAME })
  await page.waitForFunction(() => window.tap.hasHeard())
  const { records } = (await bundleOf(work)).document
  const start = Math.max(...records.map(({ data }) => data.start))
  const { ms, sure } = await page.evaluate(([task, sample]) => window.tap.offset(task, sample), [
    work.task,
    start,
  ] as const)
  expect(sure).toBeGreaterThan(0.9)
  expect(Math.abs(ms)).toBeLessThan(5)
}

test('carol listens and accepts', async ({ browser }) => {
  const carol = await apiOf('carol')
  await carol.post(`/tasks/${work.task}/claim`, { slot: 'reviewer' })
  const context = await browserOf(browser, 'carol', { bypassCSP: true })
  const page = await context.newPage()
  await page.addInitScript({ path: TAP })
  await Stage.open(page, work.task)
  await expect(rows(page)).toHaveCount(2)
  await soundIsWhereItIsPressed(page)
  await page.getByRole('button', { name: 'Accept' }).click()
  await expect.poll(async () => (await bundleOf(work)).task.state).toBe('accepted')
  await page.context().close()
})

interface Graded {
  readonly label: string
  readonly attributes: { readonly accuracy?: number }
}
interface Rated {
  readonly task: { readonly id: string; readonly number: number }
  readonly document: { readonly records: readonly Graded[] }
}

/** A rater gives every word a grade with one key each, then answers about the sentence by the meanings of its scales. */
async function rate(page: Page, { task, document }: Rated, grade: string): Promise<void> {
  const words = document.records.filter(({ label }) => label === 'word')
  expect(words.filter(({ attributes }) => attributes.accuracy)).toEqual([])
  const stage = await Stage.open(page, task.id)
  await page.keyboard.press('Control+Alt+a')
  const place = page.getByTestId('attribute-place')
  for (let word = 1; word <= words.length; word++) {
    await expect(place).toContainText(`${word} of ${words.length}`)
    await page.keyboard.press(grade)
  }
  await expect(place).not.toContainText('open')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Alt+2')
  for (const said of ['Good, few mistakes', 'Every word was read', '8 Fluent', 'Nearly right']) {
    await page.getByRole('button', { name: said }).click()
  }
  await stage.status('saved')
  await page.getByRole('button', { name: 'Submit', exact: true }).click()
  await expect
    .poll(async () => (await bundleBy(page, task.id)).task.state)
    .toMatch(/submitted|accepted/)
}

const bundleBy = async (page: Page, task: string): Promise<Bundle> =>
  (await page.request.get(`/api/v1/tasks/${task}/workbench`)).json()

test('raters do not see one another, and what they differ in is decided and counted', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const project = await demoProject(await apiOf('alice'), 'Reading aloud')
  let number = 0
  for (const [person, grade] of [
    ['ben', '8'],
    ['carol', 't'],
  ] as const) {
    const path = `/projects/${project}/next-task`
    const answer = await (await apiOf(person)).post<Rated>(path, { slot: 'annotator' })
    const context = await browserOf(browser, person)
    await rate(await context.newPage(), answer, grade)
    await context.close()
    number = answer.task.number
  }
  const dave = await apiOf('dave')
  const counted = () => dave.get<{ items: number }>(`/projects/${project}/agreement`)
  const { results } = await dave.get<Listed<Rated['task']>>(`/projects/${project}/tasks`)
  const item = results.find((one) => one.number === number)?.id ?? ''
  await dave.post(`/tasks/${item}/claim`, { slot: 'reviewer' })
  const context = await browserOf(browser, 'dave')
  const page = await context.newPage()
  await Stage.open(page, item)
  await expect(page.getByRole('button', { name: /^Accuracy, Ben .*: 8$/ }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^Accuracy, Carol .*: 10$/ }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect.poll(async () => (await bundleBy(page, item)).task.state).toBe('accepted')
  expect((await counted()).items).toBe(number)
  await context.close()
})
