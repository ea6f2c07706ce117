/** Two layers beside or over each other: what differs, and what a stage shows of it. Pure. */
import type { AnyKind } from '../../core/kind'
import { inLook, LOOKS, type Look } from '../../core/looks'
import type { Annotation } from '../../core/patch'
import type { Label, LabelSchema } from '../../core/schema'
import type { Comparison, Part } from '../types'

export const SIDES = ['left', 'right'] as const
export type Side = (typeof SIDES)[number]
/** Only in the left layer, only in the right one, in both but not the same. */
export const WHATS = ['left', 'right', 'changed'] as const
export type What = (typeof WHATS)[number]

/** One thing in either layer. */
export interface Thing {
  readonly key: string
  /** Null where nothing differs. */
  readonly what: What | null
  readonly left: Annotation | null
  readonly right: Annotation | null
  readonly parts: readonly Part[]
  readonly alike: number | null
}

const byId = (records: readonly Annotation[]) => new Map(records.map((one) => [one.id, one]))

function whatOf(left: Annotation | null, right: Annotation | null, parts: readonly Part[]) {
  if (!left) return 'right'
  if (!right) return 'left'
  return parts.length > 0 ? 'changed' : null
}

/** The things of a comparison. Shapes that are alike from `least` per cent count as the same; 100 is exact. */
export function thingsOf(comparison: Comparison, least: number): readonly Thing[] {
  const [lefts, rights] = [byId(comparison.left), byId(comparison.right)]
  const isClose = (alike: number | null) => least < 100 && alike !== null && alike * 100 >= least
  return comparison.things.map(({ left: one, right: other, parts: all, alike }) => {
    const left = one === null ? null : (lefts.get(one) ?? null)
    const right = other === null ? null : (rights.get(other) ?? null)
    const parts = isClose(alike) ? all.filter((part) => part !== 'shape') : all
    const what = whatOf(left, right, parts)
    return { key: `${one ?? ''}/${other ?? ''}`, what, left, right, parts, alike }
  })
}

export const countOf = (things: readonly Thing[], what: What): number =>
  things.filter((thing) => thing.what === what).length

/** Colours that stay apart for all eyes; of what changed, pale as it is on the left and strong as on the right. */
export const COLORS: Readonly<Record<Look, string>> = {
  left: '#e8590c',
  right: '#1c7ed6',
  before: '#eebefa',
  after: '#9c36b5',
  same: '#adb5bd',
}

const lookOf = ({ what }: Thing, side: Side): Look => {
  if (what === 'changed') return side === 'left' ? 'before' : 'after'
  return what ?? 'same'
}

/** The name of an annotation where both layers are in one picture: an id may be in both. */
export const overId = (side: Side, id: string): string => `${side}:${id}`

/** The label under which a thing is shown: of one that was given another, both. */
function labelOf({ left, right }: Thing, own: string): string {
  return left && right && left.label !== right.label ? `${left.label}→${right.label}` : own
}

/** Labels of things that have another label in the other layer. */
export const relabelled = (things: readonly Thing[]): readonly string[] =>
  [...new Set(things.map((thing) => labelOf(thing, '')))].filter((key) => key !== '').sort()

/** The labels in the colours of what differs; a change of label is called by both of their names. */
export function overSchema({ labels }: LabelSchema, changes: readonly string[] = []): LabelSchema {
  const known = new Map(labels.map((label) => [label.key, label]))
  const both = changes.flatMap((key): Label | [] => {
    const [from, to] = key.split('→').map((one) => known.get(one))
    if (!from || !to) return []
    const name = { en: `${from.name.en} → ${to.name.en}`, zh: `${from.name.zh} → ${to.name.zh}` }
    return { ...to, key, name }
  })
  const painted = LOOKS.flatMap((look) =>
    [...labels, ...both].map(
      (label): Label => ({ ...label, key: inLook(look, label.key), color: COLORS[look] }),
    ),
  )
  return { labels: painted, alike: true, questions: [] }
}

type Kinds = ReadonlyMap<string, AnyKind>

function over(thing: Thing, side: Side, kinds: Kinds, nameOf: (id: string) => string) {
  const record = thing[side]
  if (!record || (thing.what === null && side === 'right')) return []
  const look = lookOf(thing, side)
  const kind = kinds.get(record.kind)
  const named = kind?.renamed?.(record.data, nameOf) ?? record.data
  const data = kind?.relabelled?.(named, (label) => inLook(look, label)) ?? named
  const label = kind?.labelled === false ? record.label : inLook(look, labelOf(thing, record.label))
  return [{ ...record, id: overId(side, record.id), label, data }]
}

/** Both layers in one picture, each thing as it differs; what is the same once. */
export function overlaid(things: readonly Thing[], kinds: Kinds): readonly Annotation[] {
  const same = things.filter(({ what }) => what === null)
  const twins = new Map(same.map(({ left, right }) => [right?.id, left?.id ?? '']))
  const onRight = (id: string) => {
    const twin = twins.get(id)
    return twin === undefined ? overId('right', id) : overId('left', twin)
  }
  return things.flatMap((thing) => [
    ...over(thing, 'left', kinds, (id) => overId('left', id)),
    ...over(thing, 'right', kinds, onRight),
  ])
}

/** One layer alone. */
export const ofSide = (things: readonly Thing[], side: Side): readonly Annotation[] =>
  things.flatMap((thing) => thing[side] ?? [])
