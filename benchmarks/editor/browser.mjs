/**
 * One editor in headless Chromium without a GPU, used with a real mouse and real keys: opening, dragging a box, panning,
 * zooming, deleting and undoing. Reads what to open from the JSON file that is its argument, prints a JSON line for each task.
 *
 * Times of opening run from the start of the navigation to the frame after the picture with all boxes is there. Frames are the
 * intervals between animation frames while the hand moves, the middle one of three runs. Deleting and undoing are the
 * browser's own event timing: from the key to the next picture on the screen.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { framesDuring, job, launch, middle, signIn, VIEW } from '../page.mjs'

const PATIENCE_MS = 400_000
const HAND_FRAMES = 150

const EDITORS = {
  groundwork: {
    signIn,
    isOpen: (count) => {
      const listed = document.querySelector('footer')?.textContent?.replaceAll(',', '') ?? ''
      return document.querySelector('[data-shown="true"]') !== null && listed.includes(`${count} object`)
    },
    count: () => Number(document.querySelector('footer').textContent.replaceAll(',', '').match(/(\d+) object/)[1]),
    /** Changes when a box has been moved. */
    moved: () => document.querySelector('button[aria-label^="Undo"]').ariaDisabled,
    /** The picture is fitted into the stage with a margin. */
    picture: ([width, height]) => {
      const MARGIN = 16
      const stage = document.querySelector('[data-testid="stage"]').getBoundingClientRect()
      const scale = Math.min((stage.width - 2 * MARGIN) / width, (stage.height - 2 * MARGIN) / height)
      const x = stage.x + (stage.width - width * scale) / 2
      return { x, y: stage.y + (stage.height - height * scale) / 2, scale }
    },
    zoomWith: null,
    pan: { button: 'middle' },
    deleteKey: 'Delete',
  },
  'label-studio': {
    async signIn(page) {
      await page.goto(`${job.url}/user/login/`)
      await page.fill('input[name=email]', job.email)
      await page.fill('input[name=password]', job.password)
      await page.click('button[type=submit]')
      await page.waitForURL((url) => !url.pathname.includes('login'))
    },
    isOpen: (count) => {
      const answer = window.Htx?.annotationStore?.selected
      const image = answer?.names.get('image')
      const canvas = document.querySelector('.konvajs-content canvas')
      return Boolean(canvas && image?.imageIsLoaded && answer.regionStore.regions.length === count)
    },
    count: () => window.Htx.annotationStore.selected.regionStore.regions.length,
    moved: () => window.Htx.annotationStore.selected.regionStore.regions.map(({ x }) => x).join(),
    picture: ([width]) => {
      const shown = document.querySelector('.konvajs-content').getBoundingClientRect()
      const image = window.Htx.annotationStore.selected.names.get('image')
      return { x: shown.x, y: shown.y, scale: image.stageWidth / width }
    },
    zoomWith: 'Control',
    pan: null,
    deleteKey: 'Backspace',
  },
}
const editor = EDITORS[job.editor]

async function middleRun(page, act) {
  const runs = []
  for (let i = 0; i < 3; i++) {
    runs.push(await framesDuring(page, act))
    await pause(400)
  }
  return runs.sort((a, b) => a.p95 - b.p95)[1]
}

/** A hand that goes round about a place, some 100 times a second. */
async function sway(page, [x, y]) {
  for (let i = 1; i <= HAND_FRAMES; i++) {
    await page.mouse.move(x + 150 * Math.sin(i / 14), y + 110 * Math.sin(i / 11))
    await pause(9)
  }
}

async function press(page, from, button) {
  await page.mouse.move(...from)
  await page.mouse.down({ button })
  const frames = await framesDuring(page, () => sway(page, from))
  await page.mouse.move(...from, { steps: 3 })
  return frames
}

/** Drags the selected box about and puts it down a little further on; answers its new place too. */
async function drag(page, from) {
  const frames = await press(page, from, 'left')
  const to = [from[0] + 4, from[1]]
  await page.mouse.move(...to)
  await page.mouse.up()
  await pause(300)
  return { frames, to }
}

async function pan(page, from) {
  const frames = await press(page, from, editor.pan.button)
  await page.mouse.up({ button: editor.pan.button })
  await pause(300)
  return frames
}

async function zoom(page, at) {
  await page.mouse.move(...at)
  if (editor.zoomWith) await page.keyboard.down(editor.zoomWith)
  const frames = await middleRun(page, async () => {
    for (let i = 0; i < 48; i++) {
      await page.mouse.wheel(0, Math.floor(i / 12) % 2 === 0 ? -100 : 100)
      await pause(33)
    }
  })
  if (editor.zoomWith) await page.keyboard.up(editor.zoomWith)
  return frames
}

