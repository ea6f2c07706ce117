/**
 * Two hundred masks on a picture of 3840 x 2160 pixels in our workbench: how long it takes to open, what it keeps in memory, and
 * the frames while a hand pans, zooms and paints. Reads where to go from the JSON file that is its argument.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const require = createRequire(join(process.cwd(), 'package.json'))
const { chromium } = require('@playwright/test')
const job = JSON.parse(readFileSync(process.argv[2], 'utf8'))
/** A frame at 60 Hz, with the clock's rounding. */
const FRAME_MS = 17
const MIDDLE = [560, 470]

const round = (value) => Math.round(value * 10) / 10

function summary(frames) {
  const sorted = [...frames].sort((a, b) => a - b)
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))])
  const within = round((100 * sorted.filter((ms) => ms < FRAME_MS).length) / sorted.length)
  return { median: at(0.5), p95: at(0.95), worst: at(1), within }
}

async function framesDuring(page, act) {
  await page.evaluate(() => {
    window.frames_ = []
    let last = 0
    const note = (time) => {
      if (last) window.frames_.push(time - last)
      last = time
      window.handle_ = requestAnimationFrame(note)
    }
    window.handle_ = requestAnimationFrame(note)
  })
  await act()
  await page.evaluate(() => cancelAnimationFrame(window.handle_))
  return summary(await page.evaluate(() => window.frames_))
}

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

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
})
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
await page.goto(`${job.url}/`)
await page.evaluate(async (body) => {
  await fetch('/api/v1/session')
  const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? ''
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token }
  await fetch('/api/v1/session', { method: 'POST', headers, body: JSON.stringify(body) })
}, job.signIn)
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
