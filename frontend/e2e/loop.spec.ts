/** The loop that must always work: from an empty project to a delivery that the client has accepted, by hand. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { cut, photograph, text, zip } from './support/files'
import { manage } from './support/manage'
import { baseURL, browserOf, type Person } from './support/people'
import { Stage } from './support/stage'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const NAME = `Loop ${new Date().toISOString()}`
const pages = new Map<Person, Page>()
let project = ''

async function desk(browser: Browser, person: Person): Promise<Page> {
  const known = pages.get(person)
  if (known) return known
  const page = await (await browserOf(browser, person)).newPage()
  pages.set(person, page)
  return page
}

const tab = (page: Page, name: string) => page.goto(`/projects/${project}/${name}`)
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

/** Who came by an invitation, with a browser that prefers Chinese. */
let nina: Page

test.afterAll(async () => {
  await Promise.all([nina, ...pages.values()].map((page) => page?.context().close()))
})

test('alice makes a project from a template', async ({ browser }) => {
  const page = await desk(browser, 'alice')
  await page.goto('/projects')
  await page.getByRole('link', { name: 'New project' }).click()
  await page.getByRole('radio', { name: /^Object detection/ }).check({ force: true })
  await page.getByRole('textbox', { name: 'Name' }).fill(NAME)
  await page.getByRole('combobox', { name: 'Client' }).click()
  await page
    .getByRole('option', { name: /^(?!None)/ })
    .first()
    .click()
  await button(page, 'Create project').click()
  await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}/)
  project = /projects\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
})

test('she adds a label with its key and publishes the labels', async ({ browser }) => {
  const page = await desk(browser, 'alice')
  await tab(page, 'labels')
  await button(page, 'Add label').click()
  await page.getByPlaceholder('Name, then Enter').fill('Cone')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Cone' })).toBeVisible()
  await button(page, /Review changes/).click()
  await page.getByRole('textbox', { name: 'Why it changes' }).fill('Road works count too')
  await button(page, /Publish version 2/).click()
  await expect(page.getByText('Version 2 is in use now.')).toBeVisible()
})

test('she brings in two frames of a drive, and hears of each file that is none', async ({
  browser,
}) => {
  const page = await desk(browser, 'alice')
  await tab(page, 'data/import')
  const first = photograph('front_camera/1.jpg', '1.jpg')
  // The car waits at the lights: the next frame shows the same.
  const frames = [first.buffer, Buffer.concat([first.buffer, Buffer.from([0])])]
  const drive = zip(
    'drive.zip',
    frames.map((data, index) => ({ name: `front/${index + 1}.jpg`, data })),
  )
  const broken = [cut({ ...first, name: 'half.jpg' }), text('letter.jpg', 'Dear annotator')]
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([drive, ...broken])
  await button(page, /^Import 3 files/).click()
  for (const { name } of broken) {
    await expect(page.getByText(name)).toBeVisible({ timeout: 30_000 })
  }
  await tab(page, 'data')
  await expect(page.getByText('2 items', { exact: true })).toBeVisible()
})

test('she cuts a batch and calls her people in', async ({ browser }) => {
  const page = await desk(browser, 'alice')
  await tab(page, 'batches')
  await button(page, 'Cut batches').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('First')
  await dialog.getByRole('button', { name: 'Cut', exact: true }).click()
  await expect(page.getByRole('row', { name: /^First/ })).toBeVisible()
  await tab(page, 'people')
  for (const [person, role] of TEAM) await engage(page, person, role)
})

const TEAM = [
  ['Bob Fischer', 'Annotator'],
  ['Carol Lindqvist', 'Reviewer'],
  ['Dave Tanaka', 'QA'],
  ['Erin Castillo', 'Client'],
] as const

async function engage(page: Page, person: string, role: string): Promise<void> {
  await button(page, 'Add person').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name or email' }).fill(person)
  await dialog.getByRole('button', { name: new RegExp(`^${person}`) }).click()
  await dialog.getByRole('checkbox', { name: new RegExp(`^${role}`) }).check()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('row', { name: new RegExp(`^${person}`) })).toBeVisible()
}

