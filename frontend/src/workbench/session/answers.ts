/** The answers of several people beside one another, and beside what is decided. Pure. */
import type { AnyKind } from '../../core/kind'
import { type Annotation, type AttributeValue, sameJson } from '../../core/patch'
import type { Attribute } from '../../core/schema'
import type { Answers, PointVote } from '../types'

/** One thing in the answers of several people. */
export interface ComparedThing {
  readonly key: string
  /** Everybody's annotation of it, in the order of the people; null where somebody has none. */
  readonly of: readonly (Annotation | null)[]
  /** What is decided about it so far; null when it is left out. */
  readonly result: Annotation | null
  /** How its points were voted on, where it has some. */
  readonly vote: PointVote | null
}

/** Things that may be looked at: those about the whole first, then as they were given. */
export function comparedThings(
  { people, things, votes = {} }: Answers,
  work: ReadonlyMap<string, Annotation>,
): readonly ComparedThing[] {
  const found = people.map(({ records }) => new Map(records.map((one) => [one.id, one])))
  const all = things.map((ids): ComparedThing => {
    const of = ids.map((id, person) => (id ? (found[person]?.get(id) ?? null) : null))
    const kept = ids.find((id) => id !== null && work.has(id))
    return {
      key: ids.find((id) => id !== null) ?? '',
      of,
      result: (kept && work.get(kept)) || null,
      vote: ids.flatMap((id) => (id && votes[id]) || [])[0] ?? null,
    }
  })
  const isWhole = ({ of }: ComparedThing) => of.some((one) => one?.kind === 'answers')
  return [...all.filter(isWhole), ...all.filter((thing) => !isWhole(thing))]
}

const textOf = (one: Annotation): string | null => {
  const { text } = one.data as { text?: unknown }
  return typeof text === 'string' ? text : null
}

/** A line of the comparison: what everybody says of one attribute, of the label or of the text. */
export interface ComparedValue {
  readonly what: 'label' | 'text' | 'attribute'
  readonly attribute: Attribute | null
  readonly values: readonly (AttributeValue | undefined)[]
  readonly result: AttributeValue | undefined
  readonly differs: boolean
}

function line(
  what: ComparedValue['what'],
  attribute: Attribute | null,
  thing: ComparedThing,
  read: (one: Annotation) => AttributeValue | undefined,
): ComparedValue {
  const values = thing.of.map((one) => (one ? (read(one) ?? null) : undefined))
  const said = values.filter((value) => value !== undefined)
  const differs = said.some((value) => !sameJson(value, said[0]))
  const result = thing.result ? (read(thing.result) ?? null) : undefined
  return { what, attribute, values, result, differs }
}

/** What there is to compare about a thing, in the order of the schema. */
export function comparedValues(
  thing: ComparedThing,
  attributes: readonly Attribute[],
): readonly ComparedValue[] {
  const label = line('label', null, thing, (one) => one.label)
  const text = line('text', null, thing, textOf)
  const rest = attributes
    .filter(({ formula }) => !formula)
    .map((attribute) => line('attribute', attribute, thing, (one) => one.attributes[attribute.key]))
  const said = ({ values }: ComparedValue) =>
    values.some((value) => value !== undefined && value !== null)
  return [...(label.differs ? [label] : []), ...[text, ...rest].filter(said)]
}

/** Shapes of different people that are less alike than this are a matter of dispute. */
const ALIKE = 0.8

/** The places and shapes that everybody gave a thing. */
export interface ComparedShapes {
  readonly of: readonly (Annotation | null)[]
  /** How alike the two are that differ most, 0 to 1; null where that says nothing, as of words and of points. */
  readonly alike: number | null
}

/** Null where all are the same, or where what was said is all there is. */
export function comparedShapes(
  { of, vote }: ComparedThing,
  kinds: ReadonlyMap<string, AnyKind>,
): ComparedShapes | null {
  const given = of.filter((one) => one !== null)
  const differs = given.some(({ data }) => !sameJson(data, given[0]?.data))
  if (!differs || given.some((one) => textOf(one) !== null)) return null
  const pairs = given.flatMap((one, i) => given.slice(i + 1).map((other) => [one, other] as const))
  const measured = pairs.flatMap(([one, other]) => {
    const alike = kinds.get(one.kind)?.similarity?.(one.data, other.data)
    return alike === undefined || one.kind !== other.kind ? [] : [alike]
  })
  return { of, alike: vote || measured.length === 0 ? null : Math.min(...measured) }
}

/** Whether somebody left it out, any value differs, shapes lie apart, or points have other labels. */
export const isDisputed = (
  { of, vote }: ComparedThing,
  values: readonly ComparedValue[],
  shapes: ComparedShapes | null = null,
): boolean =>
  of.some((one) => one === null) ||
  values.some(({ differs }) => differs) ||
  (shapes !== null && shapes.alike !== null && shapes.alike < ALIKE) ||
  (vote !== null && vote.agreed < vote.points)
