import { defineKind } from '../core/registry'
import { alikeLane, isSample, type Lane, laneOf, NO_PLACE, PART } from './parts/time'

/** A moment, as a sample of the canonical PCM. */
export interface TimePoint extends Lane {
  readonly at: number
}

/** Samples apart at which two are alike by 1/e. */
const CLOSENESS = 480

export const timePoint = defineKind<TimePoint>({
  id: 'time_point',
  ...NO_PLACE,
  ...PART,
  inTime: true,
  labelled: true,
  validate: (data) => (isSample(laneOf(data, ['at'])?.at) ? [] : ['malformed']),
  similarity: (a, b) => (alikeLane(a, b) ? Math.exp(-Math.abs(a.at - b.at) / CLOSENESS) : 0),
})
