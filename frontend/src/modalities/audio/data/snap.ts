/** Where a boundary that is dragged had better lie. Everything in samples. */
import type { Recording } from './recording'

export interface SnapTo {
  /** Edges of other annotations, and the playhead. */
  readonly edges: readonly number[]
  /** How far a boundary may jump. */
  readonly reach: number
}

/** A zero crossing is only looked for so near, in seconds: it is a matter of a click, not of where a word ends. */
const CROSSING = 0.003
/** Silence is told by frames of so many seconds, and is this many dB below the loudest around. */
const FRAME = 0.01
const QUIET = 10 ** (-30 / 20)

const nearest = (places: Iterable<number>, at: number, reach: number): number | null => {
  let best: number | null = null
  for (const place of places) {
    const distance = Math.abs(place - at)
    if (distance <= reach && (best === null || distance < Math.abs(best - at))) best = place
  }
  return best
}

/** Samples where the sound goes from negative to positive, of the first channel, as far as they are loaded. */
function* crossings({ pcm }: Recording, at: number, reach: number): Iterable<number> {
  const first = Math.max(1, Math.ceil(at - reach))
  const last = Math.min(pcm.meta.samples - 1, Math.floor(at + reach))
  const levelAt = (sample: number) => {
    const part = pcm.peek(sample)
    return part?.samples[0]?.[sample - part.from] ?? null
  }
  for (let sample = first; sample <= last; sample++) {
    const [before, value] = [levelAt(sample - 1), levelAt(sample)]
    if (before !== null && value !== null && before < 0 && value >= 0) yield sample
  }
}

/** The highest level of all channels, by frames. */
function levels({ peaks, channels }: Recording, from: number, step: number, count: number) {
  const loud = new Float32Array(count)
  for (let channel = 0; peaks && channel < channels; channel++) {
    const { low, high } = peaks.columns(channel, from, step, count)
    for (let i = 0; i < count; i++) {
      loud[i] = Math.max(loud[i] ?? 0, Math.abs(low[i] || 0), Math.abs(high[i] || 0))
    }
  }
  return loud
}

/** Places where silence begins or ends, by the outline. */
function* silences(recording: Recording, at: number, reach: number): Iterable<number> {
  const step = FRAME * recording.rate
  const from = Math.max(0, at - reach - step)
  const count = Math.ceil((Math.min(recording.samples, at + reach + step) - from) / step)
  if (count < 3) return
  const loud = levels(recording, from, step, count)
  const limit = Math.max(...loud) * QUIET
  const isLoud = (frame: number) => (loud[frame] ?? 0) > limit
  for (let i = 1; i < count; i++) {
    if (isLoud(i) !== isLoud(i - 1)) yield Math.round(from + i * step)
  }
}

/** How far a boundary may be taken by a key, in seconds. */
const FAR = 0.3

/** The nearest place where the sound goes from negative to positive; null when there is none near. */
export const toCrossing = (recording: Recording, at: number): number | null =>
  nearest(
    crossings(recording, at, CROSSING * 4 * recording.rate),
    at,
    CROSSING * 4 * recording.rate,
  )

/** The nearest place where a silence begins or ends. */
export const toSilence = (recording: Recording, at: number): number | null => {
  const reach = FAR * recording.rate
  const place = nearest(silences(recording, at, reach), at, reach)
  return place === null ? null : (toCrossing(recording, place) ?? place)
}

/** The place itself, unless an edge, the end of a silence or a zero crossing is near: the first of them counts. */
export function snapped(recording: Recording, at: number, { edges, reach }: SnapTo): number {
  const edge = nearest(edges, at, reach)
  if (edge !== null) return edge
  const silence = nearest(silences(recording, at, reach), at, reach)
  const place = silence ?? at
  const near = Math.min(reach, CROSSING * recording.rate)
  return Math.round(nearest(crossings(recording, place, near), place, near) ?? place)
}
