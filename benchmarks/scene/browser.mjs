/**
 * A scene in headless Chromium without a GPU, used with a mouse and keys: opening, turning the view, going from frame
 * to frame, fitting a box with one click, painting points with lasso and brush; then a bare three.js page with the points of its first frame. Reads what to open
 * from the JSON file that is its argument, prints a JSON line for each scene.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { job, launch, memory, middle, round, signIn, summary, VIEW } from '../page.mjs'

const PATIENCE_MS = 400_000
const FRAMES = 120
/** A bare page that takes seconds for a frame is not watched for minutes. */
const LONGEST_MS = 30_000
const BARE = readFileSync(new URL('bare.js', import.meta.url))

/** Runs in the page: the time of the frame after the points of a frame are on the screen, since the navigation began. */
const whenShown = (frame) =>
  new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector(`[data-frame="${frame}"]`)) return setTimeout(look, 2)
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
    }
    look()
  })
const shown = (page, frame) => page.evaluate(`(${whenShown})(${frame})`)

/** Runs in the page: the pressed mouse moves once in every animation frame, for so many or so long; the intervals between them. */
const whileMoving = (x, y, frames, most) =>
  new Promise((resolve) => {
    const target = document.elementFromPoint(x, y)
    const began = performance.now()
    const seen = []
    let [last, i, before] = [0, 0, [x, y]]
    const step = (time) => {
      if (last) seen.push(time - last)
      last = time
      const isLong = performance.now() - began > most && seen.length > 3
      if (i++ === frames || isLong) return resolve(seen)
      const [clientX, clientY] = [x + 150 * Math.sin(i / 24), y + 40 * Math.sin(i / 15)]
      const [movementX, movementY] = [clientX - before[0], clientY - before[1]]
      before = [clientX, clientY]
      const where = { clientX, clientY, movementX, movementY, pointerId: 1, buttons: 1, bubbles: true }
      target.dispatchEvent(new PointerEvent('pointermove', where))
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })

/** Intervals between animation frames while the view is turned. */
async function orbit(page, [x, y]) {
  await page.mouse.move(x, y)
  await page.mouse.down()
  const frames = await page.evaluate(`(${whileMoving})(${x}, ${y}, ${FRAMES}, ${LONGEST_MS})`)
  await page.mouse.up()
  return summary(frames)
}

/** From the end of a movement to the frame in which all points have been drawn. */
const whenAll = () =>
  new Promise((resolve) => {
    const began = performance.now()
    const gl = document.querySelector('canvas').getContext('webgl2')
    const look = () => {
      if (document.querySelector('[data-rough]')) return requestAnimationFrame(look)
      gl.finish()
      resolve(performance.now() - began)
    }
    look()
  })

async function next(page, frames) {
  await page.evaluate(watchFrames)
  const times = []
  for (let i = 0; frames > 1 && i < 4; i++) {
    await pause(800)
    await page.evaluate(() => {
      window.shown_ = null
    })
    await page.keyboard.press(i % 2 === 0 ? 'e' : 'q')
    times.push(await polled(page, () => window.shown_))
  }
  return middle(times)
}

/** Runs in the page: note how long after the key the points of another frame were drawn. */
function watchFrames() {
  let pressed = 0
  addEventListener('keydown', (event) => {
    pressed = event.timeStamp
  }, true)
  const seen = new MutationObserver(() => {
    window.shown_ = performance.now() - pressed
  })
  seen.observe(document.querySelector('[data-frame]'), { attributeFilter: ['data-frame'] })
}

/** What the page answers as soon as it is not null. */
async function polled(page, question) {
  for (let i = 0; i < 2000; i++) {
    const answer = await page.evaluate(question)
    if (answer !== null) return answer
    await pause(10)
  }
  throw new Error('nothing was drawn')
}

/** The car ahead of the first frame: a part of the stage without pictures of cameras. */
const CAR = [0.32, 0.36]

async function fit(page, stage) {
  await page.evaluate(() => {
    addEventListener('pointerup', (event) => {
      window.released_ = event.timeStamp
    }, true)
  })
  const times = []
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('w')
    await page.mouse.click(stage.x + CAR[0] * stage.width, stage.y + CAR[1] * stage.height)
    times.push(await polled(page, fitted))
    await page.keyboard.press('Control+z')
    await pause(300)
  }
  return middle(times)
}

/** Runs in the page: how long ago the button was released, once there is an object. */
const fitted = () =>
  document.querySelector('[data-testid="object-row"]') && performance.now() - window.released_

