/** What a drag on the time line does to an annotation. Pure. */
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import type { Track } from '../../../kinds'
import { rangeOf, withKeyMoved, withRange } from '../frames/edits'
import { withBeginAt, withEndAt, withLifeMoved } from '../frames/lives'
import { trackOf } from '../frames/shapes'
import type { EventHit, Hit, TrackHit } from './hit'

/** The record after what was grabbed at `from` has been dragged to another frame. */
export function dragged(hit: Hit, from: number, to: number, frames: number): Annotation | null {
  if (hit.what === 'lane' || hit.what === 'track') return null
  const track = trackOf(hit.record)
  if ('frame' in hit || 'life' in hit) {
    return track && withData(hit.record, draggedTrack(hit, track, to - from, frames))
  }
  return draggedEvent(hit, to - from, frames)
}

function draggedTrack(hit: TrackHit, track: Track, by: number, frames: number): Track {
  switch (hit.what) {
    case 'key':
      return withKeyMoved(track, hit.frame, Math.min(Math.max(0, hit.frame + by), frames))
    case 'begin':
      return withBeginAt(track, hit.life, hit.life.first + by, frames)
    case 'end':
      return withEndAt(track, hit.life, (hit.life.last ?? frames - 1) + 1 + by, frames)
    case 'life':
      return withLifeMoved(track, hit.life, by, frames)
  }
}

function draggedEvent({ what, record }: EventHit, by: number, frames: number): Annotation {
  const [start, stop] = rangeOf(record)
  if (what === 'start') return withRange(record, Math.min(start + by, stop - 1), stop, frames)
  if (what === 'stop') return withRange(record, start, Math.max(stop + by, start + 1), frames)
  const shift = Math.min(Math.max(by, -start), frames - stop)
  return withRange(record, start + shift, stop + shift, frames)
}
