import type { Pointer } from '../../../core/gesture'
import type { LaneRow } from '../lanes'

/** A pointer over the timeline; `at` is [sample, CSS pixels from the top], its tolerance is in samples. */
export interface TimePointer extends Pointer {
  readonly zone: 'sound' | 'lanes'
  /** The lane under it; over the sound the one that things drawn by key go to. */
  readonly lane: LaneRow | null
  /** Row inside the lane; null over the sound. */
  readonly depth: number | null
}

export const onTimeline = (p: Pointer): TimePointer | null =>
  'zone' in p ? (p as TimePointer) : null

export const sampleOf = (p: Pointer): number => p.at[0] ?? 0
