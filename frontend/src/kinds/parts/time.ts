export { NO_PLACE } from './no_place'

/** Everything with a place in time says who says what on which lane; see docs/audio.md. */
export interface Lane {
  /** From 0; null is every channel. */
  readonly channel: number | null
  /** "" is the lane of the record's label. */
  readonly tier: string
  readonly speaker: string
  readonly text: string
  /** Id of the segment that this one is a part of. */
  readonly parent: string | null
}

export const MOST_SAMPLES = 2 ** 40
export const MOST_CHANNELS = 256
const LONGEST_NAME = 100
const LONGEST_TEXT = 10_000
const LONGEST_ID = 64
// What no transcript holds: control characters but tab and line feed, and halves of surrogate pairs.
const UNSPEAKABLE = /[^\P{Cc}\t\n]|\p{Cs}/u

export const isSample = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_SAMPLES

const isText = (value: unknown, longest: number): boolean =>
  typeof value === 'string' && [...value].length <= longest && !UNSPEAKABLE.test(value)

const isChannel = (value: unknown): boolean =>
  value === null ||
  (Number.isInteger(value) && (value as number) >= 0 && (value as number) < MOST_CHANNELS)

const isParent = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && value.length > 0 && value.length <= LONGEST_ID)

/** The data as an object of exactly these keys and a sound lane; null when it is not. */
export function laneOf(data: unknown, places: readonly string[]): Record<string, unknown> | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null
  const given = data as Record<string, unknown>
  const keys = [...places, 'channel', 'tier', 'speaker', 'text', 'parent']
  if (Object.keys(given).length !== keys.length || !keys.every((key) => key in given)) return null
  const sound =
    isChannel(given.channel) &&
    isText(given.tier, LONGEST_NAME) &&
    isText(given.speaker, LONGEST_NAME) &&
    isText(given.text, LONGEST_TEXT) &&
    isParent(given.parent)
  return sound ? given : null
}

/** A part goes with what it is a part of. */
export const PART = {
  names: ({ parent }: Lane): readonly string[] => (parent === null ? [] : [parent]),
  renamed: <Data extends Lane>(data: Data, nameOf: (id: string) => string): Data =>
    data.parent === null ? data : { ...data, parent: nameOf(data.parent) },
}

export const alikeLane = (a: Lane, b: Lane): boolean =>
  a.channel === null || b.channel === null || a.channel === b.channel