async function ours(context, { id, frames }) {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${job.url}/tasks/${id}`, { waitUntil: 'commit' })
  const opened = await shown(page, 0)
  const asked = await page.evaluate(() => {
    const files = performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'fetch')
    return Math.min(...files.filter(({ name }) => name.includes('/media/')).map(({ startTime }) => startTime))
  })
  await pause(3000)
  const stage = await page.getByTestId('stage').boundingBox()
  const click = await fit(page, stage)
  const turned = await orbit(page, [stage.x + 0.4 * stage.width, stage.y + 0.8 * stage.height])
  const all = await page.evaluate(`(${whenAll})()`)
  await pause(1500)
  const switched = await next(page, frames)
  const memoryMb = await memory(browser, page)
  const bundle = await page.evaluate(async (task) => {
    const answer = await fetch(`/api/v1/tasks/${task}/workbench`)
    return (await answer.json()).asset.files
  }, id)
  const of = (role) => bundle.find((file) => file.role === role && (file.key === '' || file.key === '0'))?.url
  const bytes = async (url) => (await context.request.get(new URL(url, job.url).href)).body()
  const manifest = JSON.parse(await bytes(of('scene')))
  const points = await bytes(of('points'))
  const view = { width: Math.round(stage.width * 0.73), height: Math.round(stage.height - 44) }
  await page.close()
  const figures = { page: round(opened), first: round(opened - asked), orbit: turned, all, next: switched, fit: click, memoryMb }
  return { figures, manifest, points, view }
}

/** Runs in the page: press or release at a place; how long the page takes, and until all points are drawn. */
const atOnce = (type, x, y) =>
  new Promise((resolve) => {
    const target = document.elementFromPoint(x, y)
    const gl = document.querySelector('[data-frame] canvas').getContext('webgl2')
    const began = performance.now()
    const where = { clientX: x, clientY: y, pointerId: 1, button: 0, bubbles: true, composed: true }
    target.dispatchEvent(new PointerEvent(type, { ...where, buttons: type === 'pointerdown' ? 1 : 0 }))
    const handled = performance.now() - began
    const look = () => {
      if (document.querySelector('[data-rough]')) return requestAnimationFrame(look)
      gl.finish()
      resolve({ handled, drawn: performance.now() - began })
    }
    requestAnimationFrame(() => setTimeout(look))
  })

/** Press, draw for some frames, release: what the press and the release take, and the intervals between the frames. */
async function stroke(page, key, [x, y]) {
  await page.keyboard.press(key)
  await page.mouse.move(x, y)
  const pressed = await page.evaluate(`(${atOnce})('pointerdown', ${x}, ${y})`)
  const frames = await page.evaluate(`(${whileMoving})(${x}, ${y}, 60, ${LONGEST_MS})`)
  const released = await page.evaluate(`(${atOnce})('pointerup', ${x}, ${y})`)
  await pause(1500)
  return { pressed: pressed.handled, released: released.handled, drawn: released.drawn, frames: summary(frames) }
}

/** Points painted with the lasso and the brush, some with what had to be looked up for a new view, some without. */
async function painting(context, { painted }) {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${job.url}/tasks/${painted}`, { waitUntil: 'commit' })
  await shown(page, 0)
  await pause(3000)
  const stage = await page.getByTestId('stage').boundingBox()
  const at = [stage.x + 0.45 * stage.width, stage.y + 0.62 * stage.height]
  const lassos = []
  for (let i = 0; i < 3; i++) {
    lassos.push(await stroke(page, 'o', at))
    await page.keyboard.press('Control+z')
    await pause(800)
  }
  const brush = await stroke(page, 'm', at)
  await page.close()
  const [first, ...more] = lassos
  return {
    anew: round(first.pressed + first.released),
    again: middle(more.map(({ pressed, released }) => round(pressed + released))),
    drawn: round(middle(lassos.map(({ drawn }) => drawn))),
    brush: brush.frames,
  }
}

const TYPES = { js: 'text/javascript', json: 'application/json', html: 'text/html' }

/** Serves the bare page, its library and the points. */
async function serve({ manifest, points, view }) {
  const { ego } = manifest.frames[0]
  const target = ['x', 'y', 'z'].map((axis, k) => ego[axis] - manifest.origin[k])
  const page = '<!doctype html><style>body{margin:0}</style><body><script type="module" src="/bare.js"></script>'
  const answer = (path) => {
    if (path === '/') return ['html', page]
    if (path === '/bare.js') return ['js', BARE]
    if (path === '/view') return ['json', JSON.stringify({ ...view, target })]
    if (path === '/points') return ['points', points]
    return path.endsWith('.js') ? ['js', readFileSync(join(job.three, basename(path)))] : ['html', '']
  }
  const server = createServer((request, response) => {
    const [type, body] = answer(request.url ?? '/')
    response.writeHead(200, { 'Content-Type': TYPES[type] ?? 'application/octet-stream' }).end(body)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return server
}

async function bare(context, scene) {
  const server = await serve(scene)
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: 'commit' })
  const opened = await shown(page, 0)
  await pause(1500)
  const turned = await orbit(page, [scene.view.width / 2, scene.view.height / 2])
  await page.close()
  server.close()
  return { page: round(opened), orbit: turned }
}

const browser = await launch()
try {
  const context = await browser.newContext({ viewport: VIEW, locale: 'en-US' })
  const page = await context.newPage()
  await signIn(page)
  await page.close()
  for (const task of job.tasks) {
    const { figures, ...scene } = await ours(context, task)
    const painted = await painting(context, task)
    const beside = await bare(context, scene)
    const row = { chromium: browser.version(), points: task.points, ours: figures, painted, bare: beside }
    process.stdout.write(`${JSON.stringify(row)}\n`)
  }
} finally {
  await browser.close()
}
