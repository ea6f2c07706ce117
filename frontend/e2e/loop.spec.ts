/** The loop that must always work: from an empty project to a delivery that the client has accepted, by hand. */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { cut, photograph, text } from './support/files'
import { browserOf, type Person } from './support/people'
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
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })

test.afterAll(async () => {
  await Promise.all([...pages.values()].map((page) => page.context().close()))
})

test('alice makes a project from a template', async ({ browser }) => {
  const page = await desk(browser, 'alice')
  await page.goto('/projects')
  await page.getByRole('link', { name: 'New project' }).click()
  await page.getByRole('radio', { name: /^Object detection/ }).check({ force: true })
  await page.getByRole('textbox', { name: 'Name' }).fill(NAME)
  await page.getByRole('combobox', { name: 'Client' }).click()
  await page.getByRole('option', { name: /^(?!None)/ }).first().click()
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

test('she brings in photographs, and hears of each file that is none', async ({ browser }) => {
  const page = await desk(browser, 'alice')
  await tab(page, 'data/import')
  const good = [1, 2].map((number) => photograph(`front_camera/${number}.jpg`, `${number}.jpg`))
  const [first] = good
  if (!first) throw new Error('no photograph')
  const broken = [cut({ ...first, name: 'half.jpg' }), text('letter.jpg', 'Dear annotator')]
  await page.locator('input[type=file]').first().setInputFiles([...good, ...broken])
  await button(page, /^Import 4 files/).click()
  for (const { name } of broken) {
    await expect(page.getByText(name)).toBeVisible({ timeout: 30_000 })
  }
  await tab(page, 'data')
  await expect(page.getByText('2 images')).toBeVisible()
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

test('bob starts, draws, and submits one after the other', async ({ browser }) => {
  const page = await desk(browser, 'bob')
  await page.goto('/')
  await button(page, new RegExp(`Start labelling in ${NAME}`)).click()
  const stage = new Stage(page)
  await stage.ready()
  await stage.drawBox([0.3, 0.4], [0.4, 0.55])
  await stage.drawBox([0.5, 0.4], [0.6, 0.5])
  await stage.shows(2)
  await stage.status('saved')
  const first = page.url()
  await page.keyboard.press('Control+Enter')
  await expect(page).not.toHaveURL(first)
  await stage.ready()
  await stage.drawBox([0.4, 0.5], [0.5, 0.6])
  await stage.status('saved')
  await button(page, 'Submit and next').click()
  await expect(page).toHaveURL(/\/tasks\/done/)
})

test('carol returns one with an issue at the object, and accepts the other', async ({ browser }) => {
  const page = await desk(browser, 'carol')
  await page.goto('/')
  await button(page, new RegExp(`Start reviewing in ${NAME}`)).click()
  const stage = new Stage(page)
  await stage.ready()
  await stage.press('i', [0.35, 0.47])
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /What is wrong/ }).fill('Tighten it to the wheels')
  await dialog.getByRole('button', { name: 'Open issue' }).click()
  await expect(page.getByRole('tab', { name: 'Issues, 1' })).toBeVisible()
  const first = page.url()
  await button(page, 'Return').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Return' }).click()
  await expect(page).not.toHaveURL(first)
  await stage.ready()
  await button(page, 'Accept').click()
  await expect(page).toHaveURL(/\/tasks\/done/)
})

test('bob finds the issue at its object, mends it and hands in again', async ({ browser }) => {
  const page = await desk(browser, 'bob')
  await page.goto('/')
  await page.getByRole('link', { name: new RegExp(`Tighten it to the wheels|${NAME} See`) }).first().click()
  const stage = new Stage(page)
  await stage.ready()
  await page.getByRole('tab', { name: /^Issues/ }).click()
  await page.getByText('Tighten it to the wheels').first().click()
  await button(page, 'Resolve').click()
  await stage.status('saved')
  await button(page, 'Submit', ).click()
  await expect(page.getByText('Submitted').first()).toBeVisible()
  const reviewer = await desk(browser, 'carol')
  await reviewer.goto('/')
  await button(reviewer, new RegExp(`Start reviewing in ${NAME}`)).click()
  await new Stage(reviewer).ready()
  await button(reviewer, 'Accept').click()
  await expect(reviewer).toHaveURL(/\/tasks\/done/)
})
