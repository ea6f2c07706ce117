import { describe, expect, test } from 'vitest'
import { type Keyframe, type Track, track, trackAt } from '../../../kinds'
import { doubtsOf, freeAround, opinionOf, withTrail } from './trails'

const box = (x: number) => ({ x, y: 0, width: 10, height: 10 })
const key = (
  frame: number,
  x: number,
  origin: Keyframe['origin'] = 'human',
  outside = false,
): Keyframe => ({ frame, data: box(x), outside, occluded: false, attributes: {}, origin })
const tracked = (...keyframes: Keyframe[]): Track => ({ of: 'box', keyframes })
const summary = (one: Track) => one.keyframes.map(({ frame, origin }) => [frame, origin])

describe('what a worker found around a frame', () => {
  const mine = tracked(key(0, 0), key(20, 0), key(24, 3, 'rule'), key(40, 0))
  const trail = {
    id: 'a',
    keyframes: [key(5, 9, 'rule'), key(30, 5, 'rule'), key(50, 1, 'rule')],
    lost: [],
  }

  test('goes no further than the next keyframes of people', () => {
    expect(freeAround(mine, 20)).toEqual({ first: 1, last: 39 })
    const next = withTrail(mine, 20, trail)
    expect(summary(next)).toEqual([
      [0, 'human'],
      [5, 'rule'],
      [20, 'human'],
      [30, 'rule'],
      [40, 'human'],
    ])
    expect(track.validate(next)).toEqual([])
  })

  test('ends it where it was lost, and not before a keyframe that is there', () => {
    const alone = tracked(key(20, 0))
    const lost = { id: 'a', keyframes: [key(5, 9, 'rule'), key(30, 5, 'rule')], lost: [4, 39] }
    expect(withTrail(alone, 20, lost).keyframes.at(-1)).toEqual(key(31, 5, 'rule', true))
    expect(withTrail(mine, 20, lost).keyframes.at(-1)).toMatchObject({ frame: 40, outside: false })
    expect(withTrail(alone, 20, { ...lost, lost: [4] }).keyframes.at(-1)?.outside).toBe(false)
  })

  test('leaves the frame where it began as it was', () => {
    const between = withTrail(mine, 10, { id: 'a', keyframes: [key(12, 7, 'rule')], lost: [] })
    expect(trackAt(between, 10)?.data).toEqual(trackAt(mine, 10)?.data)
  })
})

test('a model that sees it elsewhere is told in stretches, but not where a person looked', () => {
  const mine = tracked(key(0, 0), key(10, 0), key(20, 0))
  const opinion = opinionOf({ id: 'a', box: box(0), first: 0, last: 20 }, 0, {
    id: 'a',
    keyframes: [key(4, 0, 'rule'), key(8, 8, 'rule'), key(12, 8, 'rule'), key(16, 0, 'rule')],
    lost: [],
  })
  expect(doubtsOf(mine, opinion)).toEqual([
    { first: 6, last: 9 },
    { first: 11, last: 14 },
  ])
  expect(doubtsOf(mine, mine)).toEqual([])
})
