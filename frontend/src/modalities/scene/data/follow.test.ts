import { expect, test } from 'vitest'
import { cuboidOf, type Point3 } from '../../../kinds'
import { fromYaw } from '../../../kinds/parts/space'
import { cloud } from '../testing/cloud'
import { carAt, road } from '../testing/street'
import { followed } from './follow'

const SENSOR: Point3 = [0, 0, 1.8]
const CAR = cuboidOf([12.25, 4, 0.8], [4.5, 2, 1.5], fromYaw(0))
const start = { box: CAR, by: [0, 0, 0] as Point3, count: 100 }

/** A car that goes a metre further in every frame and is gone in the fourth. */
const drive = async (frame: number) => ({
  points: cloud(frame < 4 ? [...road(), ...carAt(10 + frame, 3)] : road()),
  sensor: SENSOR,
})

test('a car is followed until it is gone', async () => {
  const found = await followed(start, [1, 2, 3, 4, 5], drive)
  expect(found.map(({ frame }) => frame)).toEqual([1, 2, 3])
  for (const { frame, box } of found) {
    expect(box.x).toBeCloseTo(12.25 + frame, 1)
    expect(box.y).toBeCloseTo(4, 1)
    expect(box.length).toBeCloseTo(4.5)
  }
})

test('what is not where it should be is another thing', async () => {
  const elsewhere = { ...start, by: [0, -6, 0] as Point3 }
  expect(await followed(elsewhere, [1], drive)).toEqual([])
})
