import { expect, test } from 'vitest'
import golden from '../../../tests/contracts/kinds/track.json'
import { usesOf } from '../core/kind'
import * as kinds from '.'

// The file is plain JSON; the server's tests hold that what it calls tracks are tracks.
type Json = Parameters<typeof kinds.trackAt>[0]
const as = (value: unknown): Json => value as Json

/** The expected value with numbers up to their last digits. */
function near(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 9)
  if (Array.isArray(value)) return value.map(near)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, near(inner)]))
}

test.each(golden.at)('at: $name', ({ data, frame, to }) => {
  expect(kinds.trackAt(as(data), frame)).toEqual(near(to))
})

test.each(golden.trim)('trim: $name', ({ data, first, last, to }) => {
  expect(kinds.trimTrack(as(data), first, last)).toEqual(near(to))
})

test.each(golden.split)('split: $name', ({ data, frame, before, after }) => {
  expect(kinds.splitTrack(as(data), frame)).toEqual([near(before), near(after)])
})

test.each(golden.merge)('merge: $name', ({ a, b, to }) => {
  expect(kinds.mergeTracks(as(a), as(b))).toEqual(near(to))
})

test.each(golden.put)('put: $name', ({ data, keyframe, to }) => {
  const next = keyframe as Parameters<typeof kinds.withKeyframe>[1]
  expect(kinds.withKeyframe(as(data), next)).toEqual(near(to))
})

test.each(golden.drop)('drop: $name', ({ data, frame, to }) => {
  expect(kinds.withoutKeyframe(as(data), frame)).toEqual(near(to))
})

test('lives', () => {
  const back = golden.measure.find(({ name }) => name === 'comes back')
  expect(kinds.livesOf(as(back?.data))).toEqual([
    { first: 0, last: 2 },
    { first: 5, last: null },
  ])
})

test('the schema sees what is tracked', () => {
  const record = {
    id: 'a',
    kind: 'track',
    label: 'car',
    data: as(golden.at[1]?.data),
    attributes: {},
    z: 0,
    group: null,
    source: { origin: 'human' },
    score: null,
  } as const
  expect(usesOf(kinds.track, record)).toEqual([{ label: 'car', kind: 'box' }])
})

test('a cuboid keeps the opposite face while one is moved, and its body while its axes change', () => {
  const turn = { qw: Math.SQRT1_2, qx: 0, qy: 0, qz: Math.SQRT1_2 }
  const car = kinds.cuboidOf([10, 5, 1], [4, 2, 1.5], turn)
  const longer = kinds.faceMoved(car, 0, 1, 1)
  expect(longer.length).toBeCloseTo(5)
  // Its front looks along y after a quarter turn to the left.
  expect(longer.y).toBeCloseTo(5.5)
  expect(longer.x).toBeCloseTo(10)
  expect(kinds.faceMoved(car, 1, -1, -9).width).toBeCloseTo(0.02)
  const other = kinds.quartered(car)
  expect(kinds.cuboid.similarity?.(car, other)).toBeCloseTo(1)
  expect(kinds.headingOf(other)).toBeCloseTo(Math.PI)
  expect(kinds.toBox(car, kinds.fromBox(car, [1, 2, 3]))).toEqual(near([1, 2, 3]))
  expect(kinds.containsPoint(car, [10, 6.9, 1.7])).toBe(true)
  expect(kinds.containsPoint(car, [11.1, 5, 1])).toBe(false)
  const [front] = kinds.cornersOfCuboid(car)
  expect(front).toEqual(near([9, 7, 0.25]))
})
