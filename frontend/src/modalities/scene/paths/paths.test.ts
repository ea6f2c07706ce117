import { expect, test } from 'vitest'
import type { Point3 } from '../../../kinds'
import type { Path3d } from '../../../kinds/parts/paths3d'
import { cloud } from '../testing/cloud'
import { Bench, ORIGIN, record } from '../testing/hand'
import { groundAt, groundHit } from './ground'
import { withInserted, withoutPoint, withSight } from './paths'

const world = (...points: readonly Point3[]) =>
  points.map(([x, y, z]): Point3 => [x + ORIGIN[0], y + ORIGIN[1], z + ORIGIN[2]])

const LANE = record('a', 'polyline3d', { points: world([5, -5, 0], [10, -5, 0], [15, -5, 0]) })

const bench = (records = [LANE]) => new Bench(records, 3, ['polyline3d', 'polygon3d'])

const dataOf = (hand: Bench, at = 0): Path3d => hand.records[at]?.data as Path3d

const pointsOf = (hand: Bench, at = 0): readonly Point3[] =>
  dataOf(hand, at).points.map((p) =>
    p.map((value, k) => Math.round((value - (ORIGIN[k] ?? 0)) * 100) / 100),
  ) as unknown as readonly Point3[]

function press(hand: Bench, p: Point3, more: object = {}): void {
  const at = hand.pointer(hand.main, hand.pixel(hand.main, p), more)
  hand.editor.move(at)
  hand.editor.press(at)
  hand.editor.release(at)
}

test('a line is drawn point by point on the ground, in the world', () => {
  const hand = bench([])
  hand.choose('polyline3d')
  press(hand, [5, -6, 0])
  press(hand, [9, -6, 0])
  press(hand, [9, -2, 0])
  hand.editor.back()
  press(hand, [13, -7, 0])
  hand.editor.complete()
  expect(pointsOf(hand)).toEqual([
    [5, -6, 0],
    [9, -6, 0],
    [13, -7, 0],
  ])
  expect(hand.records[0]).toMatchObject({ kind: 'polyline3d', label: 'car' })
  expect(hand.editor.selection.peek()).toEqual(new Set([hand.records[0]?.id]))
  hand.editor.history.undo()
  expect(hand.records).toEqual([])
})

test('a new line begins where another ends, so that forks share the place', () => {
  const hand = bench()
  hand.choose('polyline3d')
  press(hand, [14.95, -5.05, 0])
  press(hand, [18, -8, 0])
  hand.editor.complete()
  expect(pointsOf(hand, 1)[0]).toEqual([15, -5, 0])
})

test('a click takes a line; its points are dragged, put in between and taken out', () => {
  const hand = bench()
  hand.click(hand.main, [7, -5, 0])
  expect(hand.editor.selection.peek()).toEqual(new Set(['a']))
  hand.drag(hand.main, [10, -5, 0], [10, -7, 0])
  expect(pointsOf(hand)[1]).toEqual([10, -7, 0])
  hand.drag(hand.main, [7.5, -6, 0], [7, -8, 0])
  expect(pointsOf(hand).map(([, y]) => y)).toEqual([-5, -8, -7, -5])
  hand.click(hand.main, [7, -8, 0], { alt: true })
  expect(pointsOf(hand).map(([, y]) => y)).toEqual([-5, -7, -5])
})

test('points out of sight are said to be so, and a split line keeps that and shares its point', () => {
  const hand = bench()
  hand.editor.select(['a'])
  hand.editor.move(hand.pointer(hand.main, hand.pixel(hand.main, [10, -5, 0])))
  expect(hand.run('scene.sight')).toBe(true)
  expect(dataOf(hand).visible).toEqual([true, false, true])
  expect(hand.run('scene.split')).toBe(true)
  expect(hand.records.map(({ data }) => (data as Path3d).visible)).toEqual([
    [true, false],
    [false, true],
  ])
  expect(pointsOf(hand, 0).at(-1)).toEqual(pointsOf(hand, 1)[0])
})

test('what is said of points follows them', () => {
  const hidden = withSight(LANE, 1, false)
  const longer = withInserted(bench().editor, hidden, 1, [7, -5, 0])
  expect((longer.data as Path3d).visible).toEqual([true, false, false, true])
  expect(withoutPoint(longer, 2)?.data).toMatchObject({ visible: [true, false, true] })
  expect('visible' in (withSight(hidden, 1, true).data as object)).toBe(false)
  expect(
    withoutPoint(record('b', 'polyline3d', { points: world([0, 0, 0], [1, 0, 0]) }), 0),
  ).toBeNull()
})

test('the ground need not be level', () => {
  const slope = cloud(
    Array.from({ length: 1600 }, (_, i): Point3 => {
      const [x, y] = [i % 40, Math.floor(i / 40) - 20]
      return [x, y, x * 0.1]
    }),
  )
  expect(groundAt(slope, 20, 0, 0)).toBeCloseTo(2, 1)
  const hit = groundHit(slope, { from: [0, 0, 10], along: [0.9, 0, -0.436] }, 0)
  expect(hit?.[2]).toBeCloseTo((hit?.[0] ?? 0) * 0.1, 1)
})
