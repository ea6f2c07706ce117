/** What of a track changes over time beside its shape. Pure. */
import type { AttributeValue } from '../core/patch'
import { sameJson } from '../core/patch'
import { type Keyframe, type Track, trackAt, withKeyframe } from './track'

/**
 * The track with something else from a frame on, up to the keyframe at which it changes anyway. The frame becomes a
 * keyframe of a person; later ones keep their origin, for their shapes are still whose they were.
 */
function changedFrom<Data, T>(
  track: Track<Data>,
  frame: number,
  value: T,
  get: (key: Keyframe<Data>) => T,
  set: (key: Keyframe<Data>, value: T) => Keyframe<Data>,
): Track<Data> {
  const now = trackAt(track, frame) as Keyframe<Data> | null
  if (!now) return track
  const before = get(now)
  const later = track.keyframes.filter((key) => key.frame > frame)
  const until = later.find((key) => key.outside || !sameJson(get(key), before))?.frame ?? Infinity
  const keyframes = track.keyframes.map((key) =>
    key.frame > frame && key.frame < until ? set(key, value) : key,
  )
  return withKeyframe({ ...track, keyframes }, { ...set(now, value), origin: 'human' })
}

export const withOccludedFrom = <Data>(
  track: Track<Data>,
  frame: number,
  occluded: boolean,
): Track<Data> =>
  changedFrom(
    track,
    frame,
    occluded,
    (key) => key.occluded,
    (key, next) => ({ ...key, occluded: next }),
  )

/** With the value of an attribute from a frame on; null takes it back to what the whole track has. */
export const withAttributeFrom = <Data>(
  track: Track<Data>,
  frame: number,
  name: string,
  value: AttributeValue,
): Track<Data> =>
  changedFrom<Data, AttributeValue>(
    track,
    frame,
    value,
    (key) => key.attributes[name] ?? null,
    (key, next) => {
      const { [name]: _, ...rest } = key.attributes
      return { ...key, attributes: next === null ? rest : { ...rest, [name]: next } }
    },
  )
