import { beforeEach, expect, test, vi } from 'vitest'
import { bitmapOf, type Mask, maskOf } from '../../../kinds/mask'
import { blank, isSet } from '../../../kinds/parts/bitmap'
import { sliceTool } from '../slicing/tool'
import { Bench, record, showPicture } from '../testing/hand'
import { brushTool, eraserTool } from './brush'
import { addPolygonTool, cutPolygonTool, lassoTool } from './outline'
import { pictureOf } from './picture'
import { bucketTool, wandTool } from './region'
import { maskSettings } from './settings'

/** A full rectangle of pixels. */
function area(x: number, y: number, width: number, height: number): Mask {
  const bitmap = blank({ minX: x, minY: y, maxX: x + width, maxY: y + height })
  bitmap.bits.fill(1)
  const made = maskOf(bitmap)
  if (!made) throw new Error('no pixel')
  return made
}

const mask = (id: string, ...at: [number, number, number, number]) =>
  record(id, 'mask', area(...at))
const pixels = (bench: Bench, id: string) => (bench.data(id) as Mask).area
const has = (bench: Bench, id: string, x: number, y: number) =>
  isSet(bitmapOf(bench.data(id) as Mask), x, y)

beforeEach(() => {
  maskSettings.size.value = 10
  maskSettings.square.value = true
  maskSettings.overlap.value = 'over'
  maskSettings.tolerance.value = 10
})

test('a stroke of the brush makes a mask, the next goes on with it, and each is one step back', () => {
  const bench = new Bench()
  bench.editor.tool.value = brushTool
  bench.drag([100, 100], [150, 100])
  const { id, kind } = bench.made
  expect(kind).toBe('mask')
  expect(bench.data(id)).toMatchObject({ x: 95, y: 95, width: 60, height: 10, area: 600 })
  bench.drag([100, 100], [100, 130])
  expect(bench.records).toHaveLength(1)
  expect(pixels(bench, id)).toBe(600 + 30 * 10)
  bench.run('edit.undo')
  expect(pixels(bench, id)).toBe(600)
  bench.run('edit.undo')
  expect(bench.records).toHaveLength(0)
})

test('a digit while painting begins a mask of that label, and leaves the one in hand as it is', () => {
  const bench = new Bench()
  bench.editor.tool.value = brushTool
  bench.drag([100, 100], [150, 100])
  const { id } = bench.made
  bench.editor.select([])
  bench.editor.select([id])
  bench.run('label.bus')
  expect(bench.selected).toEqual([])
  bench.drag([300, 100], [350, 100])
  expect(bench.made.label).toBe('bus')
  expect(bench.editor.work.get(id)?.label).toBe('car')
})

test('a round brush covers a disc, and what lies beyond the image is cut off', () => {
  const bench = new Bench()
  maskSettings.square.value = false
  maskSettings.size.value = 100
  bench.editor.tool.value = brushTool
  bench.drag([400, 300], [400, 300])
  expect(bench.made.data).toMatchObject({ x: 350, y: 250, width: 100, height: 100 })
  expect(pixels(bench, bench.made.id) / (Math.PI * 50 * 50)).toBeCloseTo(1, 2)
  bench.editor.select([])
  bench.drag([0, 0], [0, 0])
  expect(bench.made.data).toMatchObject({ x: 0, y: 0, width: 50, height: 50 })
})

test('the eraser takes away, and a mask with no pixel left is gone', () => {
  const bench = new Bench([mask('a', 100, 100, 50, 10)])
  bench.editor.tool.value = eraserTool
  bench.drag([105, 105], [115, 105])
  expect(bench.selected).toEqual(['a'])
  expect(bench.data('a')).toMatchObject({ x: 120, width: 30, area: 300 })
  bench.drag([100, 105], [160, 105])
  expect(bench.records).toHaveLength(0)
  bench.run('edit.undo')
  expect(pixels(bench, 'a')).toBe(300)
})

test('a cancelled stroke leaves nothing behind', () => {
  const bench = new Bench([mask('a', 100, 100, 50, 10)])
  bench.editor.select(['a'])
  bench.editor.tool.value = brushTool
  bench.press(300, 300)
  bench.move(350, 300)
  bench.editor.cancel()
  expect(pixels(bench, 'a')).toBe(500)
  expect(bench.undoTitle).toBeUndefined()
})

