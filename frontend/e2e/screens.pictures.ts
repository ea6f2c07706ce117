/** Every screen in both themes and both languages, as pictures to look at. */
import { join } from 'node:path'
import { type BrowserContext, test } from '@playwright/test'
import { LOOKS, type Look, looking, settled } from './support/looks'
import { SCREENS, type Viewer, type World } from './support/screens'
import { findWorld } from './support/world'

const folder = process.env.PICTURES_FOLDER ?? 'pictures'
const [width = 1440, height = 900] = (process.env.PICTURES_SIZE ?? '')
  .split('x')
  .filter(Boolean)
  .map(Number)

const contexts = new Map<string, BrowserContext>()
let world: World

test.describe.configure({ timeout: 30_000 })

test.beforeAll(async () => {
  world = await findWorld()
})

for (const look of LOOKS) {
  for (const screen of SCREENS) {
    for (const viewer of screen.viewers) {
      test(title(screen.name, viewer, look), async ({ browser }) => {
        const key = title('', viewer, look)
        const context =
          contexts.get(key) ?? (await looking(browser, viewer, look, { width, height }))
        contexts.set(key, context)
        const page = await context.newPage()
        await page.goto(screen.path(world, viewer))
        await settled(page)
        await page.screenshot({ path: join(folder, `${title(screen.name, viewer, look)}.png`) })
        await page.close()
      })
    }
  }
}

function title(name: string, viewer: Viewer, { theme, language }: Look): string {
  return `${name}-${viewer}-${theme}-${language}`
}
