import { signal } from '@preact/signals-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bounds } from '../../../core/geometry'
import { linearPicker } from '../../../core/picker'
import { Scope } from '../../../core/scope'
import { Bench, box, suggestion } from '../testing/hand'
import { ImageStage } from './image_stage'
import { Scene } from './scene'

/** A context that takes every call: happy-dom has no canvas. */
function fakeContext() {
  const calls: string[] = []
  const target = { calls, measureText: (text: string) => ({ width: text.length * 6 }) }
  return new Proxy(target, {
    get: (own, name: string) =>
      name in own ? Reflect.get(own, name) : () => void calls.push(name),
    set: () => true,
  })
}

let frames: FrameRequestCallback[] = []
const contexts: ReturnType<typeof fakeContext>[] = []

function nextFrame(times = 1): void {
  for (let i = 0; i < times; i++) {
    now += 16
    for (const run of frames.splice(0)) run(now)
  }
}
let now = 0

beforeEach(() => {
  frames = []
  contexts.length = 0
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => frames.push(run))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  vi.stubGlobal('fetch', async () => ({ ok: true, blob: async () => new Blob() }))
  vi.stubGlobal('createImageBitmap', async () => ({ width: 800, height: 600, close: vi.fn() }))
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => {
    contexts.push(fakeContext())
    return contexts.at(-1)
  }) as never)
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = fakeContext
    },
  )
  HTMLElement.prototype.setPointerCapture = () => undefined
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

function open(bench: Bench, more: { onPinPress?: (id: string) => void } = {}) {
  const host = document.createElement('div')
  Object.defineProperty(host, 'clientWidth', { value: 832 })
  Object.defineProperty(host, 'clientHeight', { value: 632 })
  document.body.append(host)
  const stage = new ImageStage(bench.editor, {
    asset: { id: 'i', name: 'i', url: '/i.jpg', meta: {}, files: [], width: 800, height: 600 },
    theme: signal<'light' | 'dark'>('light'),
    language: signal<'en' | 'zh'>('en'),
    ...more,
  })
  stage.mount(host)
  nextFrame()
  const fire = (type: string, x: number, y: number, init: PointerEventInit = {}) =>
    host.dispatchEvent(
      new PointerEvent(type, { clientX: x, clientY: y, pointerId: 1, bubbles: true, ...init }),
    )
  // happy-dom's wheel events carry no position and no keys.
  const wheel = (init: WheelEventInit) =>
    host.dispatchEvent(
      Object.assign(new WheelEvent('wheel', init), { clientX: 116, clientY: 116, ...init }),
    )
  return { host, stage, fire, wheel }
}

// The stage fits the image at scale 1 with a border of 16.
const boxes = () => new Bench([box('a', 100, 100, 100, 80), box('b', 300, 100, 100, 80)])

test('events of the host become pointers in image pixels', () => {
  const bench = boxes()
  const { fire, stage } = open(bench)
  expect(stage.camera.scale.value).toBe(1)
  fire('pointerdown', 166, 156)
  fire('pointerup', 166, 156)
  expect(bench.selected).toEqual(['a'])
  fire('pointerdown', 166, 156)
  fire('pointermove', 186, 166, { buttons: 1 })
  fire('pointerup', 186, 166)
  expect(bench.data('a')).toMatchObject({ x: 120, y: 110 })
  stage.dispose()
})

test('a drag on empty ground, the middle button and Space all pan; a tap on empty ground deselects', () => {
  const bench = boxes()
  const { fire, stage } = open(bench)
  bench.editor.select(['a'])
  const x = () => stage.camera.transform.value.x
  const drag = (from: number, init: PointerEventInit = {}) => {
    fire('pointerdown', from, 500, init)
    fire('pointermove', from + 30, 500, { buttons: 1 })
    fire('pointerup', from + 30, 500, init)
  }
  drag(600)
  expect(x()).toBe(46)
  expect(bench.selected).toEqual(['a'])
  fire('pointerdown', 196, 156, { button: 1 })
  fire('pointermove', 226, 156, { buttons: 4 })
  fire('pointerup', 226, 156, { button: 1 })
  expect(x()).toBe(76)
  expect(bench.data('a')).toMatchObject({ x: 100 })
  window.dispatchEvent(new KeyboardEvent('keydown', { key: ' ' }))
  drag(220)
  window.dispatchEvent(new KeyboardEvent('keyup', { key: ' ' }))
  expect(x()).toBe(106)
  fire('pointerdown', 700, 560)
  fire('pointerup', 700, 560)
  expect(bench.selected).toEqual([])
  stage.dispose()
})