/** From the key to the next picture on the screen, in ms; the browser counts in steps of 8 and reports 16 and more. */
async function keyToPicture(page, key) {
  await page.evaluate(() => {
    window.seen_ = []
    window.watch_ = new PerformanceObserver((list) => window.seen_.push(...list.getEntries()))
    window.watch_.observe({ type: 'event', durationThreshold: 16 })
  })
  await page.keyboard.press(key)
  await pause(700)
  return page.evaluate(() => {
    window.watch_.disconnect()
    return Math.max(8, ...window.seen_.filter(({ name }) => name === 'keydown').map(({ duration }) => duration))
  })
}

/** A function of `EDITORS` inside the page; the page's own policy may forbid to evaluate text there. */
const asked = (page, question, ...given) =>
  page.evaluate(`(${question})(${given.map((one) => JSON.stringify(one)).join(', ')})`)

async function expectCount(page, count) {
  const until = Date.now() + 30_000
  while ((await asked(page, editor.count)) !== count) {
    if (Date.now() > until) throw new Error(`${await asked(page, editor.count)} boxes, not ${count}`)
    await pause(20)
  }
}

/** Runs in the page: the time of the frame after `isOpen` holds, since the navigation began. */
const whenOpen = (isOpen, count) =>
  new Promise((resolve) => {
    const look = () => {
      if (!isOpen(count)) return setTimeout(look, 5)
      requestAnimationFrame(() => {
        const after = new MessageChannel()
        after.port1.onmessage = () => resolve(performance.now())
        after.port2.postMessage(0)
      })
    }
    look()
  })

async function open(context, { path, count }) {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.setViewportSize(VIEW)
  await page.goto(`${job.url}${path}`, { waitUntil: 'commit', timeout: PATIENCE_MS })
  const ms = await page.evaluate(`(${whenOpen})(${editor.isOpen}, ${count})`)
  return { page, ms: Math.round(ms) }
}

async function heap(context, page) {
  const session = await context.newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  return Math.round((await session.send('Runtime.getHeapUsage')).usedSize / 2 ** 20)
}

async function measure(context, task) {
  const opens = []
  for (let i = 1; i < job.opens; i++) {
    const { page, ms } = await open(context, task)
    opens.push(ms)
    await page.close()
  }
  const { page, ms } = await open(context, task)
  opens.push(ms)
  await pause(1500)
  const heapMiB = await heap(context, page)
  const shown = await asked(page, editor.picture, task.size)
  const place = ([x, y]) => [shown.x + x * shown.scale, shown.y + y * shown.scale]
  let at = place(task.hold)
  await page.mouse.click(...at)
  await pause(1000)
  const before = await asked(page, editor.moved)
  const drags = []
  for (let i = 0; i < 3; i++) {
    const { frames, to } = await drag(page, at)
    drags.push(frames)
    at = to
  }
  if ((await asked(page, editor.moved)) === before) throw new Error('no box was dragged')
  const pans = []
  for (let i = 0; editor.pan && i < 3; i++) pans.push(await pan(page, place(task.middle)))
  const deletes = []
  const undos = []
  for (let i = 0; i < 5; i++) {
    deletes.push(await keyToPicture(page, editor.deleteKey))
    await expectCount(page, task.count - 1)
    undos.push(await keyToPicture(page, 'Control+z'))
    await expectCount(page, task.count)
    await page.mouse.click(...at)
    await pause(1000)
  }
  const zoomed = await zoom(page, place(task.middle))
  if (job.screenshots) await page.screenshot({ path: `${job.screenshots}/${job.editor}-${task.count}.png` })
  await page.close()
  const best = (runs) => runs.sort((a, b) => a.p95 - b.p95)[1] ?? null
  const keys = { delete: middle(deletes), undo: middle(undos) }
  return { boxes: task.count, open: middle(opens), drag: best(drags), pan: best(pans), zoom: zoomed, ...keys, heapMiB }
}

const browser = await launch('--disable-gpu')
try {
  const context = await browser.newContext({ viewport: VIEW, locale: 'en-US' })
  const page = await context.newPage()
  await editor.signIn(page)
  await page.close()
  for (const task of job.tasks) {
    process.stdout.write(`${JSON.stringify({ chromium: browser.version(), ...(await measure(context, task)) })}\n`)
  }
} finally {
  await browser.close()
}
