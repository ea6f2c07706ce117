/**
 * Two hundred masks on a picture of 3840 x 2160 pixels in our workbench: how long it takes to open, what it keeps in memory, and
 * the frames while a hand pans, zooms and paints. Reads where to go from the JSON file that is its argument.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { framesDuring, job, launch, signIn, VIEW } from '../page.mjs'

const MIDDLE = [560, 470]

async function sway(page) {
  for (let i = 1; i <= 150; i++) {
    await page.mouse.move(MIDDLE[0] + 150 * Math.sin(i / 14), MIDDLE[1] + 110 * Math.sin(i / 11))
    await pause(9)
  }
}

async function held(page, button) {
  await page.mouse.move(...MIDDLE)
  await page.mouse.down({ button })
  const frames = await framesDuring(page, () => sway(page))
  await page.mouse.up({ button })
  await pause(1000)
  return frames
}

async function turned(page) {
  return framesDuring(page, async () => {
    for (let i = 0; i < 48; i++) {
      await page.mouse.wheel(0, Math.floor(i / 12) % 2 === 0 ? -100 : 100)
      await pause(33)
    }
  })
}

const browser = await launch('--disable-gpu', '--enable-precise-memory-info', '--js-flags=--expose-gc')
const page = await browser.newPage({ viewport: VIEW, locale: 'en-US' })
await signIn(page)
const begun = performance.now()
await page.goto(`${job.url}${job.path}`)
await page.locator('[data-shown="true"]').waitFor({ timeout: 60_000 })
const open = Math.round(performance.now() - begun)
await pause(3000)
const pan = await held(page, 'middle')
const zoom = await turned(page)
await page.keyboard.press('Shift+1')
for (let i = 0; i < 8; i++) await page.keyboard.press(']')
const paint = await held(page, 'left')
const again = await held(page, 'left')
const heap = await page.evaluate(() => {
  window.gc?.()
  return performance.memory.usedJSHeapSize / 2 ** 20
})
console.log(JSON.stringify({ chromium: browser.version(), open, heap: Math.round(heap), pan, zoom, paint, again }))
await browser.close()
