import { expect, test } from 'vitest'
import { cuboidOf } from '../../../kinds'
import { fromYaw } from '../../../kinds/parts/space'
import { cloud, packed } from '../testing/cloud'
import { cropped } from './crop'
import { countInside } from './inside'
import { readPacked } from './packed'

const points = cloud([
  [1, 2, 3, 200, 1],
  [-4.004, 0, 0.5, 7],
  [60, 60, 0],
])

test('positions, intensities and flags come out as they went in', () => {
  const values = [...points.positions.subarray(0, 6)]
  for (const [i, value] of [1, 2, 3, -4.004, 0, 0.5].entries()) {
    expect(values[i]).toBeCloseTo(value, 3)
  }
  expect([points.intensity(0), points.intensity(1)]).toEqual([200, 7])
  expect([points.isGround(0), points.isGround(1)]).toEqual([true, false])
})

test('what is no file of points is refused', () => {
  expect(() => readPacked(new TextEncoder().encode('<html>not found').buffer)).toThrow('malformed')
  expect(() => readPacked(packed([[1, 2, 3]]).slice(0, 40))).toThrow()
})

test('points in a turned box are counted, and cut out with what stands around', () => {
  const box = cuboidOf([0, 0, 1.5], [6, 2, 4], fromYaw(Math.atan2(2, 1)))
  expect(countInside(points, box)).toBe(1)
  const few = cropped(points, box, 6)
  expect([...few.source]).toEqual([0, 1])
  expect(few.positions[3]).toBeCloseTo(-4.004, 3)
  expect(countInside(few, box)).toBe(1)
})
