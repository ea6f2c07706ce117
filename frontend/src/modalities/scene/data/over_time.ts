/** What of a track changes over time beside its box. Pure. */
import type { AttributeValue } from '../../../core/patch'
import { sameJson } from '../../../core/patch'
import { type Cuboid, type Keyframe, type Track, trackAt, withKeyframe } from '../../../kinds'

type Key = Keyframe<Cuboid>
type Set<T> = (key: Key, value: T) => Key
type Get<T> = (key: Key) => T

/**
 * The track with something else from a frame on, up to the keyframe at which it changes anyway. The frame becomes a
 * keyframe of a person; later ones keep their origin, for their boxes are still whose they were.
 */
function changed<T>(
  track: Track<Cuboid>,
  frame: number,
  value: T,
  get: Get<T>,
  set: Set<T>,
): Track<Cuboid> {
  const now = trackAt(track, frame) as Key | null
  if (!now) return track
  const before = get(now)
  const later = track.keyframes.filter((key) => key.frame > frame)
  const until = later.find((key) => key.outside || !sameJson(get(key), before))?.frame
  const isMeant = (key: Key) => key.frame > frame && key.frame < (until ?? Number.POSITIVE_INFINITY)
  const keyframes = track.keyframes.map((key) => (isMeant(key) ? set(key, value) : key))
  return withKeyframe({ ...track, keyframes }, { ...set(now, value), origin: 'human' })
}

/** With an attribute from a frame on; null takes it back to what the whole track has. */
export function withAttributeFrom(
  track: Track<Cuboid>,
  frame: number,
  name: string,
  value: AttributeValue,
): Track<Cuboid> {
  return changed<AttributeValue>(
    track,
    frame,
    value,
    (key) => key.attributes[name] ?? null,
    (key, next) => {
      const { [name]: _, ...rest } = key.attributes
      return { ...key, attributes: next === null ? rest : { ...rest, [name]: next } }
    },
  )
}

export const withOccludedFrom = (
  track: Track<Cuboid>,
  frame: number,
  occluded: boolean,
): Track<Cuboid> =>
  changed(
    track,
    frame,
    occluded,
    (key) => key.occluded,
    (key, next) => ({ ...key, occluded: next }),
  )
