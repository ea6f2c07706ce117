/** What of a row lies under the pointer. */
import type { Annotation } from '../../../core/patch'
import { rangeOf } from '../frames/edits'
import { trackOf } from '../frames/shapes'
import type { Row } from './rows'
import type { TimelineView } from './view'

/** Distance in pixels at which a keyframe or an end can be grabbed. */
const REACH = 6

export type Hit =
  | { readonly what: 'key'; readonly record: Annotation; readonly frame: number }
  | { readonly what: 'start' | 'stop' | 'event' | 'track'; readonly record: Annotation }
  | { readonly what: 'lane'; readonly row: Row }

function keyUnder(record: Annotation, view: TimelineView, x: number): Hit | null {
  const keys = trackOf(record)?.keyframes ?? []
  let best: number | null = null
  let least = REACH
  for (const { frame } of keys) {
    const apart = Math.abs(view.x(frame + 0.5) - x)
    if (apart <= least) {
      least = apart
      best = frame
    }
  }
  return best === null ? null : { what: 'key', record, frame: best }
}

function eventUnder(events: readonly Annotation[], view: TimelineView, x: number): Hit | null {
  for (const record of events.toReversed()) {
    const [start, stop] = rangeOf(record)
    const [left, right] = [view.x(start), Math.max(view.x(stop), view.x(start) + 3)]
    const reach = Math.min(REACH, (right - left) / 3)
    if (x < left - REACH / 2 || x > right + REACH / 2) continue
    if (record.kind === 'time_point') return { what: 'event', record }
    if (x < left + reach) return { what: 'start', record }
    if (x > right - reach) return { what: 'stop', record }
    return { what: 'event', record }
  }
  return null
}

export function hitIn(row: Row, view: TimelineView, x: number): Hit {
  if (row.type === 'track') {
    return keyUnder(row.record, view, x) ?? { what: 'track', record: row.record }
  }
  return eventUnder(row.events, view, x) ?? { what: 'lane', row }
}
