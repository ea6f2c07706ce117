import { expect, test } from 'vitest'
import type { Point3 } from '../../../kinds'
import type { Pose, SceneCamera } from './manifest'
import { directionOf, edgeInPicture, pixelOf, toCamera } from './projection'

const pinhole: SceneCamera = {
  name: 'front',
  width: 100,
  height: 80,
  model: 'pinhole',
  fx: 50,
  fy: 40,
  cx: 49.5,
  cy: 39.5,
  distortion: [],
  reach: null,
}
const HERE: Pose = { x: 0, y: 0, z: 0, qw: 1, qx: 0, qy: 0, qz: 0 }

test('a pinhole: the middle of the picture is its middle', () => {
  expect(pixelOf(pinhole, [0, 0, 5])).toEqual([50, 40, 5])
  expect(pixelOf(pinhole, [1, -2, 4])).toEqual([62.5, 20, 4])
  expect(pixelOf(pinhole, [0, 0, -1])).toBeNull()
})

test('Brown-Conrady bends by radius and by tangent, up to where it folds back', () => {
  const distortion = [0.1, 0, 0.01, 0.02]
  const brown: SceneCamera = { ...pinhole, model: 'brown', distortion, reach: 2 }
  // x = 0.5, y = 0.25, r² = 0.3125, d = 1.03125
  const x = 1.03125 * 0.5 + 2 * 0.01 * 0.125 + 0.02 * (0.3125 + 0.5)
  const y = 1.03125 * 0.25 + 0.01 * (0.3125 + 0.125) + 2 * 0.02 * 0.125
  const [u, v] = pixelOf(brown, [1, 0.5, 2]) ?? [0, 0]
  expect(u).toBeCloseTo(50 * x + 50)
  expect(v).toBeCloseTo(40 * y + 40)
  expect(pixelOf(brown, [5, 0, 2])).toBeNull()
})

test('a fisheye sees to the side and a little back, as far as it reaches', () => {
  const fisheye: SceneCamera = {
    ...pinhole,
    model: 'fisheye',
    distortion: [0.1, 0, 0, 0],
    reach: 1.7,
  }
  const theta = Math.PI / 2
  const [u, v] = pixelOf(fisheye, [3, 0, 0]) ?? [0, 0]
  expect(u).toBeCloseTo(50 * theta * (1 + 0.1 * theta * theta) + 50)
  expect(v).toBeCloseTo(40)
  expect(pixelOf(fisheye, [1, 0, -0.1])).not.toBeNull()
  expect(pixelOf(fisheye, [1, 0, -1])).toBeNull()
})

test('a camera without a calibration shows nothing', () => {
  expect(pixelOf({ ...pinhole, fx: null }, [0, 0, 5])).toBeNull()
})

test('an edge that goes behind the camera ends where it is seen no more', () => {
  const lines = edgeInPicture(pinhole, HERE, [0, 0, 6], [0, 0, -6])
  expect(lines).toHaveLength(1)
  expect(lines[0]?.length).toBeLessThan(8)
  expect(edgeInPicture(pinhole, HERE, [0, 0, -6], [1, 0, -6])).toEqual([])
})

test('the pose takes the camera into the world, so the world is seen through its inverse', () => {
  // A camera at (1, 2, 3) that looks along the world's x.
  const pose: Pose = { x: 1, y: 2, z: 3, qw: 0.5, qx: -0.5, qy: 0.5, qz: -0.5 }
  const seen = toCamera(pose, [11, 2, 3])
  const wanted: Point3 = [0, 0, 10]
  seen.forEach((value, k) => {
    expect(value).toBeCloseTo(wanted[k] ?? 0)
  })
})

test.each([
  pinhole,
  { ...pinhole, model: 'brown', distortion: [-0.2, 0.05, 0.002, -0.001] } as const,
  { ...pinhole, model: 'fisheye', distortion: [-0.02, 0.003, 0, 0], reach: 1.8 } as const,
])('the direction of a pixel is where that is seen: $model', (camera) => {
  const wanted: Point3 = [2, -1.5, 4]
  const [u, v] = pixelOf(camera, wanted) ?? [0, 0]
  const found = directionOf(camera, [u, v]) ?? [0, 0, 0]
  wanted.forEach((value, k) => {
    expect(found[k]).toBeCloseTo(value / Math.hypot(...wanted), 6)
  })
})
