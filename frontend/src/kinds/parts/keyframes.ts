import type { AttributeValue, SourceOrigin } from '../../core/patch'

/** A track in one frame. */
export interface Keyframe<Data = unknown> {
  readonly frame: number
  readonly data: Data
  /** It is not there from this frame on, until a later keyframe. */
  readonly outside: boolean
  readonly occluded: boolean
  /** Those that change over time; they hold until the next keyframe. */
  readonly attributes: { readonly [key: string]: AttributeValue }
  readonly origin: SourceOrigin
}

/** One thing followed over time; `of` is the slug of its kind. */
export interface Track<Data = unknown> {
  readonly of: string
  readonly keyframes: readonly Keyframe<Data>[]
}

/** `interpolate` of the kind that is tracked. */
export type Blend<Data> = (a: Data, b: Data, t: number) => Data

export const MOST_FRAMES = 10_000_000

export const isWhole = (value: unknown, most = MOST_FRAMES): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most

/**
 * The track in a frame, as a keyframe of that frame; null where it is not there. What is no keyframe of its own has
 * the origin `interpolation`.
 */
export function stateAt<Data>(
  { keyframes }: Track<Data>,
  frame: number,
  blend: Blend<Data>,
): Keyframe<Data> | null {
  const place = placeAfter(keyframes, frame)
  const before = keyframes[place - 1]
  if (!before || before.outside) return null
  if (before.frame === frame) return before
  const after = keyframes[place]
  const held = { ...before, frame, origin: 'interpolation' } as const
  if (!after || after.outside) return held
  const t = (frame - before.frame) / (after.frame - before.frame)
  return { ...held, data: blend(before.data, after.data, t) }
}

/** Index of the first keyframe after a frame, by halving. */
function placeAfter(keyframes: readonly Keyframe[], frame: number): number {
  let low = 0
  let high = keyframes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keyframes[middle]?.frame ?? 0) <= frame) low = middle + 1
    else high = middle
  }
  return low
}

/** First and last frame of each time that it is there; the last is null when it never ends. */
export function livesOf({
  keyframes,
}: Track): readonly { readonly first: number; readonly last: number | null }[] {
  const found: { first: number; last: number | null }[] = []
  for (const { frame, outside } of keyframes) {
    const open = found.at(-1)
    if (open?.last === null) {
      if (outside) open.last = frame - 1
    } else if (!outside) found.push({ first: frame, last: null })
  }
  return found
}

const sorted = <Data>(frames: readonly Keyframe<Data>[]) =>
  frames.toSorted((a, b) => a.frame - b.frame)

/** Without keyframes that end what has not begun; null when nothing is left. */
function tidy<Data>(track: Track<Data>, frames: readonly Keyframe<Data>[]): Track<Data> | null {
  const kept: Keyframe<Data>[] = []
  for (const each of frames) {
    if (!each.outside || kept.at(-1)?.outside === false) kept.push(each)
  }
  return kept.length > 0 ? { ...track, keyframes: kept } : null
}

/** The track with a keyframe put in. One that a person made is only replaced by a person's. */
export function withKeyframe<Data>(track: Track<Data>, next: Keyframe<Data>): Track<Data> {
  const old = track.keyframes.find(({ frame }) => frame === next.frame)
  if (old?.origin === 'human' && next.origin !== 'human') return track
  const rest = track.keyframes.filter(({ frame }) => frame !== next.frame)
  return { ...track, keyframes: sorted([...rest, next]) }
}

/** The track without the keyframe of a frame; null when nothing is left of it. */
export const withoutKeyframe = <Data>(track: Track<Data>, frame: number): Track<Data> | null =>
  tidy(
    track,
    track.keyframes.filter((each) => each.frame !== frame),
  )

/** With the state of `frame` as its first keyframe. */
function begun<Data>(
  kept: readonly Keyframe<Data>[],
  start: Keyframe<Data> | null,
): readonly Keyframe<Data>[] {
  return start && kept[0]?.frame !== start.frame ? [start, ...kept] : kept
}

/** Only what happens from `first` to `last`, both included; null when it is not there then. */
export function trimmed<Data>(
  track: Track<Data>,
  first: number,
  last: number,
  blend: Blend<Data>,
): Track<Data> | null {
  const inside = track.keyframes.filter(({ frame }) => frame >= first && frame <= last)
  const kept = begun(inside, stateAt(track, first, blend))
  const end = stateAt(track, last, blend)
  if (!end) return tidy(track, kept)
  if (!stateAt(track, last + 1, blend)) {
    return tidy(track, [...kept, ...track.keyframes.filter(({ frame }) => frame === last + 1)])
  }
  const closed = kept.at(-1)?.frame === last ? kept : [...kept, end]
  return tidy(track, [...closed, { ...end, frame: last + 1, outside: true }])
}

/** What happens before `frame`, and what happens from it on; null for nothing. */
export function splitAt<Data>(
  track: Track<Data>,
  frame: number,
  blend: Blend<Data>,
): readonly [Track<Data> | null, Track<Data> | null] {
  const first = track.keyframes[0]?.frame ?? 0
  const before = frame > first ? trimmed(track, first, frame - 1, blend) : null
  const later = track.keyframes.filter((each) => each.frame >= frame)
  return [before, tidy(track, begun(later, stateAt(track, frame, blend)))]
}

/** The whole with a part that begins where it ends, or ends where it begins; what it has of its own there stays. */
export function continued<Data>(whole: Track<Data>, part: Track<Data>): Track<Data> {
  const last = whole.keyframes.at(-1)?.frame ?? 0
  const isEndInside = ({ frame, outside }: Keyframe) => outside && frame <= last
  return merged(whole, { ...part, keyframes: part.keyframes.filter((key) => !isEndInside(key)) })
}

const rank = ({ origin, outside }: Keyframe): number =>
  (origin === 'human' ? 2 : 0) + (outside ? 0 : 1)

/** Both as one track. Where both have a keyframe a person's wins, else one that is there, else a's. */
export function merged<Data>(a: Track<Data>, b: Track<Data>): Track<Data> {
  if (a.of !== b.of) throw new Error('tracks of different kinds cannot be one')
  const found = new Map<number, Keyframe<Data>>()
  for (const each of [...a.keyframes, ...b.keyframes]) {
    const old = found.get(each.frame)
    if (!old || rank(each) > rank(old)) found.set(each.frame, each)
  }
  return tidy(a, sorted([...found.values()])) ?? a
}
