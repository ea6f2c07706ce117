/** What all benchmarks in a browser share: the browser, signing in, frames and memory. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(join(process.cwd(), 'package.json'))
const { chromium } = require('@playwright/test')

export const VIEW = { width: 1440, height: 900 }
/** A frame at 60 Hz, with the clock's rounding. */
const FRAME_MS = 17

/** What to open, from the JSON file that is the script's argument. */
export const job = JSON.parse(readFileSync(process.argv[2], 'utf8'))

export const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? null
export const round = (value) => Math.round(value * 10) / 10

/** Of times in milliseconds; `within` is the share, in per cent, under a frame at 60 Hz. */
export function summary(times) {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))])
  const within = round((100 * sorted.filter((ms) => ms < FRAME_MS).length) / sorted.length)
  return { frames: sorted.length, median: at(0.5), p95: at(0.95), worst: at(1), within }
}

/** Chromium without a window; `more` are further arguments of its own. */
export const launch = (...more) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', ...more],
  })

/** Into Groundwork, as its own page does it. */
export async function signIn(page) {
  await page.goto(`${job.url}/`)
  const status = await page.evaluate(
    async (body) => {
      await fetch('/api/v1/session')
      const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? ''
      const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token }
      return (await fetch('/api/v1/session', { method: 'POST', headers, body: JSON.stringify(body) })).status
    },
    { email: job.email, password: job.password },
  )
  if (status !== 200) throw new Error(`signing in: ${status}`)
}

/** Intervals between animation frames while `act` runs. */
export async function framesDuring(page, act) {
  await page.evaluate(() => {
    window.frames_ = []
    let last = 0
    const note = (time) => {
      if (last) window.frames_.push(time - last)
      last = time
      window.frameHandle_ = requestAnimationFrame(note)
    }
    window.frameHandle_ = requestAnimationFrame(note)
  })
  await act()
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.frameHandle_)
    return window.frames_
  })
  return summary(frames)
}

/** Megabytes that the process of the page has to itself, its share of what is shared included, after a collection. */
export async function memory(browser, page) {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const whole = await browser.newBrowserCDPSession()
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)?.[1] ?? 0))
  return Math.round(Math.max(...sizes) / 1024)
}
