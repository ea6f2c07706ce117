/** Whose a boundary is, and how far it may go. */
import type { Transaction } from '../../core/transaction'
import { READING } from '../../transcription/parts'
import { type Item, isMoment, placed } from './items'

export type Side = 'start' | 'stop'

export interface Boundary {
  readonly side: Side
  /** The segment that was taken, with its parts and, of a part, what it is a part of, as far as they end there too. */
  readonly own: readonly Item[]
  /** What begins or ends there on the other side. */
  readonly beside: readonly Item[]
  /** Of every one of them a sample is left, and no part leaves its whole. */
  readonly least: number
  readonly most: number
}

export const opposite = (side: Side): Side => (side === 'start' ? 'stop' : 'start')

/** Words and phones: where two of them touch there is one boundary. A reading only goes along with its segment. */
export const isPart = ({ record, lane }: Item): boolean =>
  lane.parent !== null && record.label !== READING

/** Everything that is a part of it, and their parts. */
export function partsOf(items: readonly Item[], id: string): readonly Item[] {
  const own = items.filter(({ lane }) => lane.parent === id)
  return own.flatMap((item) => [item, ...partsOf(items, item.record.id)])
}

/** A segment and those of its parts that begin or end with it. */
const sharing = (items: readonly Item[], item: Item, side: Side): readonly Item[] => [
  item,
  ...partsOf(items, item.record.id).filter((part) => !isMoment(part) && part[side] === item[side]),
]

const wholeOf = (items: readonly Item[], { lane }: Item): Item | undefined =>
  lane.parent === null ? undefined : items.find(({ record }) => record.id === lane.parent)

/** Up to the word that begins or ends with this phone; a sentence may begin before its first word. */
function topOf(items: readonly Item[], item: Item, side: Side): Item {
  const whole = wholeOf(items, item)
  return whole && isPart(whole) && whole[side] === item[side] ? topOf(items, whole, side) : item
}

/** The segment of the same lane that has its other edge at the very place. */
function neighbour(items: readonly Item[], item: Item, side: Side): Item | undefined {
  const { record, lane } = item
  return items.find(
    (one) =>
      one[opposite(side)] === item[side] &&
      !isMoment(one) &&
      one.record.label === record.label &&
      one.lane.tier === lane.tier &&
      one.lane.speaker === lane.speaker,
  )
}

function limits(items: readonly Item[], own: readonly Item[], beside: readonly Item[], side: Side) {
  const [before, after] = side === 'start' ? [beside, own] : [own, beside]
  const at = own[0]?.[side] ?? 0
  const wholes = [own[0], beside[0]]
    .flatMap((item) => (item && wholeOf(items, item)) ?? [])
    .filter(({ start, stop }) => start <= at && at <= stop)
  return {
    least: Math.max(
      0,
      ...before.map(({ start }) => start + 1),
      ...wholes.map(({ start }) => start),
    ),
    most: Math.min(...after.map(({ stop }) => stop - 1), ...wholes.map(({ stop }) => stop)),
  }
}

/** `together`: with the segment that touches it there. */
export function boundaryOf(
  items: readonly Item[],
  item: Item,
  side: Side,
  together = isPart(item),
): Boundary {
  const own = sharing(items, together ? topOf(items, item, side) : item, side)
  const across = together ? own.flatMap((one) => neighbour(items, one, side) ?? []) : []
  const other = opposite(side)
  const beside = new Set(across.flatMap((one) => sharing(items, topOf(items, one, other), other)))
  return { side, own, beside: [...beside], ...limits(items, own, [...beside], side) }
}

/** The boundary of all whose it is, as far as it may go. */
export function putBoundary(tx: Transaction, boundary: Boundary, to: number): void {
  const { side, own, beside, least, most } = boundary
  const at = Math.min(Math.max(least, to), most)
  const put = (item: Item, which: Side) => {
    const [start, stop] = which === 'start' ? [at, item.stop] : [item.start, at]
    tx.update(item.record.id, (record) => placed(record, start, stop))
  }
  for (const item of own) put(item, side)
  for (const item of beside) put(item, opposite(side))
}
