/**
 * Films in headless Chromium without a GPU, used with keys and a mouse: opening, stepping, jumping, playing at several
 * speeds, scrubbing and scrolling in the time line, dragging a keyframe, drawing a box. Reads what to open from the JSON
 * file that is its argument, prints a JSON line for each film.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { job, launch, memory, round, signIn, summary, VIEW } from '../page.mjs'

const PATIENCE_MS = 60_000
const SPEEDS = [0.1, 0.5, 1, 2, 4]
const PLAYED_MS = 10_000
const MOVES = 120
/** Of the time line: its gutter, the middle of its pictures, and where its rows begin and how high they are. */
const [GUTTER, PICTURES, HEAD, ROW] = [184, 42, 62, 20]

/** Runs in the page: when the picture where the stage is, or will be, is not of one colour any more, since the navigation began. */
const whenDrawn = () =>
  new Promise((resolve) => {
    const look = () => {
      const canvas = document.querySelector('.gw-stage-base, .gw-first-look')
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

/** Runs in the page: note which frames come on the screen, and how long after the key or the number. */
function watchFrames() {
  const footer = document.querySelector('footer')
  const place = footer.querySelector('span')
  const shown = () => Number(place.textContent.match(/# (\d+)$/)?.[1] ?? -1)
  window.frames_ = { shown: shown(), count: 0, ms: 0, from: 0 }
  for (const type of ['keydown', 'input']) {
    addEventListener(type, ({ timeStamp }) => { window.frames_.from = timeStamp }, true)
  }
  const look = () => {
    const now = shown()
    if (now === window.frames_.shown) return
    window.frames_.shown = now
    window.frames_.count += 1
    const { from } = window.frames_
    requestAnimationFrame(() => setTimeout(() => { window.frames_.ms = performance.now() - from }))
  }
  new MutationObserver(look).observe(footer, { characterData: true, childList: true, subtree: true })
}
const shown = (page) => page.evaluate(() => window.frames_.shown)

/** How long it takes until this frame is on the screen. */
async function until(page, frame, act) {
  await page.evaluate(() => { window.frames_.ms = 0 })
  await act()
  const began = Date.now()
  for (;;) {
    const [now, ms] = await page.evaluate(() => [window.frames_.shown, window.frames_.ms])
    if (now === frame && ms > 0) return ms
    if (Date.now() - began > PATIENCE_MS) throw new Error(`frame ${now} is on the screen, not ${frame}`)
    await pause(5)
  }
}

async function stepped(page) {
  const times = []
  for (let i = 0; i < 40; i++) {
    times.push(await until(page, (await shown(page)) + 1, () => page.keyboard.press('f')))
    await pause(60)
  }
  return summary(times)
}

/** To places all over the film, by typing the number of the frame. */
async function jumped(page, frames) {
  const field = page.getByTestId('frame')
  const times = []
  for (let i = 1; i <= 20; i++) {
    const to = Math.floor(((i * 0.618) % 1) * (frames - 1))
    times.push(await until(page, to, () => field.fill(String(to))))
    await pause(200)
  }
  await field.press('Enter')
  return summary(times)
}

/** The frame on the screen, once it is the one that is asked for. */
async function settled(page) {
  for (;;) {
    await pause(500)
    const frame = await shown(page)
    if (Number(await page.getByTestId('frame').inputValue()) === frame) return frame
  }
}

/** Seconds of film in the time for which it is played, and pictures shown a second. */
async function played(page, film, speed, line) {
  await page.mouse.click(line.x + GUTTER + 100, line.y + PICTURES)
  await page.locator('input[aria-label="Speed"]').click()
  await page.getByRole('option', { name: `${speed}×`, exact: true }).click()
  await pause(500)
  const from = await settled(page)
  const before = await page.evaluate(() => window.frames_.count)
  await page.evaluate(() => document.activeElement?.blur())
  await page.keyboard.press('Space')
  await pause(PLAYED_MS)
  await page.keyboard.press('Space')
  const [to, count] = await page.evaluate(() => [window.frames_.shown, window.frames_.count])
  const seconds = PLAYED_MS / 1000
  return { speed, film: round((to - from) / film.rate), shown: round((count - before) / seconds) }
}

/** Runs in the page: an event of the hand in every animation frame; the intervals between them. */
const whileMoving = (x, y, dx, dy, moves, type) =>
  new Promise((resolve) => {
    const target = document.elementFromPoint(x, y)
    const seen = []
    let [last, i] = [0, 0]
    const step = (time) => {
      if (last) seen.push(time - last)
      last = time
      if (i++ === moves) return resolve(seen)
      if (type === 'wheel') {
        const deltaY = i < moves / 2 ? dy : -dy
        target.dispatchEvent(new WheelEvent('wheel', { deltaY, clientX: x, clientY: y, bubbles: true, cancelable: true }))
      } else {
        const [clientX, clientY] = [x + dx * Math.sin(i / 24), y + dy * Math.sin(i / 15)]
        const where = { clientX, clientY, pointerId: 1, buttons: 1, bubbles: true }
        target.dispatchEvent(new PointerEvent('pointermove', where))
      }
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
const moved = async (page, [x, y], [dx, dy], type = 'pointermove') =>
  summary(await page.evaluate(`(${whileMoving})(${x}, ${y}, ${dx}, ${dy}, ${MOVES}, '${type}')`))

async function dragged(page, at, by) {
  await page.mouse.move(...at)
  await page.mouse.down()
  const frames = await moved(page, at, by)
  await page.mouse.up()
  await pause(1000)
  return frames
}

/** A place of the time line where a keyframe can be taken hold of. */
async function keyframe(page, line) {
  for (let row = 2; row < 8; row++) {
    for (let x = GUTTER + 20; x < line.width - 20; x += 2) {
      const at = [line.x + x, line.y + HEAD + (row + 0.5) * ROW]
      await page.mouse.move(...at)
      if (await page.evaluate(() => document.querySelector('[data-testid="timeline"]').style.cursor === 'ew-resize')) return at
    }
  }
  throw new Error('no keyframe in the time line')
}

/** Megabytes of the page's process, and of its objects, after a collection. */
async function sizesOf(context, page) {
  const memoryMb = await memory(browser, page)
  const session = await context.newCDPSession(page)
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return { heapMb: Math.round(usedSize / 1e6), memoryMb }
}

async function opened(context, { id }) {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${job.url}/tasks/${id}`, { waitUntil: 'commit' })
  const there = await page.evaluate(`(${whenDrawn})()`)
  const asked = await page.evaluate(() => {
    const files = performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'fetch')
    return Math.min(...files.filter(({ name }) => name.includes('/media/')).map(({ startTime }) => startTime))
  })
  return { page, figures: { page: round(there), first: round(there - asked) } }
}

async function measured(context, film) {
  const { page, figures } = await opened(context, film)
  await page.locator('footer').getByText(/# \d/).waitFor()
  await pause(2000)
  await page.evaluate(watchFrames)
  const step = await stepped(page)
  const jump = await jumped(page, film.frames)
  const line = await page.getByTestId('timeline').boundingBox()
  const play = []
  for (const speed of SPEEDS) play.push(await played(page, film, speed, line))
  const scrub = await dragged(page, [line.x + line.width / 2, line.y + PICTURES], [line.width / 4, 0])
  const busy = film.tracks > 0 ? await handled(page, line) : {}
  const sizes = await sizesOf(context, page)
  await page.close()
  return { ...figures, step, jump, played: play, scrub, ...busy, ...sizes }
}

/** What is done with tracks. */
async function handled(page, line) {
  const key = await dragged(page, await keyframe(page, line), [60, 0])
  const rows = [line.x + line.width / 2, line.y + HEAD + 3 * ROW]
  await page.mouse.move(...rows)
  const scroll = await moved(page, rows, [0, 60], 'wheel')
  const stage = await page.getByTestId('stage').boundingBox()
  await page.keyboard.press('b')
  const draw = await dragged(page, [stage.x + stage.width / 2, stage.y + stage.height / 2], [120, 60])
  return { key, scroll, draw }
}

const browser = await launch('--disable-gpu')
try {
  const context = await browser.newContext({ viewport: VIEW, locale: 'en-US' })
  const page = await context.newPage()
  await signIn(page)
  await page.close()
  // The code is in the browser's cache, as for whoever works all day.
  const warm = await opened(context, job.tasks.at(-1))
  await warm.page.close()
  for (const film of job.tasks) {
    const figures = await measured(context, film)
    process.stdout.write(`${JSON.stringify({ ...film, chromium: browser.version(), ...figures })}\n`)
  }
} finally {
  await browser.close()
}
