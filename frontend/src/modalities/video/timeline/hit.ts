/** What of a row lies under the pointer. */
import type { Annotation } from '../../../core/patch'
import { livesOf, type Track } from '../../../kinds'
import { rangeOf } from '../frames/edits'
import type { Life } from '../frames/lives'
import { trackOf } from '../frames/shapes'
import type { Row } from './rows'
import type { TimelineView } from './view'

/** Distance in pixels at which a keyframe or an end can be grabbed. */
const REACH = 6

export type TrackHit =
  | { readonly what: 'key'; readonly record: Annotation; readonly frame: number }
  | { readonly what: 'begin' | 'end' | 'life'; readonly record: Annotation; readonly life: Life }

export interface EventHit {
  readonly what: 'start' | 'stop' | 'event'
  readonly record: Annotation
}

export type Hit =
  | TrackHit
  | EventHit
  | { readonly what: 'track'; readonly record: Annotation }
  | { readonly what: 'lane'; readonly row: Row }

/** Of some things at places, the nearest within reach; of two at one place the later. */
function nearest<T>(all: readonly { readonly x: number; readonly is: T }[], x: number): T | null {
  let best: T | null = null
  let least = REACH
  for (const { x: place, is } of all) {
    const apart = Math.abs(place - x)
    if (apart <= least) {
      least = apart
      best = is
    }
  }
  return best
}

/** Where the ends of its lives can be grabbed: the edges of their bars, and the diamonds beside them. */
function endsOf(record: Annotation, track: Track, view: TimelineView) {
  const frames = view.frames.peek()
  return livesOf(track).flatMap((life) => {
    const stop = life.last === null ? frames : life.last + 1
    const begin: TrackHit = { what: 'begin', record, life }
    const end: TrackHit = { what: 'end', record, life }
    const diamond = life.last === null ? [] : [{ x: view.x(stop + 0.5), is: end }]
    return [
      { x: view.x(life.first), is: begin },
      { x: view.x(life.first + 0.5), is: begin },
      { x: view.x(stop), is: end },
      ...diamond,
    ]
  })
}

function trackUnder(record: Annotation, view: TimelineView, x: number, isMoving: boolean): Hit {
  const track = trackOf(record)
  if (!track) return { what: 'track', record }
  const keys = track.keyframes.map(({ frame }) => ({
    x: view.x(frame + 0.5),
    is: { what: 'key', record, frame } as const,
  }))
  const grabbed = nearest<TrackHit>([...keys, ...endsOf(record, track, view)], x)
  if (grabbed) return grabbed
  const frame = view.frameAt(x)
  const life = isMoving
    ? livesOf(track).find(({ first, last }) => first <= frame && frame <= (last ?? Infinity))
    : undefined
  return life ? { what: 'life', record, life } : { what: 'track', record }
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

/** `isMoving`: a track is grabbed as a whole where it is no keyframe and no end. */
export function hitIn(row: Row, view: TimelineView, x: number, isMoving: boolean): Hit {
  if (row.type === 'track') return trackUnder(row.record, view, x, isMoving)
  return eventUnder(row.events, view, x) ?? { what: 'lane', row }
}

/** The frame of a keyframe or an end, which many frames may share a pixel with. */
export function frameOf(hit: Hit): number | null {
  if (hit.what === 'key') return hit.frame
  if (hit.what === 'begin') return hit.life.first
  return hit.what === 'end' && hit.life.last !== null ? hit.life.last + 1 : null
}
