import { expect, test } from 'vitest'
import type { RotatedBox } from '../../../kinds'
import { Bench, box, record } from '../testing/hand'
import { rectangleAlong } from './rotated_box'

const drawing = (tool: string) => {
  const bench = new Bench()
  expect(bench.run(`tool.${tool}`)).toBe(true)
  return bench
}
const points = (bench: Bench) => (bench.made.data as { points: readonly unknown[] }).points

test('a box by dragging: labelled, with defaults, selected, and back to the select tool', () => {
  const bench = drawing('box')
  bench.press(100, 100)
  bench.move(50, 160)
  expect(bench.records).toEqual([])
  bench.release(50, 160)
  expect(bench.made).toMatchObject({
    kind: 'box',
    label: 'car',
    data: { x: 50, y: 100, width: 50, height: 60 },
    attributes: { parked: false },
    z: 0,
    group: null,
    source: { origin: 'human' },
    score: null,
  })
  expect(bench.editor.tool.value?.id).toBe('select')
  expect(bench.undoTitle).toBe('editor:edit.draw')
})

test('a box by two clicks, cut at the edge of the image', () => {
  const bench = drawing('box')
  bench.click(700, 500)
  expect(bench.editor.gesture.value).not.toBeNull()
  bench.move(900, 900)
  bench.click(900, 900)
  expect(bench.made.data).toEqual({ x: 700, y: 500, width: 100, height: 100 })
})

test('Shift draws a square; N begins what was drawn last', () => {
  const bench = new Bench()
  bench.run('draw.start')
  expect(bench.editor.tool.value?.id).toBe('box')
  bench.drag([100, 100], [150, 120], { shift: true })
  expect(bench.made.data).toEqual({ x: 100, y: 100, width: 50, height: 50 })
})

test('a slip of the hand draws nothing: two clicks in one place', () => {
  const bench = drawing('box')
  bench.click(100, 100)
  bench.click(101, 100)
  expect(bench.records).toEqual([])
  expect(bench.editor.gesture.value).toBeNull()
})

test('keep drawing stays in the tool', () => {
  const bench = drawing('box')
  bench.run('draw.keep')
  bench.drag([10, 10], [60, 60])
  bench.drag([100, 10], [160, 60])
  expect(bench.records).toHaveLength(2)
  expect(bench.editor.tool.value?.id).toBe('box')
})

test('Escape goes back step by step: gesture, tool, selection', () => {
  const bench = new Bench([box('a', 0, 0, 50, 50)])
  bench.run('tool.polygon')
  bench.click(100, 100)
  bench.run('draw.cancel')
  expect([bench.editor.gesture.value, bench.editor.tool.value?.id]).toEqual([null, 'polygon'])
  bench.run('draw.cancel')
  expect(bench.editor.tool.value?.id).toBe('select')
  bench.click(25, 25)
  bench.run('draw.cancel')
  expect(bench.selected).toEqual([])
  expect(bench.records).toHaveLength(1)
})

test('a rotated box: one side, then the width on either side of it', () => {
  const bench = drawing('rotated_box')
  bench.drag([100, 100], [200, 100])
  bench.move(150, 140)
  bench.click(150, 140)
  expect(bench.made.data).toEqual({ cx: 150, cy: 120, width: 100, height: 40, angle: 0 })
  const up = rectangleAlong([0, 10], [0, 0], [4, 5], bench.editor.extent) satisfies RotatedBox
  expect(up.angle).toBeCloseTo(-Math.PI / 2)
  expect([up.cx, up.cy, up.width, up.height].map((n) => Math.round(n))).toEqual([2, 5, 10, 4])
})

test('a rotated box ends at the edge of the image, whatever its width would be', () => {
  const bench = drawing('rotated_box')
  const { height, width } = bench.editor.extent
  bench.drag([100, height - 30], [200, height - 80])
  bench.move(220, height)
  bench.click(220, height)
  const low = bench.editor.kinds.get('rotated_box')?.bounds(bench.made.data)
  expect(low?.maxY).toBeCloseTo(height)
  // A side that ends at the edge, drawn towards it.
  const left = rectangleAlong([200, 50], [0, 50], [100, 90], { width, height })
  expect(left.height).toBeCloseTo(40)
})

