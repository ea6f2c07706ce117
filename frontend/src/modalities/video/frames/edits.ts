/** What can be done with tracks and events beside moving their shapes. Pure. */
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import {
  mergeTracks,
  type Segment,
  splitTrack,
  type TimePoint,
  type Track,
  trackAt,
  withKeyframe,
  withoutKeyframe,
} from '../../../kinds'
import { isKeyAt, keyOf, outsideFrom } from './shapes'

/** A keyframe where the shape is, or the one that is there taken out; null when it was the only one. */
export function toggledKey(track: Track, frame: number): Track | null {
  if (isKeyAt(track, frame)) return withoutKeyframe(track, frame)
  const now = trackAt(track, frame)
  return now ? withKeyframe(track, keyOf(now.data, frame, now)) : track
}

/** Not there from a frame on, up to the next keyframe; where it is not there already, there again as it last was. */
export function toggledOutside(track: Track, frame: number): Track | null {
  if (trackAt(track, frame)) return outsideFrom(track, frame)
  const last = track.keyframes.findLast((key) => key.frame <= frame) ?? track.keyframes[0]
  return last ? withKeyframe(track, keyOf(last.data, frame, last)) : track
}

/** Both as one; between the end of the first and the beginning of the second it is not there. */
export function joined(a: Track, b: Track): Track {
  const [first, second] =
    (a.keyframes[0]?.frame ?? 0) <= (b.keyframes[0]?.frame ?? 0) ? [a, b] : [b, a]
  return mergeTracks(first, second)
}

/** What was before, then the rest; between them it is not there where the rest begins later. */
function tied(before: Track | null, rest: Track | null, frame: number): Track | null {
  if (!before || !rest) return before ?? rest
  const head = before.keyframes.filter((key) => key.frame < frame)
  const last = head.at(-1)
  const isGap = last && !last.outside && (rest.keyframes[0]?.frame ?? frame) > frame
  const gap = isGap ? [{ ...last, frame, outside: true }] : []
  return { ...before, keyframes: [...head, ...gap, ...rest.keyframes] }
}

/** Both tracks with what comes from a frame on of the other: two that were taken for each other at a crossing. */
export function swapped(a: Track, b: Track, frame: number): readonly [Track, Track] | null {
  const [aBefore, aAfter] = splitTrack(a, frame)
  const [bBefore, bAfter] = splitTrack(b, frame)
  const one = tied(aBefore, bAfter, frame)
  const other = tied(bBefore, aAfter, frame)
  return one && other ? [one, other] : null
}

const lastOf = (track: Track): number => track.keyframes.at(-1)?.frame ?? 0

/** With the keyframe of one frame in another, which must lie between its neighbours. */
export function withKeyMoved(track: Track, from: number, to: number): Track {
  const place = track.keyframes.findIndex((key) => key.frame === from)
  const key = track.keyframes[place]
  if (!key) return track
  const least = (track.keyframes[place - 1]?.frame ?? -1) + 1
  const most = (track.keyframes[place + 1]?.frame ?? Infinity) - 1
  const frame = Math.min(Math.max(to, least), most)
  const keyframes = track.keyframes.with(place, { ...key, frame, origin: 'human' })
  return { ...track, keyframes }
}

/** The shape of a frame as it is until `last`; what comes later stays what it was. */
export function propagated(track: Track, frame: number, last: number): Track {
  const now = trackAt(track, frame)
  if (!now) return track
  const after = trackAt(track, last + 1)
  const held = keyOf(now.data, frame, now)
  const kept = track.keyframes.filter((key) => key.frame < frame || key.frame > last)
  const next = withKeyframe(withKeyframe({ ...track, keyframes: kept }, held), {
    ...held,
    frame: last,
  })
  const isMoving = after && lastOf(track) > last
  return isMoving ? withKeyframe(next, { ...after, frame: last + 1, origin: 'human' }) : next
}

/** An event with other ends, at least one frame long and within the video. */
export function withRange(
  record: Annotation,
  start: number,
  stop: number,
  frames: number,
): Annotation {
  if (record.kind === 'time_point') {
    const at = Math.min(Math.max(0, start), frames - 1)
    return withData(record, { ...(record.data as TimePoint), at })
  }
  const first = Math.min(Math.max(0, start), frames - 1)
  const data = {
    ...(record.data as Segment),
    start: first,
    stop: Math.min(Math.max(stop, first + 1), frames),
  }
  return withData(record, data)
}

export const isEvent = ({ kind }: Annotation): boolean =>
  kind === 'segment' || kind === 'time_point'

/** First frame of an event, and the first after it. */
export function rangeOf(record: Annotation): readonly [number, number] {
  if (record.kind === 'time_point') {
    const { at } = record.data as TimePoint
    return [at, at + 1]
  }
  const { start, stop } = record.data as Segment
  return [start, stop]
}
