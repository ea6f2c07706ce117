import { expect, test } from 'vitest'
import type { Relation } from '../../../kinds'
import { Bench, box, record } from '../testing/hand'
import { relationTool } from '../tools'
import { arrowsIn } from './arrows'
import { arrowBetween } from './ends'

const ANNE = 'aaaaaaaa-0000-4000-8000-00000000000a'
const BIKE = 'bbbbbbbb-0000-4000-8000-00000000000b'
const TREE = 'cccccccc-0000-4000-8000-00000000000c'
const RIDES = 'dddddddd-0000-4000-8000-00000000000d'

const objects = [
  box(ANNE, 100, 100, 50, 50),
  box(BIKE, 300, 100, 50, 50),
  box(TREE, 500, 100, 50, 50),
]
const rides = record(RIDES, 'relation', { from: ANNE, to: BIKE } satisfies Relation, {
  label: 'rides',
})

function related(bench: Bench): readonly unknown[] {
  return bench.records.filter(({ kind }) => kind === 'relation').map(({ data }) => data)
}

test('an arrow is drawn from object to object, by a drag or by two clicks, and only once', () => {
  const bench = new Bench(objects)
  bench.editor.label.value = 'rides'
  bench.editor.tool.value = relationTool
  bench.drag([120, 120], [320, 120])
  expect(bench.made).toMatchObject({ label: 'rides', data: { from: ANNE, to: BIKE } })
  bench.click(520, 120)
  bench.click(320, 120)
  expect(related(bench)).toEqual([
    { from: ANNE, to: BIKE },
    { from: TREE, to: BIKE },
  ])
  bench.drag([120, 120], [320, 120])
  expect(related(bench)).toHaveLength(2)
})

test('an object that goes takes its arrows along, and undo brings all of it back', () => {
  const bench = new Bench([...objects, rides])
  bench.editor.select([BIKE])
  bench.run('edit.delete')
  expect(related(bench)).toEqual([])
  bench.run('edit.undo')
  expect(related(bench)).toEqual([rides.data])
  bench.editor.select([TREE])
  bench.run('edit.delete')
  expect(related(bench)).toHaveLength(1)
})

test('an arrow is chosen by a click on it and deleted alone', () => {
  const bench = new Bench([...objects, rides])
  bench.click(225, 125)
  expect(bench.selected).toEqual([RIDES])
  bench.run('edit.delete')
  expect(bench.records).toHaveLength(3)
})

test('an arrow with a hidden end is not there for the pointer', () => {
  const bench = new Bench([...objects, rides])
  bench.editor.view.hidden.value = new Set([BIKE])
  bench.click(225, 125)
  expect(bench.selected).toEqual([])
})

test('an arrow goes from edge to edge, or from middle to middle of what lies inside', () => {
  const a = { bounds: { minX: 0, minY: 0, maxX: 10, maxY: 10 } }
  expect(arrowBetween(a, { bounds: { minX: 20, minY: 0, maxX: 30, maxY: 10 } })).toEqual({
    from: [10, 5],
    to: [20, 5],
  })
  expect(arrowBetween(a, { bounds: { minX: 4, minY: 4, maxX: 8, maxY: 8 } })).toEqual({
    from: [5, 5],
    to: [6, 6],
  })
})

test('an arrow meets the shape itself: a joint of a skeleton, the edge of a polygon', () => {
  const points = { head: [120, 100, 2], left: [100, 180, 2], right: [200, 200, 0] }
  const triangle = {
    points: [
      [400, 100],
      [500, 140],
      [400, 180],
    ],
    holes: [],
  }
  const bench = new Bench([
    record(ANNE, 'skeleton', { points }, { label: 'person' }),
    record(BIKE, 'polygon', triangle),
    record(TREE, 'box', { x: 600, y: 120, width: 40, height: 40 }),
    rides,
    record(`e${RIDES.slice(1)}`, 'relation', { from: TREE, to: BIKE }, { label: 'rides' }),
  ])
  const [first, second] = arrowsIn(bench.editor)
  expect(first).toMatchObject({ from: [120, 100], to: [400, 140] })
  expect(second?.from[0]).toBe(600)
  expect(second?.to).toEqual([500, 140])
})
