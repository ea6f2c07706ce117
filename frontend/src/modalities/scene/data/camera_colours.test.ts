import { expect, test } from 'vitest'
import { cloud } from '../testing/cloud'
import { cameraColours } from './camera_colours'
import type { Pose, SceneCamera } from './manifest'
import { eachSeen } from './rays'

const camera: SceneCamera = {
  name: 'front',
  width: 40,
  height: 40,
  model: 'pinhole',
  fx: 20,
  fy: 20,
  cx: 19.5,
  cy: 19.5,
  distortion: [],
  reach: null,
}
/** At (100, 0, 0) of the world, looking along x. */
const pose: Pose = { x: 100, y: 0, z: 0, qw: 0.5, qx: -0.5, qy: 0.5, qz: -0.5 }
const ORIGIN = [100, 0, 0] as const

/** Left half red, right half blue. */
function picture(): ImageData {
  const data = new Uint8ClampedArray(4 * 20 * 20)
  for (let i = 0; i < 400; i++) data.set(i % 20 < 10 ? [255, 0, 0, 255] : [0, 0, 255, 255], 4 * i)
  return { data, width: 20, height: 20, colorSpace: 'srgb' } as ImageData
}

test('points take the colour of the pixel that they fall on', () => {
  const points = cloud([
    [10, 4, 0],
    [10, -4, 0],
    [-10, 0, 0],
    [10, 40, 0],
  ])
  const colours = cameraColours(points, ORIGIN, [{ camera, pose, pixels: picture() }])
  expect([...colours.subarray(0, 8)]).toEqual([255, 0, 0, 255, 0, 0, 255, 255])
  // Behind the camera, and beside its picture.
  expect([...colours.subarray(8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
})

test('what is hidden by something nearer has no colour', () => {
  const points = cloud([
    [5, 0.1, 0],
    [20, 0.4, 0],
  ])
  const colours = cameraColours(points, ORIGIN, [{ camera, pose, pixels: picture() }])
  expect([colours[3], colours[7]]).toEqual([255, 0])
})

test('a share of the points is the first of each chunk', () => {
  const seen: number[] = []
  const points = cloud(Array.from({ length: 10 }, (_, i) => [10 + i, 0, 0]))
  eachSeen(points, ORIGIN, camera, pose, 0.3, (n, [u, v]) => {
    seen.push(n)
    expect([u, v]).toEqual([20, 20])
  })
  expect(seen).toEqual([0, 1, 2])
})
