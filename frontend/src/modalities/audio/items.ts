/** Annotations as a timeline sees them. */
import { withData } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import type { Lane, Segment, TimePoint } from '../../kinds'

export interface Item {
  readonly record: Annotation
  /** Samples, `start <= sample < stop`; of a moment both are the same. */
  readonly start: number
  readonly stop: number
  readonly lane: Lane
}

/** Of a record that stays as it is there is one item, so that whoever shows it knows that nothing has changed. */
const known = new WeakMap<Annotation, Item | null>()

/** Null for what has no place in time. */
export function itemOf(record: Annotation): Item | null {
  const item = known.get(record)
  if (item !== undefined) return item
  const made = readItem(record)
  known.set(record, made)
  return made
}

function readItem(record: Annotation): Item | null {
  if (record.kind === 'segment') {
    const data = record.data as Segment
    return { record, start: data.start, stop: data.stop, lane: data }
  }
  if (record.kind === 'time_point') {
    const data = record.data as TimePoint
    return { record, start: data.at, stop: data.at, lane: data }
  }
  return null
}

export const isMoment = ({ record }: Item): boolean => record.kind === 'time_point'

/** By where they begin; of those that begin together the longer first, as a sentence before its words. */
export const byTime = (a: Item, b: Item): number =>
  a.start - b.start || b.stop - a.stop || (a.record.id < b.record.id ? -1 : 1)

/** The same of annotations; what has no place in time comes first. */
export function recordsByTime(a: Annotation, b: Annotation): number {
  const [one, other] = [itemOf(a), itemOf(b)]
  if (one && other) return byTime(one, other)
  return Number(one !== null) - Number(other !== null) || (a.id < b.id ? -1 : 1)
}

export const itemsOf = (records: Iterable<Annotation>): readonly Item[] =>
  [...records].flatMap((record) => itemOf(record) ?? []).sort(byTime)

/** The annotation at another place; a moment has only a start. */
export function placed(record: Annotation, start: number, stop: number): Annotation {
  const data = record.data as object
  return record.kind === 'time_point'
    ? withData(record, { ...data, at: start })
    : withData(record, { ...data, start, stop })
}

/** The annotation with other words, another speaker, tier or parent. */
export const laned = (record: Annotation, change: Partial<Lane>): Annotation =>
  withData(record, { ...(record.data as object), ...change })

export const OPEN_LANE: Lane = { channel: null, tier: '', speaker: '', text: '', parent: null }
