/** What is drawn is never lost, never doubled and never overwritten in silence, whatever happens on the way. */
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { apiOf, browserOf, credentials, type Person } from './support/people'
import { Stage } from './support/stage'
import { added, boxAt, recordsOf, save, stored, takeTask, type Work } from './support/work'

const DOCUMENT = '**/api/v1/documents/*'
const opened: BrowserContext[] = []

test.describe.configure({ timeout: 90_000 })

async function tabOf(browser: Browser, person: Person): Promise<Page> {
  const context = await browserOf(browser, person)
  opened.push(context)
  return context.newPage()
}

async function bobAtWork(browser: Browser): Promise<{ work: Work; page: Page; stage: Stage }> {
  const work = await takeTask()
  const page = await tabOf(browser, 'bob')
  return { work, page, stage: await Stage.open(page, work.task) }
}

/** The first answer to a save never arrives, although the server has done what was asked. */
async function loseFirstAnswer(page: Page): Promise<void> {
  let isFirst = true
  await page.route(DOCUMENT, async (route) => {
    if (route.request().method() !== 'PATCH' || !isFirst) return route.fallback()
    isFirst = false
    await route.fetch()
    await route.abort('connectionreset')
  })
}

function countSaves(page: Page): { count: number } {
  const saves = { count: 0 }
  page.on('request', (request) => {
    if (request.method() === 'PATCH' && /\/documents\/[^/]+$/.test(request.url())) saves.count += 1
  })
  return saves
}

test.afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()))
})

test('an answer lost after the commit leaves no duplicate', async ({ browser }) => {
  const { work, page, stage } = await bobAtWork(browser)
  const saves = countSaves(page)
  await loseFirstAnswer(page)
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  await expect.poll(() => saves.count).toBeGreaterThan(1)
  await stage.status('saved')
  await stage.shows(1)
  const truth = await stored(work.document)
  expect(truth.records).toHaveLength(1)
  expect(truth.revision).toBe(1)
})

test('two tabs of one person show the same, once', async ({ browser }) => {
  const { work, page, stage } = await bobAtWork(browser)
  const other = await Stage.open(await page.context().newPage(), work.task)
  await stage.page.bringToFront()
  await stage.drawBox([0.2, 0.4], [0.3, 0.55])
  await other.page.bringToFront()
  await other.shows(1)
  await other.drawBox([0.5, 0.4], [0.6, 0.55])
  await stage.page.bringToFront()
  await stage.shows(2)
  await stage.status('saved')
  await other.status('saved')
  expect(await recordsOf(work.document)).toHaveLength(2)
  await stage.page.keyboard.press('Control+z')
  await stage.shows(1)
  await other.shows(1)
  await stage.status('saved')
  expect(await recordsOf(work.document)).toHaveLength(1)
})

test('what somebody else saved meanwhile is merged', async ({ browser }) => {
  const { work, page, stage } = await bobAtWork(browser)
  await page.context().setOffline(true)
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  const theirs = boxAt(100, 100)
  await save(await apiOf('bob'), work.document, [added(theirs)])
  await page.context().setOffline(false)
  await stage.status('saved')
  await stage.shows(2)
  const records = await recordsOf(work.document)
  expect(records).toHaveLength(2)
  expect(records).toContainEqual(theirs)
})

test('a true conflict is shown and nothing is overwritten before it is settled', async ({
  browser,
}) => {
  const { work, page, stage } = await bobAtWork(browser)
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  await stage.status('saved')
  await expect.poll(async () => (await recordsOf(work.document)).length).toBe(1)
  const [before] = await recordsOf(work.document)
  if (!before) throw new Error('the box was not saved')
  await page.context().setOffline(true)
  await page.keyboard.press('Shift+ArrowRight')
  await stage.status('offline')
  const theirs = { ...before, data: { ...before.data, x: 7, y: 9 } }
  await save(await apiOf('bob'), work.document, [{ id: before.id, before, after: theirs }])
  await page.context().setOffline(false)
  await stage.status('conflict')
  expect(await recordsOf(work.document)).toEqual([theirs])
  await stage.saving.click()
  await expect(page.getByRole('dialog').getByTestId('conflict')).toHaveCount(1)
  await page.getByRole('button', { name: 'Keep yours' }).click()
  await stage.status('saved')
  const [kept] = await recordsOf(work.document)
  expect(kept?.data.x).toBeCloseTo((before.data.x ?? 0) + 10, 3)
})

