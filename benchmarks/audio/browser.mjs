/**
 * Recordings in headless Chromium, used with a mouse and keys: opening, going along, looking closer, listening from the
 * middle. Reads what to open from the JSON file that is its argument, prints a JSON line for each recording.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const require = createRequire(join(process.cwd(), 'package.json'))
const { chromium } = require('@playwright/test')

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const VIEW = { width: 1440, height: 900 }
const PATIENCE_MS = 300_000
const FRAMES = 120

const round = (value) => Math.round(value * 10) / 10

async function signInHere(page) {
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

async function signInThere(page) {
  await page.goto(`${job.url}/user/login/`)
  await page.fill('input[name=email]', job.email)
  await page.fill('input[name=password]', job.password)
  await page.click('button[type=submit]')
  await page.waitForURL((url) => !url.pathname.includes('login'))
}

const EDITORS = {
  ours: { signIn: signInHere, canvas: '.gw-timeline-sound', over: '.gw-timeline-over', grey: false },
  'label-studio': {
    signIn: signInThere,
    canvas: 'canvas[id*="waveform"]',
    over: 'canvas[id*="waveform"]',
    grey: true,
  },
}
const editor = EDITORS[job.editor]

/** Runs in the page: when a canvas first shows many columns of something, since the navigation began. */
const whenDrawn = ([selector, grey]) =>
  new Promise((resolve) => {
    const isInk = (r, g, b, a) =>
      grey ? a > 0 && r < 200 && g < 200 : a > 0 && Math.max(r, g, b) - Math.min(r, g, b) > 60
    const inked = (data, x, height) => {
      let count = 0
      for (let y = 0; y < height; y++) {
        const at = (y * 20 + x) * 4
        if (isInk(data[at], data[at + 1], data[at + 2], data[at + 3])) count++
      }
      return count
    }
    // Below the ruler and above whatever is at the foot.
    const isDrawn = (canvas) => {
      if (!canvas || canvas.width < 300 || canvas.height < 20) return false
      const { width, height } = canvas
      const [top, tall] = [Math.floor(height * (grey ? 0.45 : 0.13)), Math.floor(height * 0.3)]
      const heights = new Set()
      for (let part = 0; part < 10; part++) {
        const left = Math.floor(width * (0.12 + part * 0.08))
        const { data } = canvas.getContext('2d').getImageData(left, top, 20, tall)
        for (let x = 0; x < 20; x++) heights.add(inked(data, x, tall))
      }
      return heights.size > 3
    }
    const look = () => {
      if ([...document.querySelectorAll(selector)].some(isDrawn)) return resolve(performance.now())
      setTimeout(look, 50)
    }
    look()
  })

/** Runs in the page: in every frame one turn of the wheel; intervals between frames, and how long scripts took in each. */
const whileTurning = ([selector, frames, wish]) =>
  new Promise((resolve) => {
    const target = document.querySelector(selector)
    const { left, top, width, height } = target.getBoundingClientRect()
    const where = { clientX: left + width * 0.6, clientY: top + height * 0.4, bubbles: true, cancelable: true }
    const [intervals, work] = [[], []]
    let [last, i] = [0, 0]
    const step = (time) => {
      if (last) intervals.push(time - last)
      last = time
      if (i === frames) return resolve({ intervals, work })
      const sign = Math.floor(i++ / 15) % 2 === 0 ? 1 : -1
      const wheel = { deltaX: (wish.deltaX ?? 0) * (wish.turns ? sign : 1), deltaY: (wish.deltaY ?? 0) * sign }
      const began = performance.now()
      target.dispatchEvent(new WheelEvent('wheel', { ...where, ...wheel, ctrlKey: wish.ctrlKey ?? false }))
      requestAnimationFrame(step)
      // What the wheel asked for is drawn in the next frame, before this.
      requestAnimationFrame(() => work.push(performance.now() - began))
    }
    requestAnimationFrame(step)
  })

function summary(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))])
  return { median: at(0.5), p95: at(0.95) }
}

async function turning(page, wish) {
  const { intervals } = await page.evaluate(whileTurning, [editor.over, FRAMES, wish])
  return summary(intervals)
}

/** Megabytes that the processes of pages have to themselves. */
async function memory(browser) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)?.[1] ?? 0))
  return Math.round(Math.max(...sizes) / 1024)
}

/** From the press to the sound, as far as the page can tell: until the card has it, and what the card says it takes. */
async function listening(page) {
  const area = await page.locator(editor.over).first().boundingBox()
  await page.mouse.click(area.x + area.width * 0.6, area.y + 20)
  await page.mouse.click(area.x + area.width * 0.4, area.y + 120)
  await pause(1500)
  const times = []
  for (let i = 0; i < 5; i++) {
    await page.evaluate(() => {
      window.sound_ = null
    })
    await page.keyboard.press('Space')
    await page.waitForFunction(() => window.sound_ !== null)
    times.push(await page.evaluate(() => window.sound_))
    await page.keyboard.press('Space')
    await page.keyboard.press('b')
    await pause(500)
  }
  return summary(times)
}

const watch = () => {
  let pressed = 0
  window.sound_ = null
  addEventListener('keydown', ({ timeStamp }) => {
    pressed = timeStamp
  }, true)
  const start = AudioBufferSourceNode.prototype.start
  AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
    const ahead = Math.max(0, when - this.context.currentTime) * 1000
    window.sound_ ??= performance.now() - pressed + ahead + this.context.outputLatency * 1000
    start.call(this, when, ...rest)
  }
}

async function opened(browser, context, { name, path, minutes, prepared_s, segments }) {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.addInitScript(watch)
  await page.goto(job.url + path, { waitUntil: 'commit' })
  const waveform = await page.evaluate(whenDrawn, [editor.canvas, editor.grey])
  await pause(4000)
  const heard = job.editor === 'ours' ? await listening(page) : null
  const along = await turning(page, { deltaX: 60 })
  const closer = await turning(page, job.editor === 'ours' ? { deltaY: 100 } : { deltaY: 100, ctrlKey: true })
  await pause(1000)
  const row = { name, minutes, prepared_s: round(prepared_s), segments, waveform: Math.round(waveform), heard, along, closer }
  const memoryMb = await memory(browser)
  await page.close()
  return { editor: job.editor, chromium: browser.version(), ...row, memoryMb }
}

for (const task of job.tasks) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  try {
    const context = await browser.newContext({ viewport: VIEW, locale: 'en-US' })
    const page = await context.newPage()
    await editor.signIn(page)
    await page.close()
    process.stdout.write(`${JSON.stringify(await opened(browser, context, task))}\n`)
  } finally {
    await browser.close()
  }
}
