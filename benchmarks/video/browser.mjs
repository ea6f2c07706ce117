/**
 * Videos in headless Chromium without a GPU, used with keys and a mouse: opening, stepping, jumping, playing at several
 * speeds, scrubbing in the time line, dragging a box. Reads what to open from the JSON file that is its argument, prints
 * a JSON line for each.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const require = createRequire(join(process.cwd(), 'package.json'))
const { chromium } = require('@playwright/test')

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const VIEW = { width: 1440, height: 900 }
const PATIENCE_MS = 400_000
const SPEEDS = [0.1, 0.5, 1, 2, 4]
const PLAYED_MS = 10_000
const FRAMES = 120
/** Of the time line: its gutter, ruler and the middle of the pictures. */
const [GUTTER, PICTURES] = [184, 42]

const round = (value) => Math.round(value * 10) / 10

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))])
  return { count: sorted.length, median: at(0.5), p95: at(0.95) }
}

async function signIn(page) {
  await page.goto(`${job.url}/`)
  const status = await page.evaluate(
    async (body) => {
      await fetch('/api/v1/session')
      const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? ''
      const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token }
      const wish = { method: 'POST', headers, body: JSON.stringify(body) }
      return (await fetch('/api/v1/session', wish)).status
    },
    { email: job.email, password: job.password },
  )
  if (status !== 200) throw new Error(`signing in: ${status}`)
}

/** Runs in the page: the number of the frame on the screen, or null. */
const FRAME = `(() => {
  const said = document.querySelector('footer')?.innerText.match(/# (\\d+)/)
  return document.querySelector('[data-testid="stage"][data-ready], .gw-stage-base') && said ? Number(said[1]) : null
})()`

/** The picture of the stage is not one colour any more: the frame has been drawn. */
const whenDrawn = () =>
  new Promise((resolve) => {
    const look = () => {
      const canvas = document.querySelector('.gw-stage-base')
      if (!canvas || canvas.width < 2) return setTimeout(look, 4)
      const [w, h] = [canvas.width, canvas.height]
      const context = canvas.getContext('2d')
      const seen = new Set()
      for (let i = 1; i < 6; i++) seen.add(context.getImageData((w * i) / 6, h / 2, 1, 1).data.join())
      if (seen.size < 4) return setTimeout(look, 4)
      resolve(performance.now())
    }
    look()
  })

/** Runs in the page: press or do something, and wait until the frame on the screen is another. */
async function until(page, act, frame) {
  const began = Date.now()
  await act()
  await page.waitForFunction(
    ([want]) => document.querySelector('footer')?.innerText.includes(`# ${want}`),
    [frame],
    { polling: 'raf', timeout: PATIENCE_MS },
  )
  return Date.now() - began
}

async function stepped(page) {
  const times = []
  for (let i = 0; i < 40; i++) {
    const now = await page.evaluate(FRAME)
    times.push(await until(page, () => page.keyboard.press('f'), now + 1))
    await pause(60)
  }
  return summary(times)
}

async function jumped(page, frames) {
  const times = []
  const field = page.getByTestId('frame')
  for (let i = 1; i <= 20; i++) {
    const to = Math.floor(((i * 0.618) % 1) * (frames - 1))
    await field.fill('')
    times.push(await until(page, () => field.fill(String(to)), to))
    await pause(200)
  }
  await page.keyboard.press('Escape')
  return summary(times)
}

async function played(page, rate, speed) {
  await page.getByTestId('timeline').click({ position: { x: GUTTER + 100, y: PICTURES } })
  await page.getByLabel('Speed').click()
  await page.getByRole('option', { name: `${speed}×`, exact: true }).click()
  await pause(1500)
  const from = await page.evaluate(FRAME)
  await page.evaluate(() => {
    window.seen_ = 0
    const footer = document.querySelector('footer')
    let last = ''
    window.watch_ = setInterval(() => {
      const now = footer.innerText.match(/# (\d+)/)?.[1]
      if (now !== last) window.seen_ += 1
      last = now
    }, 4)
  })
  await page.locator('body').press('Space')
  await pause(PLAYED_MS)
  await page.locator('body').press('Space')
  const to = await page.evaluate(FRAME)
  const seen = await page.evaluate(() => {
    clearInterval(window.watch_)
    return window.seen_
  })
  return { speed, film: round((to - from) / rate), shown: round(seen / (PLAYED_MS / 1000)) }
}

/** Runs in the page: the pressed mouse moves once in every animation frame; the intervals between them. */
const whileMoving = (x, y, dx, dy, frames) =>
  new Promise((resolve) => {
    const target = document.elementFromPoint(x, y)
    const seen = []
    let [last, i] = [0, 0]
    const step = (time) => {
      if (last) seen.push(time - last)
      last = time
      if (i++ === frames) return resolve(seen)
      const [clientX, clientY] = [x + dx * Math.sin(i / 24), y + dy * Math.sin(i / 15)]
      const where = { clientX, clientY, pointerId: 1, buttons: 1, bubbles: true }
      target.dispatchEvent(new PointerEvent('pointermove', where))
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })

async function dragged(page, [x, y], [dx, dy]) {
  await page.mouse.move(x, y)
  await page.mouse.down()
  const frames = await page.evaluate(`(${whileMoving})(${x}, ${y}, ${dx}, ${dy}, ${FRAMES})`)
  await page.mouse.up()
  return summary(frames)
}

async function heap(context, page) {
  const session = await context.newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return Math.round(usedSize / 2 ** 20)
}

async function measured(context, film) {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${job.url}/tasks/${film.id}`, { waitUntil: 'commit' })
  const opened = await page.evaluate(`(${whenDrawn})()`)
  const asked = await page.evaluate(() => {
    const files = performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'fetch')
    return Math.min(...files.filter(({ name }) => name.includes('/media/')).map(({ startTime }) => startTime))
  })
  await pause(2000)
  const step = await stepped(page)
  const jump = await jumped(page, film.frames)
  const line = await page.getByTestId('timeline').boundingBox()
  const play = []
  for (const speed of SPEEDS) play.push(await played(page, 25, speed))
  const scrub = await dragged(
    page,
    [line.x + GUTTER + line.width / 3, line.y + PICTURES],
    [line.width / 4, 0],
  )
  await pause(1500)
  const stage = await page.getByTestId('stage').boundingBox()
  await page.keyboard.press('b')
  const middle = [stage.x + stage.width / 2, stage.y + stage.height / 2]
  const drag = await dragged(page, middle, [120, 60])
  const heapMiB = await heap(context, page)
  await page.close()
  return { page: round(opened), first: round(opened - asked), step, jump, played: play, scrub, drag, heapMiB }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
})
const context = await browser.newContext({ viewport: VIEW, baseURL: job.url })
const first = await context.newPage()
await signIn(first)
// Code and catalogues are in the browser's cache, as for whoever works all day.
await first.goto(`${job.url}/tasks/${job.tasks.at(-1).id}`)
await first.evaluate(`(${whenDrawn})()`)
await first.close()
for (const film of job.tasks) {
  const figures = await measured(context, film)
  console.log(JSON.stringify({ ...film, chromium: browser.version(), ...figures }))
}
await browser.close()