test('the wheel zooms about the cursor, a trackpad pans, a pinch zooms at once', () => {
  const bench = boxes()
  const { wheel, stage } = open(bench)
  wheel({ deltaY: -100 })
  nextFrame(60)
  expect(stage.camera.scale.value).toBeGreaterThan(1.2)
  expect(stage.camera.toWorld([116, 116])[0]).toBeCloseTo(100, 0)
  const { x, y } = stage.camera.transform.value
  wheel({ deltaX: 7, deltaY: 3 })
  expect(stage.camera.transform.value).toMatchObject({ x: x - 7, y: y - 3 })
  const { scale } = stage.camera.transform.value
  wheel({ deltaY: -4.5, ctrlKey: true })
  expect(stage.camera.scale.value).toBeGreaterThan(scale)
  stage.dispose()
})

test('a press on a pin goes to the shell, not to the tools', () => {
  const bench = boxes()
  bench.editor.view.pins.value = [
    { id: 'issue', at: [150, 150], text: '1', tone: 'open', active: false },
  ]
  const onPinPress = vi.fn()
  const { fire, stage } = open(bench, { onPinPress })
  fire('pointerdown', 166, 150)
  fire('pointerup', 166, 150)
  expect(onPinPress).toHaveBeenCalledWith('issue')
  expect(bench.selected).toEqual([])
  stage.dispose()
})

test('two quick presses in one place are a double click', () => {
  const bench = new Bench()
  const { fire, stage } = open(bench)
  bench.run('tool.polyline')
  for (const [x, y] of [
    [116, 116],
    [216, 116],
    [216, 116],
  ] as const) {
    fire('pointerdown', x, y)
    fire('pointerup', x, y)
  }
  expect(bench.made.data).toEqual({
    points: [
      [100, 100],
      [200, 100],
    ],
  })
  stage.dispose()
})

test('the right button selects and asks for the menu', () => {
  const bench = boxes()
  const { host, fire, stage } = open(bench)
  fire('pointermove', 166, 156)
  nextFrame()
  host.dispatchEvent(new MouseEvent('contextmenu', { clientX: 166, clientY: 156 }))
  expect(bench.selected).toEqual(['a'])
  stage.dispose()
})

test('nothing is painted while nothing happens', async () => {
  const bench = boxes()
  const { stage } = open(bench)
  await vi.waitFor(() => expect(frames.length).toBeGreaterThan(0))
  nextFrame(20)
  expect(frames).toHaveLength(0)
  stage.dispose()
})

test('disposing leaves nothing behind: listeners, canvases, frames, the picker', async () => {
  const bench = boxes()
  const { host, fire, stage } = open(bench)
  await vi.waitFor(() => expect(frames.length).toBeGreaterThan(0))
  const listening = bench.editor.work.listenerCount
  stage.dispose()
  nextFrame(5)
  expect(listening).toBe(1)
  expect(bench.editor.work.listenerCount).toBe(0)
  expect(host.children).toHaveLength(0)
  expect(bench.editor.view.camera.value).toBeNull()
  expect(bench.editor.picker).not.toBeInstanceOf(Scene)
  const painted = contexts.map(({ calls }) => calls.length)
  fire('pointerdown', 166, 156)
  bench.editor.select(['b'])
  bench.run('edit.delete')
  nextFrame(3)
  expect(contexts.map(({ calls }) => calls.length)).toEqual(painted)
})

test('the index finds what a look at everything finds, through edits, undo, and suggestions', () => {
  const bench = new Bench(
    Array.from({ length: 60 }, (_, i) => box(`r${i}`, (i * 53) % 700, (i * 97) % 500, 40, 30)),
    [suggestion('s1', 100, 0.9), suggestion('s2', 400, 0.4)],
  )
  const scope = new Scope()
  const damages: unknown[] = []
  const scene = new Scene(bench.editor, scope, (damage) => damages.push(damage))
  const linear = linearPicker(bench.editor)
  const everywhere: Bounds = { minX: 0, minY: 0, maxX: 800, maxY: 600 }
  const agree = () => {
    for (let i = 0; i < 40; i++) {
      const p = bench.pointer((i * 41) % 800, (i * 67) % 600)
      expect(scene.at(p)).toEqual(linear.at(p))
    }
    const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id).sort()
    expect(ids(scene.inside(everywhere))).toEqual(ids(linear.inside(everywhere)))
  }
  agree()
  bench.editor.select(['r1', 'r2', 's1'])
  bench.run('edit.nudge-far-right')
  agree()
  bench.run('edit.delete')
  agree()
  bench.run('edit.undo')
  bench.run('edit.undo')
  agree()
  bench.editor.view.threshold.value = 0.5
  agree()
  bench.run('suggestion.accept-shown')
  agree()
  expect(damages.length).toBeGreaterThan(4)
  scope.dispose()
})
