import type { AnyKind, Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import {
  type Blend,
  continued,
  isWhole,
  type Keyframe,
  splitAt,
  stateAt,
  type Track,
  trimmed,
} from './parts/keyframes'
import { NO_PLACE } from './parts/no_place'
import { trackableKind } from './parts/trackable'

export {
  type Keyframe,
  livesOf,
  merged as mergeTracks,
  type Track,
  withKeyframe,
  withoutKeyframe,
} from './parts/keyframes'

const KEYS = ['frame', 'data', 'outside', 'occluded', 'attributes', 'origin']
const ORIGINS = ['human', 'model', 'import', 'rule', 'interpolation']
/** Frames in which two tracks are compared. */
const SAMPLES = 200

const blendOf = (track: Track): Blend<unknown> => {
  const interpolate = trackableKind(track.of)?.interpolate
  return (a, b, t) => (interpolate ? interpolate(a, b, t) : a)
}

/** The track in a frame, or null where it is not there. */
export const trackAt = (track: Track, frame: number): Keyframe | null =>
  stateAt(track, frame, blendOf(track))

export const trimTrack = (track: Track, first: number, last: number): Track | null =>
  trimmed(track, first, last, blendOf(track))

export const splitTrack = (track: Track, frame: number): readonly [Track | null, Track | null] =>
  splitAt(track, frame, blendOf(track))

function isKeyframe(value: unknown): value is Keyframe {
  if (typeof value !== 'object' || value === null) return false
  const { frame, outside, occluded, attributes, origin } = value as { [key: string]: unknown }
  return (
    Object.keys(value).length === KEYS.length &&
    KEYS.every((key) => key in value) &&
    isWhole(frame) &&
    typeof outside === 'boolean' &&
    typeof occluded === 'boolean' &&
    typeof attributes === 'object' &&
    attributes !== null &&
    ORIGINS.includes(origin as string)
  )
}

function parse(data: unknown): { track: Track; kind: AnyKind } | null {
  if (typeof data !== 'object' || data === null || Object.keys(data).length !== 2) return null
  if (!('of' in data) || !('keyframes' in data) || !Array.isArray(data.keyframes)) return null
  const kind = trackableKind(data.of)
  const frames: readonly unknown[] = data.keyframes
  const known = frames.filter(isKeyframe)
  if (!kind || known.length === 0 || known.length !== frames.length) return null
  const rising = known.every(({ frame }, i) => i === 0 || frame > (known[i - 1]?.frame ?? -1))
  if (!rising || known[0]?.outside) return null
  return { track: { of: kind.id, keyframes: known }, kind }
}

function problems(data: unknown): readonly Problem[] {
  const parsed = parse(data)
  if (!parsed) return ['malformed']
  const found = parsed.track.keyframes.flatMap((each) => parsed.kind.validate(each.data))
  return [...new Set(found)]
}

function compared(a: Track, b: Track): readonly number[] {
  const ends = [a, b].flatMap(({ keyframes }) => keyframes.map(({ frame }) => frame))
  const first = Math.min(...ends)
  const span = Math.max(...ends) - first
  if (span < SAMPLES) return Array.from({ length: span + 1 }, (_, i) => first + i)
  return Array.from({ length: SAMPLES }, (_, i) => first + Math.floor((span * i) / (SAMPLES - 1)))
}

/** The mean similarity over the frames in which either is there, up to the last keyframe. */
function similarity(a: Track, b: Track): number {
  const alike = trackableKind(a.of)?.similarity
  if (a.of !== b.of || !alike) return 0
  let total = 0
  let count = 0
  for (const frame of compared(a, b)) {
    const one = trackAt(a, frame)
    const other = trackAt(b, frame)
    if (one || other) count++
    if (one && other) total += alike(one.data, other.data)
  }
  return count > 0 ? total / count : 0
}

export const track = defineKind<Track>({
  id: 'track',
  ...NO_PLACE,
  inSpace: true,
  labelled: true,
  seenAs: ({ of }) => of,
  translate: (data, delta) => ({
    ...data,
    keyframes: data.keyframes.map((each) => ({
      ...each,
      data: trackableKind(data.of)?.translate(each.data, delta) ?? each.data,
    })),
  }),
  validate: problems,
  continued: (whole, part) => (whole.of === part.of ? continued(whole, part) : whole),
  similarity,
})
