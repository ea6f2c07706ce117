/** The times at which a track is there, and what dragging them means for it. Pure. */
import { clampNumber } from '../../../core/geometry'
import { sameJson } from '../../../core/patch'
import { type Keyframe, livesOf, type Track, trackAt, withKeyframe } from '../../../kinds'

export interface Life {
  readonly first: number
  /** Null when it never ends. */
  readonly last: number | null
}

const neighbours = (
  track: Track,
  { first }: Life,
): readonly [Life | undefined, Life | undefined] => {
  const lives = livesOf(track)
  const place = lives.findIndex((life) => life.first === first)
  return [lives[place - 1], lives[place + 1]]
}

const without = (track: Track, isGone: (key: Keyframe) => boolean): Track => ({
  ...track,
  keyframes: track.keyframes.filter((key) => !isGone(key)),
})

/** With this state as a keyframe of a person. */
const pinned = (track: Track, state: Keyframe | null, frame: number): Track =>
  state ? withKeyframe(track, { ...state, frame, origin: 'human' }) : track

/** A life that begins at another frame: earlier as it was at its beginning, later as it was there by then. */
export function withBeginAt(track: Track, life: Life, to: number, frames: number): Track {
  const [before] = neighbours(track, life)
  const end = before?.last ?? -1
  const frame = clampNumber(to, end + 1, life.last ?? frames - 1)
  const rest = without(track, (key) => key.frame >= life.first && key.frame < frame)
  const begun = pinned(rest, trackAt(track, Math.max(frame, life.first)), frame)
  // Where the gap before it is closed, what was there until then stays where it was.
  return before && frame === end + 1 ? pinned(begun, trackAt(track, end), end) : begun
}

/** A life that is over from another frame on; never, when that is the end of the video. */
export function withEndAt(track: Track, life: Life, to: number, frames: number): Track {
  const [, next] = neighbours(track, life)
  const old = life.last === null ? frames : life.last + 1
  const stop = clampNumber(to, life.first + 1, next?.first ?? frames)
  const known = Math.min(stop, old)
  const now = trackAt(track, known - 1)
  const rest = without(track, (key) => key.frame >= known && key.frame <= old)
  if (!now) return track
  if (stop === next?.first) return pinned(rest, now, stop - 1)
  const last = rest.keyframes.findLast((key) => key.frame < known)
  const kept = sameJson(last?.data, now.data) ? rest : pinned(rest, now, known - 1)
  return stop < frames ? pinned(kept, { ...now, outside: true }, stop) : kept
}

/** A life that is lived earlier or later, between those before and after. */
export function withLifeMoved(track: Track, life: Life, by: number, frames: number): Track {
  const [before, next] = neighbours(track, life)
  const end = life.last === null ? Infinity : life.last + 1
  const isOf = ({ frame }: Keyframe) => frame >= life.first && frame <= end
  const last = track.keyframes.findLast(isOf)?.frame ?? life.first
  const least = before ? (before.last ?? 0) + 2 : 0
  const most = life.last === null ? frames - 1 : next ? next.first - 1 : frames
  const shift = clampNumber(by, least - life.first, most - last)
  const keyframes = track.keyframes.map((key) =>
    isOf(key) ? { ...key, frame: key.frame + shift } : key,
  )
  return { ...track, keyframes }
}
