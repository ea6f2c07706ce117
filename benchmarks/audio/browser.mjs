/**
 * Recordings in headless Chromium, used with a mouse and keys: opening, going along, looking closer, listening
 * here and there. Reads what to open from the JSON file that is its argument, prints a JSON line for each recording.
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { job, launch, memory, round, signIn, summary, VIEW } from '../page.mjs'

/** A recording that cannot be opened in so much time is said to have failed. */
const PATIENCE_MS = 180_000
const FRAMES = 120
const TAP = join(process.cwd(), 'e2e', 'support', 'tap.js')
/** Of a row of the list: not on its text, which would be written in. */
const NAME = { x: 60, y: 10 }

async function signInThere(page) {
  await page.goto(`${job.url}/user/login/`)
  await page.fill('input[name=email]', job.email)
  await page.fill('input[name=password]', job.password)
  await page.click('button[type=submit]')
  await page.waitForURL((url) => !url.pathname.includes('login'))
}

const EDITORS = {
  ours: { signIn, canvas: '.gw-timeline-sound', over: '.gw-timeline-over', grey: false },
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

/** Runs in the page: in every frame one turn of the wheel; intervals between frames. */
const whileTurning = ([selector, frames, wish]) =>
  new Promise((resolve) => {
    const target = document.querySelector(selector)
    const { left, top, width, height } = target.getBoundingClientRect()
    const where = { clientX: left + width * 0.6, clientY: top + height * 0.4, bubbles: true, cancelable: true }
    const intervals = []
    let [last, i] = [0, 0]
    const step = (time) => {
      if (last) intervals.push(time - last)
      last = time
      if (i === frames) return resolve(intervals)
      const sign = Math.floor(i++ / 15) % 2 === 0 ? 1 : -1
      const wheel = { deltaX: (wish.deltaX ?? 0) * (wish.turns ? sign : 1), deltaY: (wish.deltaY ?? 0) * sign }
      target.dispatchEvent(new WheelEvent('wheel', { ...where, ...wheel, ctrlKey: wish.ctrlKey ?? false }))
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })

/** Seconds that the page's main thread has been at work since it was opened. */
async function busy(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration').value
}

/** Intervals between frames, and how long the main thread was at work for each. */
async function turning(page, devtools, wish) {
  const before = await busy(devtools)
  const intervals = await page.evaluate(whileTurning, [editor.over, FRAMES, wish])
  const work = round(((await busy(devtools)) - before) * (1000 / FRAMES))
  return { ...summary(intervals), work }
}

/** Segments that are pressed, each in another part of the recording and never heard before. */
const PRESSES = 9

/** Stop what is playing; where it has just ended by itself, the same key begins anew. */
async function hush(page) {
  while (!(await page.evaluate(() => window.tap.isSilent()))) {
    await page.keyboard.press('Space')
    await pause(300)
  }
}

/**
 * Press segments in the list, and hear what is rendered for the sound card: milliseconds from the press until it is
 * heard, by what the card says of its own delay, and how far from the segment's first sample it begins.
 */
async function listening(browser, { path }) {
  const task = path.split('/').pop()
  const context = await browser.newContext({ viewport: VIEW, locale: 'en-US', bypassCSP: true })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await editor.signIn(page)
  await page.addInitScript({ path: TAP })
  await page.goto(job.url + path)
  const rows = page.getByTestId('transcript-row')
  await rows.first().click({ position: NAME })
  await page.waitForFunction(() => window.tap.isReady && window.tap.hasBegun)
  const starts = await page.evaluate(async (id) => {
    const { document } = await (await fetch(`/api/v1/tasks/${id}/workbench`)).json()
    return Object.fromEntries(document.records.map(({ id, data }) => [id, data.start]))
  }, task)
  const [delays, offsets] = [[], []]
  for (let i = 1; i <= PRESSES; i++) {
    const share = i / (PRESSES + 1)
    await page.locator('[data-documents]').evaluate((list, at) => {
      list.scrollTop = list.scrollHeight * at
    }, share)
    await hush(page)
    await page.evaluate(() => window.tap.listen())
    // A hand moves there first, and rests for a moment before it presses; by then the list has come to rest as well.
    await rows.nth(7).hover({ position: NAME })
    await pause(150)
    const id = await page.locator('[data-testid=transcript-row]:hover').getAttribute('data-record')
    await page.mouse.down()
    await page.mouse.up()
    await page.waitForFunction(() => window.tap.hasHeard())
    delays.push(await page.evaluate(() => window.tap.delay()))
    const { ms, sure } = await page.evaluate(([t, s]) => window.tap.offset(t, s), [task, starts[id]])
    if (sure < 0.9) throw new Error(`what is heard is not what was pressed: ${sure}`)
    offsets.push(Math.abs(ms))
  }
  await context.close()
  return { ...summary(delays), off: round(Math.max(...offsets)) }
}

async function opened(browser, { name, path, minutes, prepared_s, segments }) {
  const context = await browser.newContext({ viewport: VIEW, locale: 'en-US' })
  const first = await context.newPage()
  await editor.signIn(first)
  await first.close()
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.goto(job.url + path, { waitUntil: 'commit' })
  const waveform = Math.round(await page.evaluate(whenDrawn, [editor.canvas, editor.grey]))
  await pause(4000)
  const along = await turning(page, devtools, { deltaX: 60 })
  const closer = await turning(page, devtools, job.editor === 'ours' ? { deltaY: 100 } : { deltaY: 100, ctrlKey: true })
  await pause(1000)
  const memoryMb = await memory(browser, page)
  await page.close()
  const heard = job.editor === 'ours' ? await listening(browser, { path }) : null
  return { minutes, prepared_s: round(prepared_s), segments, waveform, along, closer, heard, memoryMb }
}

/** Not even its page answers when a browser is out of memory. */
const impatient = async () => {
  await pause(PATIENCE_MS, undefined, { ref: false })
  throw new Error('no answer in time')
}

// One browser for each recording: where one of them fails, the others still have an answer.
for (const task of job.tasks) {
  const browser = await launch('--disable-gpu')
  const row = { editor: job.editor, name: task.name, minutes: task.minutes, chromium: browser.version() }
  try {
    Object.assign(row, await Promise.race([opened(browser, task), impatient()]))
  } catch (error) {
    row.failed = error.message.split('\n')[0]
  }
  process.stdout.write(`${JSON.stringify(row)}\n`)
  await browser.close()
}