test('a locked mask is not painted on', () => {
  const bench = new Bench([mask('a', 100, 100, 50, 10)])
  bench.editor.select(['a'])
  bench.editor.view.locked.value = new Set(['a'])
  bench.editor.tool.value = brushTool
  bench.drag([300, 300], [350, 300])
  expect(bench.records).toHaveLength(1)
  expect(pixels(bench, 'a')).toBe(500)
})

test('without overlap, paint stops at other masks or pushes them away, locked ones never', () => {
  const bench = new Bench([mask('a', 100, 100, 50, 50), mask('b', 200, 100, 50, 50)])
  bench.editor.tool.value = brushTool
  maskSettings.overlap.value = 'free'
  bench.drag([75, 125], [175, 125])
  expect(pixels(bench, bench.made.id)).toBe((110 - 50) * 10)
  expect(pixels(bench, 'a')).toBe(2500)
  bench.run('edit.undo')
  maskSettings.overlap.value = 'push'
  bench.editor.view.locked.value = new Set(['b'])
  bench.drag([75, 125], [275, 125])
  expect(pixels(bench, 'a')).toBe(2500 - 500)
  expect(pixels(bench, 'b')).toBe(2500)
  expect(pixels(bench, bench.made.id)).toBe((210 - 50) * 10)
  bench.run('edit.undo')
  expect(pixels(bench, 'a')).toBe(2500)
})

test('without overlap, paint stops at masks outside the view too', () => {
  const bench = new Bench([mask('a', 300, 100, 50, 50)])
  const { extent } = bench.editor
  pictureOf(bench.editor).value = {
    extent,
    seenFrom: 0,
    part: () => null,
    frame: () => ({ minX: 0, minY: 0, maxX: 100, maxY: 100 }),
  }
  bench.editor.tool.value = brushTool
  maskSettings.overlap.value = 'free'
  bench.drag([75, 125], [425, 125])
  expect(pixels(bench, bench.made.id)).toBe((360 - 50) * 10)
})

test('without overlap, filled holes and what becomes a mask leave other masks alone too', () => {
  const bitmap = bitmapOf(area(100, 100, 60, 60))
  for (let c = 20; c < 40; c++) bitmap.bits.fill(0, c * 60 + 20, c * 60 + 40)
  const box = record('c', 'box', { x: 130, y: 130, width: 60, height: 10 })
  const bench = new Bench([record('a', 'mask', maskOf(bitmap)), mask('b', 120, 120, 10, 20), box])
  for (const mode of ['push', 'free'] as const) {
    maskSettings.overlap.value = mode
    bench.editor.select(['a'])
    bench.run('hole.fill')
    expect([pixels(bench, 'a'), pixels(bench, 'b')]).toEqual([3600 - 200, 200])
  }
  bench.editor.select(['c'])
  bench.run('convert.mask')
  expect(bench.data('c')).toMatchObject({ x: 160, width: 30, area: 300 })
  bench.run('edit.undo')
  maskSettings.overlap.value = 'push'
  bench.run('convert.mask')
  expect([pixels(bench, 'a'), pixels(bench, 'c')]).toEqual([3600 - 200 - 300, 600])
})

test('an arrow at a mask that is joined to another leads to that one', () => {
  const ids = ['a', 'b', 'c'].map((one) => `${one.repeat(8)}-0000-4000-8000-00000000000${one}`)
  const [large = '', small = '', other = ''] = ids
  const arrow = record('dddddddd-0000-4000-8000-00000000000d', 'relation', {
    from: other,
    to: small,
  })
  const bench = new Bench([
    mask(large, 10, 10, 60, 40),
    mask(small, 100, 10, 20, 20),
    mask(other, 200, 10, 20, 20),
    arrow,
  ])
  bench.editor.select([small, large])
  bench.run('mask.join')
  expect(bench.data(arrow.id)).toEqual({ from: other, to: large })
})

test('how somebody paints is the same after a reload', async () => {
  maskSettings.size.value = 37
  maskSettings.overlap.value = 'push'
  vi.resetModules()
  const { maskSettings: anew } = await import('./settings')
  expect([anew.size.value, anew.overlap.value]).toEqual([37, 'push'])
})

