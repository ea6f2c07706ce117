import { expect, test } from 'vitest'
import { cuboidOf, type Point3 } from '../../../kinds'
import { fromYaw } from '../../../kinds/parts/space'
import { atHeight, BoxView, OrbitView } from './views'

const RECT = { x: 100, y: 50, width: 400, height: 300 }

function orbit(): OrbitView {
  const view = new OrbitView()
  view.rect = RECT
  view.pose.value = { target: [5, 3, 0], yaw: 0.7, pitch: 0.5, distance: 30 }
  return view
}

test('the target is in the middle, and a ray through a pixel meets what is drawn there', () => {
  const view = orbit()
  const middle = view.toStage([5, 3, 0])
  expect(middle?.[0]).toBeCloseTo(300)
  expect(middle?.[1]).toBeCloseTo(200)
  const at = view.toStage([9, -2, 0]) ?? [0, 0]
  const met = atHeight(view.ray(at), 0) ?? [0, 0, 0]
  expect(met[0]).toBeCloseTo(9)
  expect(met[1]).toBeCloseTo(-2)
})

test('a view knows that it has another place or looks elsewhere', () => {
  const view = orbit()
  const before = view.matrix
  expect(view.matrix).toBe(before)
  const [x = 0] = view.toStage([9, -2, 0]) ?? []
  view.rect = { ...RECT, x: RECT.x + 10 }
  expect(view.toStage([9, -2, 0])?.[0]).toBeCloseTo(x + 10)
  view.orbit(5, 0)
  expect(view.toStage([9, -2, 0])?.[0]).not.toBeCloseTo(x + 10)
  const above = new BoxView('top')
  above.rect = RECT
  above.look(cuboidOf([5, 3, 0], [4, 2, 1], fromYaw(0)), true)
  const [, y = 0] = above.toStage([5, 3, 0]) ?? []
  above.pan(0, 12)
  expect(above.toStage([5, 3, 0])?.[1]).toBeCloseTo(y + 12)
})

test('what is behind the viewer is nowhere', () => {
  const view = orbit()
  const [ex, ey, ez] = view.eye
  const behind: Point3 = [2 * ex - 5, 2 * ey - 3, 2 * ez]
  expect(view.toStage(behind)).toBeNull()
})

test('zooming keeps what is under the pointer', () => {
  const view = orbit()
  const place: Point3 = [11, 5, 0]
  const before = view.toStage(place) ?? [0, 0]
  view.zoom(before, 1.5)
  const after = view.toStage(place) ?? [0, 0]
  expect(after[0]).toBeCloseTo(before[0], 3)
  expect(after[1]).toBeCloseTo(before[1], 3)
})

test('turning goes about the target', () => {
  const view = orbit()
  view.orbit(120, -40)
  const [x, y] = view.toStage([5, 3, 0]) ?? [0, 0]
  expect(x).toBeCloseTo(300)
  expect(y).toBeCloseTo(200)
})

const BOX = cuboidOf([10, 5, 1], [4, 2, 1.5], fromYaw(Math.PI / 2))

test.each([
  // The front looks along y: up in the view from above, right in that from the side, away in that from behind.
  ['top', [10, 7, 1], [0, -1]],
  ['side', [10, 7, 1], [1, 0]],
  ['rear', [9, 5, 1], [-1, 0]],
] as const)('the view from the %s', (id, place, [right, down]) => {
  const view = new BoxView(id)
  view.rect = RECT
  view.look(BOX, true)
  const middle = view.toStage([10, 5, 1])
  expect(middle?.[0]).toBeCloseTo(300)
  expect(middle?.[1]).toBeCloseTo(200)
  const [x, y] = view.toStage(place) ?? [0, 0]
  expect(Math.sign(Math.round(x - 300))).toBe(right)
  expect(Math.sign(Math.round(y - 200))).toBe(down)
})

test('a view along the box zooms at the pointer and moves by pixels', () => {
  const view = new BoxView('top')
  view.rect = RECT
  view.look(BOX, true)
  const place: Point3 = [10.5, 6, 1]
  const [x, y] = view.toStage(place) ?? [0, 0]
  view.zoom([x, y], 2)
  view.pan(10, -5)
  const [nx, ny] = view.toStage(place) ?? [0, 0]
  expect(nx).toBeCloseTo(x + 10)
  expect(ny).toBeCloseTo(y - 5)
})
