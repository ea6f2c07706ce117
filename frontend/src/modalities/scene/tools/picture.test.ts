import { expect, test } from 'vitest'
import type { Cuboid, Point3 } from '../../../kinds'
import { sceneOf } from '../state'
import { CAR, filmed, SIZE } from '../testing/filmed'
import { boxOf } from '../testing/hand'
import { pictureGrips } from './picture_edit'

test('a place of the scene lies on the ray of its pixel, also where the picture is enlarged', () => {
  const { view } = filmed()
  view.zoom([250, 160], 3)
  view.pan(20, -10)
  const at = view.toStage(CAR) ?? [0, 0]
  const { from, along } = view.ray(at)
  const way = CAR.map((value, k) => value - (from[k] ?? 0))
  const far = Math.hypot(...way)
  way.forEach((value, k) => {
    expect(value / far).toBeCloseTo(along[k] ?? 0, 5)
  })
})

test('a rectangle around a car in the picture becomes a box around its points', () => {
  const { bench, view } = filmed()
  bench.choose('fit')
  const pixel = (p: Point3) => view.toStage(p) ?? ([0, 0] as const)
  const [right, top] = [pixel([10, 3, 0])[0], pixel([10, 4, 1.6])[1]]
  const [left, bottom] = [pixel([10, 4.8, 0])[0], pixel([10, 4, 0])[1]]
  const { editor } = bench
  editor.press(bench.pointer(view, [left, top]))
  editor.move(bench.pointer(view, [right, bottom]))
  editor.release(bench.pointer(view, [right, bottom]))
  const [made] = bench.records
  const box = bench.box(made?.id)
  expect(box?.x).toBeCloseTo(12.3, 0)
  expect(box?.y).toBeCloseTo(3.95, 0)
  bench.choose('fit')
  editor.press(bench.pointer(view, [10, 10]))
  editor.move(bench.pointer(view, [60, 60]))
  editor.release(bench.pointer(view, [60, 60]))
  expect(bench.records).toHaveLength(1)
  expect(sceneOf(editor).told.peek()?.key).toBe('scene:told.nothing-there')
})

test('in a picture a box is selected, moved over the ground, and its faces are dragged', () => {
  const { bench, view } = filmed([boxOf(CAR, SIZE)])
  bench.click(view, CAR)
  expect([...bench.editor.selection.peek()]).toEqual(['b0'])
  const shift = (p: Point3, by: Point3): Point3 => [p[0] + by[0], p[1] + by[1], p[2] + by[2]]
  const foot: Point3 = [12.25, 3.9, 0]
  bench.drag(view, foot, shift(foot, [1, -1, 0]))
  expect(bench.box('b0')?.length).toBe(4.5)
  expect(bench.box('b0')?.x).toBeCloseTo(13.25, 1)
  expect(bench.box('b0')?.y).toBeCloseTo(2.9, 1)
  const now = bench.box('b0') as Cuboid
  const seen = pictureGrips(view, now).map(({ sides }) => sides.join())
  expect(seen).toContain('-1,0,0')
  expect(seen).toContain('0,-1,0')
  expect(seen).not.toContain('1,0,0')
  const side: Point3 = [now.x, now.y - 0.9, now.z]
  bench.drag(view, side, shift(side, [0, -0.5, 0]))
  expect(bench.box('b0')?.width).toBeCloseTo(2.3, 1)
  const corner: Point3 = [now.x - 2.25, now.y + 0.9, 0]
  bench.drag(view, corner, shift(corner, [-1, 0.4, 0]))
  expect(bench.box('b0')?.length).toBeCloseTo(5.5, 1)
  expect(bench.box('b0')?.width).toBeCloseTo(2.7, 1)
})