test('outlines are filled and cut out: by corners, and by a lasso', () => {
  const bench = new Bench()
  bench.editor.tool.value = addPolygonTool
  for (const [x, y] of [
    [100, 100],
    [200, 100],
    [200, 200],
  ] as const)
    bench.click(x, y)
  bench.editor.complete()
  const { id } = bench.made
  expect(pixels(bench, id) / 5000).toBeCloseTo(1, 1)
  bench.editor.tool.value = cutPolygonTool
  for (const [x, y] of [
    [150, 90],
    [210, 90],
    [210, 210],
    [150, 210],
  ] as const)
    bench.click(x, y)
  bench.editor.complete()
  expect(has(bench, id, 140, 110)).toBe(true)
  expect(has(bench, id, 160, 110)).toBe(false)
  bench.editor.select([])
  bench.editor.tool.value = lassoTool
  bench.press(300, 300)
  for (const [x, y] of [
    [400, 300],
    [400, 400],
    [300, 400],
  ] as const)
    bench.move(x, y)
  bench.release(300, 400)
  expect(bench.made.data).toMatchObject({ x: 300, y: 300, width: 100, height: 100, area: 10000 })
})

test('the wand takes what hangs together in one colour, more of it when dragged', () => {
  const bench = new Bench()
  const { width, height } = bench.editor.extent
  const data = new Uint8ClampedArray(width * height * 4)
  const paint = (x: number, y: number, w: number, h: number, grey: number) => {
    for (let r = y; r < y + h; r++) data.fill(grey, (r * width + x) * 4, (r * width + x + w) * 4)
  }
  paint(100, 100, 40, 20, 200)
  paint(140, 100, 20, 20, 180)
  paint(300, 100, 40, 20, 200)
  showPicture(bench.editor, data)
  bench.editor.tool.value = wandTool
  bench.click(110, 110)
  expect(bench.made.data).toMatchObject({ x: 100, y: 100, width: 40, height: 20 })
  bench.run('edit.undo')
  bench.drag([110, 110], [150, 110])
  expect(bench.made.data).toMatchObject({ x: 100, y: 100, width: 60, height: 20 })
})

test('a gap between masks is filled up to their edges', () => {
  const bench = new Bench([
    mask('left', 0, 0, 300, 600),
    mask('right', 500, 0, 300, 600),
    mask('top', 300, 0, 200, 100),
  ])
  bench.editor.tool.value = bucketTool
  bench.click(400, 300)
  expect(bench.made.data).toMatchObject({ x: 300, y: 100, width: 200, height: 500, area: 100000 })
})

test('a line slices a mask without losing a pixel, and the halves can be joined again', () => {
  const bench = new Bench([mask('a', 100, 100, 50, 40)])
  bench.editor.select(['a'])
  bench.editor.tool.value = sliceTool
  bench.drag([90, 110], [160, 130])
  expect(bench.records).toHaveLength(2)
  expect(bench.records.reduce((sum, { data }) => sum + (data as Mask).area, 0)).toBe(2000)
  expect(bench.run('mask.join')).toBe(true)
  expect(bench.records).toHaveLength(1)
  expect(bench.records[0]?.data).toEqual(area(100, 100, 50, 40))
})

test('what a slice leaves whole goes with the part that is nearest', () => {
  const bitmap = bitmapOf(area(100, 100, 60, 40), { minX: 0, minY: 0, maxX: 400, maxY: 200 })
  const fill = (x: number, width: number) => {
    for (let i = x; i < x + width; i++) bitmap.bits.fill(1, i * 200 + 100, i * 200 + 140)
  }
  fill(170, 100)
  fill(90, 2)
  const bench = new Bench([record('a', 'mask', maskOf(bitmap))])
  bench.editor.select(['a'])
  bench.editor.tool.value = sliceTool
  bench.drag([120, 90], [120, 150])
  const areas = bench.records.map(({ data }) => (data as Mask).area)
  expect(areas.sort((a, b) => a - b)).toEqual([(20 + 2) * 40 + 40, (40 + 100) * 40 - 40])
  expect(has(bench, 'a', 200, 120)).toBe(true)
  // A way through the gap divides nothing.
  bench.run('edit.undo')
  bench.editor.select(['a'])
  bench.drag([165, 90], [165, 150])
  expect(bench.records).toHaveLength(1)
})

