import { defineKind } from '../core/registry'
import { alikeLane, isSample, type Lane, laneOf, NO_PLACE, PART } from './parts/time'

/** A stretch of time in samples of the canonical PCM: start <= sample < stop. */
export interface Segment extends Lane {
  readonly start: number
  readonly stop: number
}

export const segment = defineKind<Segment>({
  id: 'segment',
  ...NO_PLACE,
  ...PART,
  inTime: true,
  labelled: true,
  validate: (data) => {
    const given = laneOf(data, ['start', 'stop'])
    if (!given || !isSample(given.start) || !isSample(given.stop)) return ['malformed']
    return given.start < given.stop ? [] : ['not-positive']
  },
  similarity: (a, b) => {
    const shared = Math.min(a.stop, b.stop) - Math.max(a.start, b.start)
    if (shared <= 0 || !alikeLane(a, b)) return 0
    return shared / (Math.max(a.stop, b.stop) - Math.min(a.start, b.start))
  },
})