test('olga invites somebody new, who chooses a password and labels the first in Chinese', async ({
  browser,
}) => {
  const olga = await desk(browser, 'olga')
  await tab(olga, 'people')
  await button(olga, 'Invite by link').click()
  const dialog = olga.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Email' }).fill(`${randomUUID()}@example.com`)
  await expect(dialog.getByRole('checkbox', { name: /^Annotator/ })).toBeChecked()
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const link = await dialog.getByRole('textbox', { name: 'Invitation link' }).inputValue()
  const viewport = { width: 1440, height: 900 }
  nina = await (await browser.newContext({ baseURL, viewport, locale: 'zh-CN' })).newPage()
  await nina.goto(new URL(link).pathname)
  await nina.getByRole('textbox', { name: '姓名' }).fill('王宁')
  await nina.getByLabel('设置密码').fill(randomUUID())
  await button(nina, '加入').click()
  await button(nina, `开始标注 ${NAME}`).click()
  const stage = new Stage(nina)
  await stage.ready()
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  await stage.drawBox([0.5, 0.4], [0.6, 0.5])
  await stage.shows(2)
  await handInInChinese(stage)
})

test('alice has the labels carried on to the next frame', async ({ browser }) => {
  const page = await desk(browser, 'alice')
  await tab(page, 'models')
  await button(page, 'Add model').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Carry labels along the sequence/ }).click()
  await dialog.getByRole('button', { name: 'Add model' }).click()
  await button(page, 'Run…').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click()
  await expect(page.getByText('1 task, 2 suggestions')).toBeVisible({ timeout: 30_000 })
})

test('bob accepts what was carried on, adds what it missed and submits', async ({ browser }) => {
  const page = await desk(browser, 'bob')
  await page.goto('/')
  await button(page, new RegExp(`Start labelling in ${NAME}`)).click()
  const stage = new Stage(page)
  await stage.ready()
  await page.getByRole('tab', { name: /^Suggestions/ }).click()
  await button(page, 'Accept all').click()
  await page.getByRole('tab', { name: /^Objects/ }).click()
  await stage.shows(2)
  await stage.drawBox([0.4, 0.5], [0.5, 0.6])
  await stage.shows(3)
  await stage.status('saved')
  await page.keyboard.press('Control+Enter')
  await expect(page).toHaveURL(/\/tasks\/done/)
})

async function handInInChinese(stage: Stage): Promise<void> {
  await stage.status('saved')
  await button(stage.page, '提交').click()
  await expect(stage.page.getByText('已提交').first()).toBeVisible()
}

/** What she adds stands beside what was handed in; she takes it back. */
async function compares(stage: Stage): Promise<void> {
  const { page } = stage
  await stage.drawBox([0.6, 0.7], [0.7, 0.8])
  await stage.status('saved')
  await page.keyboard.press('Alt+8')
  await expect(page.getByRole('button', { name: 'Only second 1' })).toBeVisible()
  await expect(page.getByTestId('comparison')).toHaveAttribute('data-shown', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText('1 of 1')).toBeVisible()
  await page.keyboard.press('x')
  await expect(page.getByTestId('comparison')).toHaveAttribute('data-shown', 'true')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await stage.status('saved')
}

test('carol returns one with an issue at the object, and accepts the other', async ({
  browser,
}) => {
  const page = await desk(browser, 'carol')
  await page.goto('/')
  await button(page, new RegExp(`Start reviewing in ${NAME}`)).click()
  const stage = new Stage(page)
  await stage.ready()
  await compares(stage)
  await stage.press('i', [0.35, 0.47])
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /What is wrong/ }).fill('Tighten it to the wheels')
  await dialog.getByRole('button', { name: 'Open issue' }).click()
  await expect(page.getByRole('tab', { name: 'Issues, 1' })).toBeVisible()
  const first = await stage.name()
  await button(page, 'Return').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Return' }).click()
  await stage.leaves(first)
  await button(page, 'Accept').click()
  await expect(page).toHaveURL(/\/tasks\/done/)
})

test('the issue is found at its object, mended and handed in again, in Chinese', async ({
  browser,
}) => {
  await nina.goto('/')
  await nina
    .getByRole('link', { name: /Tighten it to the wheels/ })
    .first()
    .click()
  const stage = new Stage(nina)
  await stage.ready()
  await resolveInChinese(stage, 'Tighten it to the wheels')
  await handInInChinese(stage)
  await acceptNext(await desk(browser, 'carol'))
})

async function resolveInChinese({ page }: Stage, issue: string): Promise<void> {
  await page.getByRole('tab', { name: /^问题/ }).click()
  await page.getByText(issue).first().click()
  await button(page, '标记为已解决').click()
}

test('dave draws a sample, finds it right and approves the batch', async ({ browser }) => {
  await approve(await desk(browser, 'dave'))
})

