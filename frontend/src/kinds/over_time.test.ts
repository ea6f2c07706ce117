import { expect, test } from 'vitest'
import {
  type Cuboid,
  cuboidOf,
  type Keyframe,
  type Track,
  withAttributeFrom,
  withOccludedFrom,
} from '.'
import { fromYaw } from './parts/space'

const key = (frame: number, attributes: Keyframe['attributes'] = {}): Keyframe<Cuboid> => ({
  frame,
  data: cuboidOf([frame, 0, 0], [4, 2, 1.5], fromYaw(0)),
  outside: false,
  occluded: false,
  attributes,
  origin: 'rule',
})

const TRACK: Track<Cuboid> = {
  of: 'cuboid',
  keyframes: [key(0), key(4), key(6, { state: 'parked' }), key(8)],
}

const states = ({ keyframes }: Track<Cuboid>) =>
  keyframes.map(({ frame, attributes, origin }) => [frame, attributes.state, origin])

test('an attribute holds from the frame on until it changes anyway', () => {
  const track = withAttributeFrom(TRACK, 2, 'state', 'moving')
  expect(states(track)).toEqual([
    [0, undefined, 'rule'],
    [2, 'moving', 'human'],
    [4, 'moving', 'rule'],
    [6, 'parked', 'rule'],
    [8, undefined, 'rule'],
  ])
  expect(track.keyframes[1]?.data.x).toBeCloseTo(2)
})

test('null takes it back', () => {
  expect(withAttributeFrom(TRACK, 6, 'state', null).keyframes[2]?.attributes).toEqual({})
})

test('hidden from here on', () => {
  const track = withOccludedFrom(TRACK, 4, true)
  expect(track.keyframes.map(({ occluded }) => occluded)).toEqual([false, true, true, true])
})

test('where the track is not there nothing changes', () => {
  const late = { ...TRACK, keyframes: TRACK.keyframes.slice(1) }
  expect(withOccludedFrom(late, 0, true)).toBe(late)
})
