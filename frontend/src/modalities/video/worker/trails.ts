/** What a worker is asked to follow, and what becomes of what it found. Pure. */
import type { Annotation } from '../../../core/patch'
import { type Box, type Keyframe, livesOf, type Track, trackAt, withKeyframe } from '../../../kinds'
import { trackableKind } from '../../../kinds/parts/trackable'
import { trackOf } from '../frames/shapes'

/** Likeness below which the place between two keyframes and a machine's place are not the same. */
export const DOUBT = 0.6

export interface Asked {
  readonly id: string
  readonly box: Box
  readonly first: number
  readonly last: number
}

/** A job under way. */
export interface Following {
  readonly job: string
  readonly frame: number
  readonly asked: readonly Asked[]
}

export interface Trail {
  readonly id: string
  /** With the origin `rule`; without the frame that it was followed from. */
  readonly keyframes: readonly Keyframe[]
  /** Frames in which it was given up, going back and forth. */
  readonly lost: readonly number[]
}

export interface Range {
  readonly first: number
  readonly last: number
}

/** Boxes of these tracks as they are in a frame. */
export function askedOf(
  records: readonly Annotation[],
  frame: number,
  range: Range,
): readonly Asked[] {
  return records.flatMap((record) => {
    const track = trackOf(record)
    const now = track?.of === 'box' ? trackAt(track, frame) : null
    return now ? [{ id: record.id, box: now.data as Box, ...range }] : []
  })
}

/** Frames around one up to the next keyframes of people, which a machine leaves alone. */
export function freeAround({ keyframes }: Track, frame: number): Range {
  const people = keyframes.filter(({ origin }) => origin === 'human')
  const before = people.findLast((key) => key.frame < frame)?.frame ?? -1
  const after = people.find((key) => key.frame > frame)?.frame ?? Infinity
  return { first: before + 1, last: after - 1 }
}

/** The track with what a machine found around a frame, instead of what a machine found there before. */
export function withTrail(track: Track, frame: number, trail: Trail): Track {
  const { first, last } = freeAround(track, frame)
  const now = trackAt(track, frame)
  const found = trail.keyframes.filter((key) => key.frame >= first && key.frame <= last)
  if (!now || found.length === 0) return track
  const [from, to] = [
    Math.min(frame, found[0]?.frame ?? frame),
    Math.max(frame, found.at(-1)?.frame ?? frame),
  ]
  const isKept = (key: Keyframe) =>
    key.origin === 'human' || key.frame === frame || key.frame < from || key.frame > to
  const kept = { ...track, keyframes: track.keyframes.filter(isKept) }
  const { occluded, attributes } = now
  // Where it was followed from it stays as it was, or it would be between two keyframes of a machine.
  const followed = found.reduce(
    (sum, key) => withKeyframe(sum, { ...key, occluded, attributes }),
    withKeyframe(kept, now.origin === 'interpolation' ? { ...now, origin: 'rule' } : now),
  )
  const isEnd = followed.keyframes.at(-1)?.frame === to && trail.lost.some((each) => each > frame)
  return isEnd ? endedByMachine(followed) : followed
}

/** A track that nobody has seen any more after its last keyframe is over there, as far as a machine knows. */
export function endedByMachine(track: Track): Track {
  const last = track.keyframes.at(-1)
  if (!last || last.outside) return track
  return withKeyframe(track, { ...last, frame: last.frame + 1, outside: true, origin: 'rule' })
}

/** What the machine says of a thing, as a track. */
export function opinionOf(asked: Asked, frame: number, trail: Trail): Track {
  const start: Keyframe = {
    frame,
    data: asked.box,
    outside: false,
    occluded: false,
    attributes: {},
    origin: 'rule',
  }
  const alone: Track = { of: 'box', keyframes: [start] }
  const track = trail.keyframes.reduce<Track>(withKeyframe, alone)
  const last = track.keyframes.at(-1) ?? start
  return withKeyframe(track, { ...last, frame: last.frame + 1, outside: true })
}

const isPerson = (track: Track, frame: number): boolean =>
  track.keyframes.some((key) => key.frame === frame && key.origin === 'human')

/** Of one life of an opinion so many frames are looked at. */
const LOOKS = 600

/** Frames in which a track, where nobody has looked at it, is not where a machine sees it; in stretches. */
export function doubtsOf(track: Track, opinion: Track): readonly Range[] {
  const alike = trackableKind(track.of)?.similarity
  if (!alike || opinion.of !== track.of) return []
  const isElsewhere = (frame: number): boolean => {
    const [mine, theirs] = [trackAt(track, frame), trackAt(opinion, frame)]
    if (!mine || !theirs || isPerson(track, frame)) return false
    return alike(mine.data, theirs.data) < DOUBT
  }
  return livesOf(opinion).flatMap(({ first, last }) => stretches(first, last ?? first, isElsewhere))
}

function stretches(first: number, last: number, is: (frame: number) => boolean): readonly Range[] {
  const step = Math.max(1, Math.ceil((last - first) / LOOKS))
  const found: { first: number; last: number }[] = []
  for (let frame = first; frame <= last; frame += step) {
    const before = found.at(-1)
    if (!is(frame)) continue
    if (before?.last === frame - 1) before.last = Math.min(last, frame + step - 1)
    else found.push({ first: frame, last: Math.min(last, frame + step - 1) })
  }
  return found
}
