/**
 * A document is a bag of annotations; every edit is a list of before/after pairs.
 *
 * On the wire and on the server an annotation is called a record. Here it is `Annotation`, because
 * `Record` would hide TypeScript's own `Record<K, V>`.
 */

export type SourceOrigin = 'human' | 'model' | 'import' | 'rule' | 'interpolation'

/** Where an annotation came from; `model` is the slug of the pre-labeller. */
export interface Source {
  readonly origin: SourceOrigin
  readonly model?: string
  readonly version?: string
  /** Of a suggestion: the annotation that it carries on. */
  readonly continues?: string
  /** Ids of the suggestions that became parts of it, with spaces between them. */
  readonly includes?: string
}

export type AttributeValue = string | number | boolean | readonly string[] | null

/** One labelled thing. All nine fields are always present. */
export interface Annotation<Data = unknown> {
  /** UUID made by the client. */
  readonly id: string
  /** Slug of the kind that gives `data` its meaning. */
  readonly kind: string
  /** Label key of the schema; '' for kinds without a label. */
  readonly label: string
  readonly data: Data
  readonly attributes: { readonly [key: string]: AttributeValue }
  /** Stacking order, higher is nearer to the viewer; ties are broken by `id`. */
  readonly z: number
  /** Shared by the parts of one object. */
  readonly group: string | null
  readonly source: Source
  /** Confidence of a model, 0 to 1. */
  readonly score: number | null
}

export interface Change {
  readonly id: string
  readonly before: Annotation | null
  readonly after: Annotation | null
}

export type Patch = readonly Change[]

type Json = unknown

function sameList(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((value, i) => sameJson(value, b[i]))
}

function sameObject(a: object, b: object): boolean {
  const left = Object.entries(a).filter(([, value]) => value !== undefined)
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined))
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
  )
}

/** Deep equality of JSON values; a key whose value is undefined counts as absent. */
export function sameJson(a: Json, b: Json): boolean {
  if (Object.is(a, b) || a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && sameList(a, b)
  }
  return sameObject(a, b)
}

/** True when applying the change would alter nothing. */
export const isNoop = (change: Change): boolean => sameJson(change.before, change.after)

/** The patch that takes back what `patch` did. */
export const invert = (patch: Patch): Patch =>
  patch.map(({ id, before, after }) => ({ id, before: after, after: before })).reverse()

/** Fold consecutive patches into one: first `before`, last `after`, no-ops dropped. */
export function squash(...patches: readonly Patch[]): Patch {
  const byId = new Map<string, Change>()
  for (const change of patches.flat()) {
    const earlier = byId.get(change.id)
    byId.set(change.id, earlier ? { ...change, before: earlier.before } : change)
  }
  return [...byId.values()].filter((change) => !isNoop(change))
}

/** Apply a patch to a map of annotations by id and return the new map. */
export function applied(
  records: ReadonlyMap<string, Annotation>,
  patch: Patch,
): ReadonlyMap<string, Annotation> {
  const next = new Map(records)
  for (const { id, after } of patch) {
    if (after) next.set(id, after)
    else next.delete(id)
  }
  return next
}
