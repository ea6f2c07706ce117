/** What a drag on the time line does to an annotation. Pure. */
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { rangeOf, withKeyMoved, withRange } from '../frames/edits'
import { trackOf } from '../frames/shapes'
import type { Hit } from './hit'

/** The record after what was grabbed at `from` has been dragged to another frame. */
export function dragged(hit: Hit, from: number, to: number, frames: number): Annotation | null {
  if (hit.what === 'lane' || hit.what === 'track') return null
  const { record } = hit
  const by = to - from
  if (hit.what === 'key') {
    const track = trackOf(record)
    const frame = Math.min(Math.max(0, hit.frame + by), frames)
    return track && withData(record, withKeyMoved(track, hit.frame, frame))
  }
  const [start, stop] = rangeOf(record)
  if (hit.what === 'start') {
    return withRange(record, Math.min(start + by, stop - 1), stop, frames)
  }
  if (hit.what === 'stop') return withRange(record, start, Math.max(stop + by, start + 1), frames)
  const shift = Math.min(Math.max(by, -start), frames - stop)
  return withRange(record, start + shift, stop + shift, frames)
}