test('work that was given to somebody else is not touched, and ours is kept', async ({
  browser,
}) => {
  const { work, page, stage } = await bobAtWork(browser)
  await page.context().setOffline(true)
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  await stage.status('offline')
  await giveTo('ben', work)
  const theirs = boxAt(300, 300)
  await save(await apiOf('ben'), work.document, [added(theirs)])
  await page.context().setOffline(false)
  await stage.status('denied')
  expect(await recordsOf(work.document)).toEqual([theirs])
  await stage.saving.click()
  await expect(page.getByRole('dialog')).toContainText('only in this browser')
})

/** As a manager does it with what is stuck. */
async function giveTo(person: Person, { project, task }: Work): Promise<void> {
  const alice = await apiOf('alice')
  await alice.post(`/projects/${project}/tasks/bulk`, { action: 'free', tasks: [task] })
  await (await apiOf(person)).post(`/tasks/${task}/claim`, { slot: 'annotator' })
}

test('offline for a while, then online', async ({ browser }) => {
  const { work, page, stage } = await bobAtWork(browser)
  await page.context().setOffline(true)
  await stage.drawBox([0.2, 0.4], [0.3, 0.55])
  await stage.status('offline')
  await stage.drawBox([0.5, 0.4], [0.6, 0.55])
  await stage.shows(2)
  await expect(stage.saving).toContainText('2 pending')
  expect(await recordsOf(work.document)).toHaveLength(0)
  await page.context().setOffline(false)
  await stage.status('saved')
  expect(await recordsOf(work.document)).toHaveLength(2)
})

test('a reload with pending changes brings them back and saves them', async ({ browser }) => {
  const { work, page, stage } = await bobAtWork(browser)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.route(DOCUMENT, (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.fallback(),
  )
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  await stage.status('offline')
  await page.reload()
  await stage.shows(1)
  expect(await recordsOf(work.document)).toHaveLength(0)
  await page.unroute(DOCUMENT)
  await stage.saving.click()
  await stage.status('saved')
  await stage.shows(1)
  expect(await recordsOf(work.document)).toHaveLength(1)
})

test('the session ends while drawing: sign in over the page, nothing is lost', async ({
  browser,
}) => {
  const { work, page, stage } = await bobAtWork(browser)
  await page.context().clearCookies({ name: 'sessionid' })
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Email')).toHaveValue(credentials('bob').email)
  expect(await recordsOf(work.document)).toHaveLength(0)
  await dialog.getByLabel('Password', { exact: true }).fill(credentials('bob').password)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden({ timeout: 20_000 })
  await stage.status('saved')
  await stage.shows(1)
  expect(await recordsOf(work.document)).toHaveLength(1)
})

interface Schema {
  readonly version: number
  readonly content: { readonly labels: readonly { readonly key: string }[] }
}

test('a label that leaves the schema takes no open work with it', async ({ browser }) => {
  const { work, page, stage } = await bobAtWork(browser)
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  await stage.status('saved')
  await expect.poll(async () => (await recordsOf(work.document)).length).toBe(1)
  const [drawn] = await recordsOf(work.document)
  const alice = await apiOf('alice')
  const { version, content } = await alice.get<Schema>(`/projects/${work.project}/schema`)
  const labels = content.labels.filter(({ key }) => key !== drawn?.label)
  await alice.post(`/projects/${work.project}/schema-versions`, {
    content: { ...content, labels },
    base_version: version,
  })
  await page.keyboard.press('Shift+ArrowRight')
  await stage.drawBox([0.6, 0.4], [0.7, 0.55])
  await expect(stage.saving).toHaveAttribute('data-state', /saved|refused/, { timeout: 20_000 })
  await stage.shows(2)
  const records = await recordsOf(work.document)
  expect(records.map(({ id }) => id)).toContain(drawn?.id)
  expect(records.find(({ id }) => id === drawn?.id)?.data.x).toBeGreaterThan(drawn?.data.x ?? 0)
})
