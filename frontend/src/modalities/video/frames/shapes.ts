/** Tracks as the shapes that they are in one frame, and what a change of such a shape means for its track. Pure. */
import { withData } from '../../../core/kind'
import { type Annotation, sameJson } from '../../../core/patch'
import { type Keyframe, type Track, trackAt, withKeyframe, withoutKeyframe } from '../../../kinds'
import { trackableKind } from '../../../kinds/parts/trackable'

export const trackOf = (record: Annotation): Track | null =>
  record.kind === 'track' ? (record.data as Track) : null

/** The annotation in a frame: of a track its shape there, null where it is not there. Others are what they are. */
export function shapeAt(record: Annotation, frame: number): Annotation | null {
  const track = trackOf(record)
  if (!track) return record
  const now = trackAt(track, frame)
  if (!now) return null
  const attributes = { ...record.attributes, ...now.attributes }
  return { ...record, kind: track.of, data: now.data, attributes }
}

/** Whether the track has a keyframe of its own in a frame. */
export const isKeyAt = (track: Track, frame: number): boolean =>
  track.keyframes.some((key) => key.frame === frame)

export const keyOf = (data: unknown, frame: number, now?: Keyframe | null): Keyframe => ({
  frame,
  data,
  outside: false,
  occluded: now?.occluded ?? false,
  attributes: now?.attributes ?? {},
  origin: 'human',
})

/** A new track that begins with a shape; `single` ends it with the frame. */
export function begun(shape: Annotation, frame: number, single: boolean): Annotation {
  if (!trackableKind(shape.kind)) return shape
  const first = keyOf(shape.data, frame)
  const keyframes = single ? [first, { ...first, frame: frame + 1, outside: true }] : [first]
  return { ...shape, kind: 'track', data: { of: shape.kind, keyframes } satisfies Track }
}

/** Not there from a frame on, up to the next keyframe; before, it is where it was. Null when nothing is left. */
export function outsideFrom(track: Track, frame: number): Track | null {
  const now = trackAt(track, frame)
  if (!now) return track
  if (track.keyframes[0]?.frame === frame) return withoutKeyframe(track, frame)
  const end = trackAt(track, frame - 1)
  const last = track.keyframes.findLast((key) => key.frame < frame)
  const kept = end && !sameJson(end.data, last?.data) ? withKeyframe(track, end) : track
  return withKeyframe(kept, { ...keyOf(now.data, frame, now), outside: true })
}

/** The annotation without its shape in a frame; null when nothing is left. */
export function gone(record: Annotation, frame: number): Annotation | null {
  const track = trackOf(record)
  const rest = track && outsideFrom(track, frame)
  return rest && withData(record, rest)
}

/** Attributes that the change gave another value are those of the whole track. */
function attributesOf(record: Annotation, before: Annotation, after: Annotation) {
  const changed = Object.entries(after.attributes).filter(
    ([key, value]) => !sameJson(before.attributes[key], value),
  )
  const kept = Object.entries(record.attributes).filter(
    ([key]) => key in after.attributes || !(key in before.attributes),
  )
  return Object.fromEntries([...kept, ...changed])
}

/** The record after its shape in a frame has been changed: where the shape moved, with a keyframe there. */
export function changed(
  record: Annotation,
  frame: number,
  before: Annotation,
  after: Annotation,
): Annotation {
  const track = trackOf(record)
  if (!track) return after
  const { label, z, group, source, score } = after
  const attributes = attributesOf(record, before, after)
  const whole = { ...record, label, z, group, source, score, attributes }
  if (sameJson(before.data, after.data) && before.kind === after.kind) return whole
  if (before.kind !== after.kind) return whole
  return withData(whole, withKeyframe(track, keyOf(after.data, frame, trackAt(track, frame))))
}
