/**
 * How fast is the image stage? Builds the stage alone, opens it in headless Chromium without a GPU with
 * N boxes on a 1920x1080 photograph, and measures opening, dragging, panning, zooming, deleting, undoing.
 *
 *   node benchmarks/editor/measure.mjs [--counts 20,1000,5000,20000] [--chromium /usr/bin/chromium]
 *
 * Prints a table and writes benchmarks/results/editor.json. Frame times are the intervals between
 * animation frames while the hand moves; open runs from the start of navigation, with code and data
 * fetched over HTTP from this process, to the frame after the first complete picture.
 */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const frontend = join(root, 'frontend')
const require = createRequire(join(frontend, 'package.json'))
const { build, preview } = await import(require.resolve('vite'))
const { chromium } = require('@playwright/test')

const { values: options } = parseArgs({
  options: {
    counts: { type: 'string', default: '20,1000,5000,20000' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    image: { type: 'string', default: join(root, 'demo/pandaset/front_camera/1.jpg') },
    out: { type: 'string', default: join(root, 'benchmarks/results/editor.json') },
    port: { type: 'string', default: '4173' },
  },
})

const WIDTH = 1920
const HEIGHT = 1080
const VIEW = { width: 1440, height: 900 }
const LABELS = ['car', 'truck', 'pedestrian', 'rider', 'sign', 'light']
/** A frame at 60 Hz, with the clock's rounding. */
const FRAME_MS = 17

/** The same boxes every time: Park and Miller's generator. */
function scene(count) {
  let seed = 42
  const random = () => {
    seed = (seed * 16807) % 2147483647
    return seed / 2147483647
  }
  const records = Array.from({ length: count }, (_, i) => {
    const width = 12 + random() * 70
    const height = 12 + random() * 50
    return {
      id: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`,
      kind: 'box',
      label: LABELS[i % LABELS.length],
      data: { x: random() * (WIDTH - width), y: random() * (HEIGHT - height), width, height },
      attributes: {},
      z: 0,
      group: null,
      source: { origin: 'human' },
      score: null,
    }
  })
  return { width: WIDTH, height: HEIGHT, records }
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
const round = (value) => Math.round(value * 10) / 10

function summary(frames) {
  const sorted = [...frames].sort((a, b) => a - b)
  return {
    frames: sorted.length,
    median: round(quantile(sorted, 0.5)),
    p95: round(quantile(sorted, 0.95)),
    worst: round(sorted.at(-1)),
    within: round((100 * sorted.filter((ms) => ms < FRAME_MS).length) / sorted.length),
  }
}

/** Intervals between animation frames while `act` runs. */
async function framesDuring(page, act) {
  await page.evaluate(() => {
    window.frames_ = []
    let last = 0
    const note = (time) => {
      if (last) window.frames_.push(time - last)
      last = time
      window.frameHandle = requestAnimationFrame(note)
    }
    window.frameHandle = requestAnimationFrame(note)
  })
  await page.waitForTimeout(150)
  await page.evaluate(() => {
    window.frames_ = []
  })
  await act()
  return summary(
    await page.evaluate(() => {
      cancelAnimationFrame(window.frameHandle)
      return window.frames_
    }),
  )
}

/** The middle one of three runs: other processes of the machine disturb single ones. */
async function middleRun(page, act) {
  const runs = []
  for (let i = 0; i < 3; i++) runs.push(await framesDuring(page, act))
  return runs.sort((a, b) => a.within - b.within)[1]
}

/** Dispatch one pointer or wheel event per frame inside the page, as a steady hand would, for so many frames. */
const steady = (page, kind, frames, argument) =>
  page.evaluate(
    ([kind, frames, argument]) =>
      new Promise((resolve) => {
        const stage = document.getElementById('stage')
        const centre = [stage.clientWidth / 2, stage.clientHeight / 2]
        const fire = (type, [x, y], more = {}) =>
          stage.dispatchEvent(
            new PointerEvent(type, { clientX: x, clientY: y, pointerId: 1, bubbles: true, cancelable: true, ...more }),
          )
        const from = argument.from ?? centre
        const button = kind === 'pan' ? 1 : 0
        stage.setPointerCapture = () => {}
        if (kind !== 'zoom') fire('pointerdown', from, { button, buttons: 1 })
        let i = 0
        let at = from
        const next = () => {
          i += 1
          if (kind === 'zoom') {
            const deltaY = Math.floor((i - 1) / 12) % 2 === 0 ? -100 : 100
            const wheel = { clientX: from[0], clientY: from[1], deltaY, bubbles: true, cancelable: true }
            if (i % 2 === 0) stage.dispatchEvent(new WheelEvent('wheel', wheel))
          } else {
            at = [from[0] + 150 * Math.sin(i / 9), from[1] + 110 * Math.sin(i / 7)]
            fire('pointermove', at, { buttons: 1 })
          }
          if (i < frames) requestAnimationFrame(next)
          else {
            if (kind !== 'zoom') fire('pointerup', at, { button })
            resolve()
          }
        }
        requestAnimationFrame(next)
      }),
    [kind, frames, argument],
  )

/** Time from a command to the second frame after it, when its picture is on the screen. */
const repaint = (page, command) =>
  page.evaluate(
    (id) =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          const started = performance.now()
          window.bench.run(id)
          requestAnimationFrame(() => {
            const channel = new MessageChannel()
            channel.port1.onmessage = () => resolve(performance.now() - started)
            channel.port2.postMessage(0)
          })
        })
      }),
    command,
  )

/** Take hold of a box in the middle of the picture; answers where to press. */
const takeBox = (page) =>
  page.evaluate(() => {
    const { editor } = window.bench
    const middle = [...editor.work.records.value.values()].sort((a, b) => {
      const off = ({ data }) => Math.hypot(data.x - 960, data.y - 540)
      return off(a) - off(b)
    })[0]
    editor.select([middle.id])
    const { scale, x, y } = editor.view.camera.value.transform.value
    const { data } = middle
    return [(data.x + data.width / 2) * scale + x, (data.y + data.height / 2) * scale + y]
  })


/** Open a page of its own and wait for the picture; ms since the start of navigation. */
async function open(browser, url) {
  const context = await browser.newContext({ viewport: VIEW })
  const page = await context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${error}\n`))
  await page.goto(url)
  await page.waitForFunction(() => document.documentElement.dataset.ready)
  const ms = await page.evaluate(() => Number(document.documentElement.dataset.ready))
  return { page, context, ms }
}

async function measure(browser, origin, count) {
  await writeFile(join(out, 'bench-records.json'), JSON.stringify(scene(count)))
  const url = `${origin}/bench.html?records=/bench-records.json&image=/bench-image.jpg`
  const opens = []
  for (let i = 0; i < 2; i++) {
    const { context, ms } = await open(browser, url)
    opens.push(ms)
    await context.close()
  }
  const { page, context, ms } = await open(browser, url)
  opens.push(ms)
  const from = await takeBox(page)
  const idle = await framesDuring(page, () => page.waitForTimeout(1500))
  const drag = await middleRun(page, () => steady(page, 'drag', 180, { from }))
  const pan = await middleRun(page, () => steady(page, 'pan', 180, {}))
  const zoom = await middleRun(page, () => steady(page, 'zoom', 180, {}))
  await page.evaluate(() => window.bench.run('zoom.fit'))
  await page.waitForTimeout(600)
  const deleting = []
  const undoing = []
  for (let i = 0; i < 7; i++) {
    await takeBox(page)
    await page.waitForTimeout(120)
    deleting.push(await repaint(page, 'edit.delete'))
    await page.waitForTimeout(120)
    undoing.push(await repaint(page, 'edit.undo'))
    await page.waitForTimeout(120)
  }
  const session = await context.newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await context.close()
  const middle = (list) => round(quantile(list.sort((a, b) => a - b), 0.5))
  return {
    boxes: count,
    open: middle(opens),
    idle,
    drag,
    pan,
    zoom,
    delete: middle(deleting),
    undo: middle(undoing),
    heapMiB: round(usedSize / 2 ** 20),
  }
}

const busy = loadavg()[0]
if (busy > availableParallelism() * 0.75) {
  process.stderr.write(`This machine is busy (load ${busy.toFixed(1)}): expect worse figures than the stage deserves.\n`)
}
const out = await mkdtemp(join(tmpdir(), 'stage-bench-'))
await build({
  root: frontend,
  logLevel: 'error',
  build: { outDir: out, emptyOutDir: true, rolldownOptions: { input: join(frontend, 'bench.html') } },
})
await copyFile(options.image, join(out, 'bench-image.jpg'))
const server = await preview({
  root: frontend,
  logLevel: 'error',
  build: { outDir: out },
  preview: { port: Number(options.port), strictPort: true, host: '127.0.0.1' },
})
const browser = await chromium.launch({
  executablePath: options.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
})
try {
  const rows = []
  for (const count of options.counts.split(',').map(Number)) {
    rows.push(await measure(browser, `http://127.0.0.1:${options.port}`, count))
    const { boxes, open, drag, pan, zoom, heapMiB, ...row } = rows.at(-1)
    const frames = (f) => `${f.median}/${f.p95} ms (${f.within}%)`
    process.stdout.write(
      `${boxes} boxes: open ${open} ms, drag ${frames(drag)}, pan ${frames(pan)}, zoom ${frames(zoom)}, ` +
        `idle ${frames(row.idle)}, delete ${row.delete} ms, undo ${row.undo} ms, heap ${heapMiB} MiB\n`,
    )
  }
  const result = {
    command: 'node benchmarks/editor/measure.mjs',
    chromium: browser.version(),
    view: VIEW,
    picture: { width: WIDTH, height: HEIGHT },
    frameMs: FRAME_MS,
    processors: availableParallelism(),
    /** Load of the machine when the run began: above the number of processors the figures mean little. */
    load: round(busy),
    rows,
  }
  await writeFile(options.out, `${JSON.stringify(result, null, 2)}\n`)
} finally {
  await browser.close()
  await new Promise((resolve) => server.httpServer.close(resolve))
  await rm(out, { recursive: true, force: true })
}