test('specks and pinholes go, pieces come apart, holes are filled', () => {
  const bitmap = bitmapOf(area(10, 10, 60, 60), { minX: 0, minY: 0, maxX: 200, maxY: 80 })
  const set = (x: number, y: number, value: 0 | 1) => {
    bitmap.bits[x * bitmap.height + y] = value
  }
  set(20, 20, 0)
  for (let x = 30; x < 40; x++) for (let y = 30; y < 40; y++) set(x, y, 0)
  set(100, 5, 1)
  for (let x = 120; x < 140; x++) for (let y = 30; y < 40; y++) set(x, y, 1)
  const bench = new Bench([record('a', 'mask', maskOf(bitmap))])
  bench.editor.select(['a'])
  bench.run('mask.tidy')
  expect(has(bench, 'a', 20, 20)).toBe(true)
  expect(has(bench, 'a', 100, 5)).toBe(false)
  expect(has(bench, 'a', 35, 35)).toBe(false)
  bench.run('hole.fill')
  expect(has(bench, 'a', 35, 35)).toBe(true)
  bench.run('mask.separate')
  expect(bench.records.map(({ data }) => (data as Mask).area).sort()).toEqual([200, 3600])
})

test('a mask becomes a polygon with its holes and comes back as the same pixels', () => {
  const bitmap = bitmapOf(area(10, 10, 60, 60))
  for (let x = 20; x < 40; x++) bitmap.bits.fill(0, x * 60 + 20, x * 60 + 50)
  const ring = maskOf(bitmap)
  const bench = new Bench([record('a', 'mask', ring)])
  bench.editor.select(['a'])
  expect(bench.run('convert.mask')).toBe('image:reason.cannot-convert')
  bench.run('convert.polygon')
  expect(bench.made.kind).toBe('polygon')
  expect(bench.made.data).toMatchObject({ points: expect.any(Array), holes: [expect.any(Array)] })
  bench.run('convert.mask')
  expect(bench.made.data).toEqual(ring)
  bench.run('convert.box')
  expect(bench.made.data).toEqual({ x: 10, y: 10, width: 60, height: 60 })
})

test('what is converted stays the same object: its id, and the arrows at it', () => {
  const [id, other] = [
    'aaaaaaaa-0000-4000-8000-00000000000a',
    'bbbbbbbb-0000-4000-8000-00000000000b',
  ]
  const arrow = record('dddddddd-0000-4000-8000-00000000000d', 'relation', { from: other, to: id })
  const bench = new Bench([mask(id, 10, 10, 60, 40), mask(other, 200, 10, 20, 20), arrow])
  bench.editor.select([id])
  for (const to of ['polygon', 'rotated_box', 'ellipse', 'box', 'mask']) {
    expect(bench.run(`convert.${to}`)).toBe(true)
    expect([bench.made.id, bench.made.kind]).toEqual([id, to])
  }
  expect(bench.editor.work.get(arrow.id)).toEqual(arrow)
})

test('a mask in two pieces stays one object as polygons: the larger keeps the id, both are a group', () => {
  const bitmap = bitmapOf(area(10, 10, 60, 60), { minX: 0, minY: 0, maxX: 200, maxY: 80 })
  for (let x = 120; x < 140; x++)
    for (let y = 30; y < 40; y++) bitmap.bits[x * bitmap.height + y] = 1
  const bench = new Bench([record('a', 'mask', maskOf(bitmap))])
  bench.editor.select(['a'])
  bench.run('convert.polygon')
  expect(bench.records).toHaveLength(2)
  expect(bench.data('a')).toMatchObject({ points: expect.arrayContaining([[10, 10]]) })
  expect(new Set(bench.records.map(({ group }) => group)).size).toBe(1)
})

test('a polygon becomes a line that comes back to where it begins, and a line an area', () => {
  const points = [
    [10, 10],
    [90, 10],
    [90, 60],
  ]
  const bench = new Bench([record('a', 'polygon', { points, holes: [] })])
  bench.editor.select(['a'])
  bench.run('convert.polyline')
  expect(bench.made.data).toEqual({ points: [...points, points[0]] })
  bench.run('edit.undo')
  expect(bench.made.kind).toBe('polygon')
})
