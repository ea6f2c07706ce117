import { expect, test } from 'vitest'
import type { SkeletonTemplate } from '../../../core/schema'
import type { Skeleton } from '../../../kinds'
import { Bench, record } from '../testing/hand'
import { skeletonTool } from '../tools'
import { completed, placed } from './template'

const person = (over: object) => record('p', 'skeleton', { points: over }, { label: 'person' })
const pointsOf = (bench: Bench, id: string) => (bench.data(id) as Skeleton).points

function benchDrawing(): Bench {
  const bench = new Bench()
  bench.editor.label.value = 'person'
  bench.editor.tool.value = skeletonTool
  return bench
}

test('a skeleton is fitted into the rectangle that is drawn, whatever the margins of its drawing', () => {
  const bench = benchDrawing()
  bench.drag([100, 100], [200, 300])
  expect(bench.made.label).toBe('person')
  expect(pointsOf(bench, bench.made.id)).toEqual({
    head: [150, 100, 2],
    left: [100, 300, 2],
    right: [200, 300, 2],
  })
})

test('a joint is dragged alone and keeps its visibility', () => {
  const bench = new Bench([person({ head: [50, 50, 1], left: [20, 90, 2] })])
  bench.editor.select(['p'])
  bench.drag([50, 50], [60, 40])
  expect(pointsOf(bench, 'p')).toEqual({ head: [60, 40, 1], left: [20, 90, 2] })
  expect(bench.undoTitle).toBe('editor:edit.move-vertex')
})

test('V turns the point nearest to the pointer: visible, hidden, not labelled, visible again', () => {
  const bench = new Bench([person({ head: [50, 50, 2], left: [20, 90, 2], right: [80, 90, 2] })])
  bench.editor.select(['p'])
  bench.editor.view.pointer.value = [30, 85]
  const seen = [1, 2, 3].map(() => {
    bench.run('skeleton.visibility')
    return pointsOf(bench, 'p').left?.[2]
  })
  expect(seen).toEqual([1, 0, 2])
  expect(pointsOf(bench, 'p').left).toEqual([20, 90, 2])
})

test('left and right change places, and undo changes them back', () => {
  const before = { head: [50, 50, 2], left: [20, 90, 2], right: [80, 95, 1] }
  const bench = new Bench([person(before)])
  bench.editor.select(['p'])
  expect(bench.run('skeleton.swap')).toBe(true)
  expect(pointsOf(bench, 'p')).toEqual({ head: [50, 50, 2], left: [80, 95, 1], right: [20, 90, 2] })
  bench.run('edit.undo')
  expect(pointsOf(bench, 'p')).toEqual(before)
})

test('Alt and a click take a point out of the labelled ones, not out of the skeleton', () => {
  const bench = new Bench([person({ head: [50, 50, 2], left: [20, 90, 2] })])
  bench.editor.select(['p'])
  bench.click(20, 90, { alt: true })
  expect(pointsOf(bench, 'p').left).toEqual([20, 90, 0])
})

test('missing points come where the drawing has them, not labelled', () => {
  const template: SkeletonTemplate = {
    points: [
      { key: 'a', name: { en: 'a', zh: 'a' }, x: 0, y: 0 },
      { key: 'b', name: { en: 'b', zh: 'b' }, x: 1, y: 1 },
      { key: 'c', name: { en: 'c', zh: 'c' }, x: 0.5, y: 1 },
    ],
    edges: [],
    mirror: [],
  }
  const half: Skeleton = { points: { a: [100, 100, 2], b: [200, 300, 2] } }
  expect(completed(template, half).points.c).toEqual([150, 300, 0])
  expect(completed(template, { points: {} }).points.c).toEqual([0.5, 1, 0])
  expect(placed(template, { minX: 0, minY: 0, maxX: 10, maxY: 10 }).points.c).toEqual([5, 10, 2])
})

test('a label without a template cannot be drawn as a skeleton, and says so', () => {
  const bench = benchDrawing()
  const { person: _, ...rest } = Object.fromEntries(
    bench.editor.schema.value.labels.map((label) => [label.key, label]),
  )
  const bare = { ...bench.editor.schema.value, labels: [...Object.values(rest)] }
  const { skeleton: __, ...plain } = bench.editor.schema.value.labels.find(
    ({ key }) => key === 'person',
  ) ?? {
    skeleton: undefined,
  }
  bench.editor.schema.value = {
    ...bare,
    labels: [...bare.labels, plain as (typeof bare.labels)[0]],
  }
  expect(skeletonTool.allowed?.(bench.editor)).toBe('image:reason.no-template')
  bench.drag([100, 100], [200, 300])
  expect(bench.records).toEqual([])
})
