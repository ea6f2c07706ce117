/** Every screen, for everybody who reaches it: readable, translated, within the window, and quiet in the console. */
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { LOOKS, type Look, looking, settled } from './support/looks'
import { SCREENS, type Screen, type Viewer, type World } from './support/screens'
import { findWorld } from './support/world'

const SMALL = { width: 1366, height: 768 }
/** A key of a catalogue that nobody has translated shows as itself. */
const KEY = /\b[a-z][a-z-]+(?::[a-z][a-z-]*)(?:\.[a-z][\w-]*)+\b/
const SEVERE = new Set(['serious', 'critical'])

const contexts = new Map<string, BrowserContext>()
let world: World

test.describe.configure({ timeout: 45_000 })
// A picture says what is wrong with a screen; recording every step of every screen takes longer than the looking.
test.use({ trace: 'off' })

test.beforeAll(async () => {
  world = await findWorld()
})

test.afterAll(async () => {
  await Promise.all([...contexts.values()].map((context) => context.close()))
})

// Whoever sees most sees a screen in both themes and both languages, the others in one look each, in turn.
SCREENS.forEach((screen, index) => {
  screen.viewers.forEach((viewer, place) => {
    const looks = LOOKS.filter((_, at) =>
      place === 0 ? at >> 1 === index % 2 : at === (index + place) % 4,
    )
    for (const look of looks) {
      test(`${screen.name} as ${viewer}, ${look.theme}, ${look.language}`, async ({ browser }) => {
        const key = `${viewer} ${look.theme} ${look.language}`
        const context = contexts.get(key) ?? (await looking(browser, viewer, look, SMALL))
        contexts.set(key, context)
        const page = await context.newPage()
        const complaints = listen(page)
        await open(page, screen, viewer)
        await within(page)
        await translated(page, look)
        await accessible(page)
        expect(complaints).toEqual([])
        await page.close()
      })
    }
  })
})

/** What the page says on its console, and what it breaks on. */
function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

async function open(page: Page, screen: Screen, viewer: Viewer): Promise<void> {
  await page.goto(screen.path(world, viewer))
  await settled(page)
}

/** Nothing reaches beyond the window from side to side. */
async function within(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow, 'pixels beyond the window').toBeLessThanOrEqual(0)
}

async function translated(page: Page, { language }: Look): Promise<void> {
  const text = await page.locator('body').innerText()
  expect(KEY.exec(text)?.[0] ?? '', 'a key instead of its text').toBe('')
  const lang = await page.locator('html').getAttribute('lang')
  expect(lang?.startsWith(language), `the page says it is in ${lang}`).toBe(true)
}

async function accessible(page: Page): Promise<void> {
  // There are no frames, so axe need not gather its findings in a page of its own; only violations are told in full.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze()
  const severe = violations.filter(({ impact }) => SEVERE.has(impact ?? ''))
  const told = severe.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  )
  expect(told).toEqual([])
}