test('alice delivers it in two formats', async ({ browser }) => {
  const page = await desk(browser, 'alice')
  await tab(page, 'deliveries')
  await deliver(page)
})

test('erin looks, verifies what she downloads, and returns it with a remark', async ({
  browser,
}) => {
  const page = await desk(browser, 'erin')
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'My work' })).toBeHidden()
  await page.getByRole('link', { name: new RegExp(`Delivery 1, First.*${NAME}`) }).click()
  await verified(page, 'COCO')
  await page.getByRole('option', { name: /1\.jpg$/ }).click()
  await page.getByRole('textbox', { name: 'Remark' }).fill('The second car is missing')
  await button(page, 'Add remark').click()
  await page.keyboard.press('Escape')
  await button(page, 'Return with 1 remark').click()
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: 'Reason' })
    .fill('One more round, please')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Return/ })
    .click()
  await expect(page.getByText('Returned').first()).toBeVisible()
})

test('the work goes round once more, and erin accepts', async ({ browser }) => {
  const alice = await desk(browser, 'alice')
  await alice.reload()
  await button(alice, 'Start rework').click()
  await expect(alice.getByText('1 task went back to its annotator.')).toBeVisible()
  await handInAgain(nina)
  await acceptNext(await desk(browser, 'carol'))
  await approve(await desk(browser, 'dave'))
  await tab(alice, 'deliveries')
  await deliver(alice)
  const erin = await desk(browser, 'erin')
  await erin.goto('/')
  await erin.getByRole('link', { name: new RegExp(`Delivery 2, First.*${NAME}`) }).click()
  await button(erin, 'Accept').click()
  await erin.getByRole('dialog').getByRole('button', { name: 'Accept' }).click()
  await expect(erin.getByText('Accepted').first()).toBeVisible()
})

test('the audit trail of it is unbroken', () => {
  expect(manage('verify_audit')).toMatch(/^ok /)
})

async function approve(page: Page): Promise<void> {
  await tab(page, 'quality?view=batches')
  await button(page, 'Draw a sample').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Draw a sample' }).click()
  await expect(page).toHaveURL(/\/quality\/samples\//)
  const right = page.getByText('Right', { exact: true })
  await expect(right).toHaveCount(2)
  for (const each of await right.all()) await each.click()
  await expect(button(page, 'Approve batch')).toBeEnabled()
  await button(page, 'Approve batch').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve batch' }).click()
  await expect(page.getByText('Approved').first()).toBeVisible()
}

async function deliver(page: Page): Promise<void> {
  await button(page, 'New delivery').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Approved batch' }).click()
  await page.getByRole('option', { name: 'First' }).click()
  await dialog.getByRole('checkbox', { name: 'Groundwork JSONL' }).check()
  await dialog.getByRole('button', { name: 'Freeze and build' }).click()
  await expect(page).toHaveURL(/\/deliveries\/[0-9a-f-]{36}/)
  await expect(button(page, /kB$|MB$/)).toHaveCount(2, { timeout: 60_000 })
  await button(page, 'Send to the client').click()
  await expect(page.getByText('Sent').first()).toBeVisible()
}

async function handInAgain(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('link', { name: new RegExp(`^#.*${NAME}`) }).click()
  const stage = new Stage(page)
  await stage.ready()
  await stage.drawBox([0.6, 0.5], [0.7, 0.6])
  await stage.status('saved')
  await resolveInChinese(stage, 'The second car is missing')
  await handInInChinese(stage)
}

async function acceptNext(page: Page): Promise<void> {
  await page.goto('/')
  await button(page, new RegExp(`Start reviewing in ${NAME}`)).click()
  await new Stage(page).ready()
  await button(page, 'Accept').click()
  await expect(page).toHaveURL(/\/tasks\/done/)
}

/** Download a package, take its last bytes once more as after an interruption, and check it as the client would. */
async function verified(page: Page, format: string): Promise<void> {
  const one = page.locator('[class*=package]').filter({ hasText: format }).last()
  const arriving = page.waitForEvent('download')
  await one.getByRole('button', { name: /B$/ }).click()
  const download = await arriving
  const file = await download.path()
  const whole = readFileSync(file)
  const rest = await page.request.get(download.url(), {
    headers: { Range: `bytes=${whole.length - 100}-` },
  })
  expect(rest.status()).toBe(206)
  expect(await rest.body()).toEqual(whole.subarray(-100))
  expect(manage('verify_package', file)).toMatch(/files, ok$/m)
}