test('a polygon by clicks, closed by N', () => {
  const bench = drawing('polygon')
  bench.click(100, 100)
  bench.move(150, 120)
  expect(bench.editor.draft.value[0]?.patch[0]?.after?.data).toEqual({
    points: [
      [100, 100],
      [150, 120],
    ],
    holes: [],
  })
  bench.click(200, 100)
  bench.click(200, 200)
  bench.move(90, 210)
  bench.run('draw.start')
  expect(points(bench)).toEqual([
    [100, 100],
    [200, 100],
    [200, 200],
  ])
})

test('a polygon closes on its first vertex, and by double click without a double vertex', () => {
  const bench = drawing('polygon')
  for (const [x, y] of [
    [100, 100],
    [200, 100],
    [200, 200],
    [102, 101],
  ] as const) {
    bench.click(x, y)
  }
  expect(points(bench)).toHaveLength(3)
  bench.run('tool.polygon')
  bench.click(300, 300)
  bench.click(400, 300)
  bench.click(400, 400)
  bench.click(400, 400, { clicks: 2 })
  expect(points(bench)).toHaveLength(3)
})

test('Backspace takes back vertex by vertex, then gives up', () => {
  const bench = drawing('polygon')
  bench.click(100, 100)
  bench.click(200, 100)
  bench.run('draw.back')
  bench.run('draw.back')
  expect(bench.editor.gesture.value).toBeNull()
  expect(bench.run('draw.back')).toBe('not-drawing')
  expect(bench.records).toEqual([])
})

test('too few vertices are no polygon', () => {
  const bench = drawing('polygon')
  bench.click(100, 100)
  bench.click(200, 100)
  bench.run('draw.finish')
  expect(bench.records).toEqual([])
  expect(bench.editor.draft.value).toEqual([])
})

test('Shift draws freehand, with a vertex every few pixels', () => {
  const bench = drawing('polygon')
  bench.click(100, 100)
  for (let i = 0; i <= 40; i++) bench.move(100 + i * 2, 100 + (i * i) / 10, { shift: true })
  bench.run('draw.finish')
  expect(points(bench).length).toBeGreaterThan(10)
  expect(points(bench).length).toBeLessThan(40)
})

test('a polyline needs two points and takes the label that allows it', () => {
  const bench = drawing('polyline')
  bench.editor.label.value = 'lane'
  bench.click(100, 100)
  bench.click(200, 120)
  bench.click(200, 120, { clicks: 2 })
  expect(bench.made).toMatchObject({ kind: 'polyline', label: 'lane' })
  expect(points(bench)).toHaveLength(2)
  bench.run('tool.box')
  bench.drag([10, 10], [60, 60])
  expect(bench.made.label).toBe('car')
})

test('points: as many clicks as wanted', () => {
  const bench = drawing('points')
  bench.click(10, 10)
  bench.click(30, 10)
  bench.run('draw.finish')
  expect(points(bench)).toHaveLength(2)
})

test('a tag is put on at once and taken off again', () => {
  const bench = new Bench()
  bench.run('tool.tag')
  expect(bench.records).toMatchObject([{ kind: 'tag', label: 'night', data: {} }])
  expect(bench.editor.tool.value?.id).toBe('select')
  bench.run('label.night')
  expect(bench.records).toEqual([])
})

test('drawing ends the statement that there is nothing to label; undo brings it back', () => {
  const bench = new Bench([record('e', 'empty', {}, { label: '' })])
  bench.run('tool.box')
  bench.drag([10, 10], [60, 60])
  expect(bench.records.map(({ kind }) => kind)).toEqual(['box'])
  bench.run('edit.undo')
  expect(bench.records.map(({ kind }) => kind)).toEqual(['empty'])
})

test('drawing tools are off where nothing may be written or no label allows them', () => {
  const bench = new Bench()
  bench.editor.schema.value = { labels: [], questions: [] }
  expect(bench.run('tool.box')).toBe('kind-not-in-schema')
  bench.editor.canWrite.value = 'task-submitted'
  expect(bench.run('tool.polygon')).toBe('task-submitted')
  expect(bench.run('draw.start')).toBe('task-submitted')
  expect(bench.run('tool.pan')).toBe(true)
})
