import { describe, expect, test } from 'vitest'
import type { Annotation } from '../../../core/patch'
import { type Keyframe, livesOf, type Track, track, trackAt } from '../../../kinds'
import { record } from '../../image/testing/hand'
import { dragged } from './drags'
import { hitIn, type TrackHit } from './hit'
import { TimelineView } from './view'

const FRAMES = 100
const key = (frame: number, x: number, outside = false): Keyframe => ({
  frame,
  data: { x, y: 0, width: 10, height: 10 },
  outside,
  occluded: false,
  attributes: {},
  origin: 'human',
})
const car = (...keyframes: readonly Keyframe[]): Annotation =>
  record('car', 'track', { of: 'box', keyframes } satisfies Track)
/** It goes right, is away from 30 to 49, and is there again, to the end. */
const AWAY = car(key(10, 0), key(20, 100), key(30, 100, true), key(50, 200), key(60, 300))

const found = (result: Annotation | null): Track => {
  const changed = result?.data as Track
  expect(track.validate(changed)).toEqual([])
  return changed
}
const pull = (of: Annotation, what: TrackHit['what'], life: number, by: number): Track => {
  const lives = livesOf(of.data as Track)
  const hit = { what, record: of, life: lives[life], frame: -1 } as unknown as TrackHit
  return found(dragged(hit, 0, by, FRAMES))
}
const xAt = (of: Track, frame: number) => (trackAt(of, frame)?.data as { x: number })?.x
const livesIn = (of: Track) => livesOf(of).map(({ first, last }) => [first, last])

describe('the beginning of a life', () => {
  test('later it begins with what is there by then, and what follows stays', () => {
    const next = pull(AWAY, 'begin', 0, 5)
    expect(livesIn(next)).toEqual([
      [15, 29],
      [50, null],
    ])
    expect([xAt(next, 15), xAt(next, 18), xAt(next, 25)]).toEqual([50, 80, 100])
  })

  test('earlier it is where it was at its beginning', () => {
    const next = pull(AWAY, 'begin', 0, -50)
    expect(livesIn(next)[0]).toEqual([0, 29])
    expect([xAt(next, 0), xAt(next, 9), xAt(next, 15)]).toEqual([0, 0, 50])
  })

  test('reaching the life before, it closes the gap and moves nothing of it', () => {
    const next = pull(AWAY, 'begin', 1, -50)
    expect(livesIn(next)).toEqual([[10, null]])
    expect([xAt(next, 25), xAt(next, 29), xAt(next, 30), xAt(next, 55)]).toEqual([
      100, 100, 200, 250,
    ])
  })
})

describe('the end of a life', () => {
  test('sooner it takes the keyframes behind it along, and what was before stays', () => {
    const next = pull(AWAY, 'end', 0, -15)
    expect(livesIn(next)[0]).toEqual([10, 14])
    expect([xAt(next, 12), xAt(next, 14)]).toEqual([20, 40])
    expect(xAt(next, 55)).toBe(250)
  })

  test('later it stays where it was, up to the next life', () => {
    expect(livesIn(pull(AWAY, 'end', 0, 10))[0]).toEqual([10, 39])
    const closed = pull(AWAY, 'end', 0, 90)
    expect(livesIn(closed)).toEqual([[10, null]])
    expect([xAt(closed, 49), xAt(closed, 50)]).toEqual([100, 200])
  })

  test('what never ends gets an end, and loses it at the end of the video', () => {
    const ended = pull(AWAY, 'end', 1, -45)
    expect(livesIn(ended)[1]).toEqual([50, 54])
    expect(xAt(ended, 54)).toBe(240)
    expect(livesIn(pull(car(...ended.keyframes), 'end', 1, 80))[1]).toEqual([50, null])
  })
})

test('a life is moved as a whole, between its neighbours', () => {
  const next = pull(AWAY, 'life', 0, 5)
  expect(livesIn(next)[0]).toEqual([15, 34])
  expect([xAt(next, 15), xAt(next, 20)]).toEqual([0, 50])
  expect(livesIn(pull(AWAY, 'life', 0, 90))[0]).toEqual([29, 48])
  expect(livesIn(pull(AWAY, 'life', 0, -90))[0]).toEqual([0, 19])
  expect(livesIn(pull(AWAY, 'life', 1, -90))[1]).toEqual([31, null])
})

test('ends are grabbed at the edges of the bar, keyframes at their diamonds, the rest with the key that moves', () => {
  const view = new TimelineView()
  view.size.value = { width: 176 + 16 + 1000, height: 200 }
  view.frames.value = FRAMES
  const row = { type: 'track', record: AWAY, number: 1 } as const
  const under = (frame: number, isMoving = false) => hitIn(row, view, view.x(frame), isMoving).what
  expect([10, 20.5, 30, 50.5, 60.5, 100].map((frame) => under(frame))).toEqual([
    'begin',
    'key',
    'end',
    'begin',
    'key',
    'end',
  ])
  expect([under(15), under(15, true), under(40, true)]).toEqual(['track', 'life', 'track'])
})
