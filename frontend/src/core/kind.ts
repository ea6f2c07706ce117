import type { Bounds, Extent, Point } from './geometry'
import type { Annotation } from './patch'
import type { LabelSchema } from './schema'
import type { Transaction } from './transaction'

export type { Point } from './geometry'

/** Why a `data` is not acceptable: key in the catalogue `editor:problem.<code>`. */
export type Problem =
  | 'not-finite'
  | 'not-positive'
  | 'too-few-points'
  | 'self-crossing'
  | 'outside'
  | 'malformed'

/** Modifier keys that change how a handle moves (Shift keeps proportions or snaps the angle). */
export interface HandleOptions {
  readonly constrain?: boolean
}

export interface Scaling {
  readonly x: number
  readonly y: number
  /** The point that stays where it is. */
  readonly about: Point
}

/** What an edit has to keep to. */
export interface Rules {
  readonly schema: LabelSchema
  /** True, or why this annotation may not be changed. */
  editable(id: string): true | string
}

/** Pure geometry of one annotation kind. No canvas, no React, no document. */
export interface Kind<Data = never> {
  readonly id: string
  /** False for kinds that say something about the whole asset and are not drawn (tag, answers, empty). */
  readonly spatial: boolean
  /** Has a place in space: stages of scenes draw it, and it is picked by them. */
  readonly inSpace?: boolean
  /** Has a place in time: stages of recordings draw it. */
  readonly inTime?: boolean
  /** False for kinds whose `label` is always ''. */
  readonly labelled: boolean
  /** Whether a track may be made of it; it then interpolates. */
  readonly trackable?: boolean
  contains(data: Data, at: Point, tolerance: number): boolean
  translate(data: Data, delta: Point): Data
  /** What can be grabbed. `reach` is a comfortable distance on the screen (about 24 px) in world units. */
  handles(data: Data, reach?: number): ReadonlyMap<string, Point>
  moveHandle(data: Data, handle: string, to: Point, options?: HandleOptions): Data
  /** Null for kinds that are not spatial. */
  bounds(data: Data): Bounds | null
  /** Square pixels; 0 for lines and points. */
  area(data: Data): number
  /** The nearest data that lies inside the asset: cut for boxes and vertices, moved for rotated boxes. */
  clamp(data: Data, extent: Extent): Data
  scale(data: Data, scaling: Scaling): Data
  validate(data: unknown, extent?: Extent): readonly Problem[]
  /** A new vertex at the place of the outline nearest to `at`; null when none is within `tolerance`. */
  insertVertex?(data: Data, at: Point, tolerance: number): { data: Data; handle: string } | null
  /** Places where a drag makes a new vertex: the middle of every edge, keyed by the vertex it would become. */
  midpoints?(data: Data): ReadonlyMap<string, Point>
  /** Without that vertex; null when too few would remain. */
  removeVertex?(data: Data, handle: string): Data | null
  /** 0 for nothing in common to 1 for equal: intersection over union for areas. */
  similarity?(a: Data, b: Data): number
  interpolate?(from: Data, to: Data, t: number): Data
  /** The whole with a part that carries it on. */
  continued?(whole: Data, part: Data): Data
  /** Ids of the annotations without which it means nothing: it goes when one of them does. */
  names?(data: Data): readonly string[]
  /** The same with other ids in their place; null where it would mean nothing any more. */
  renamed?(data: Data, nameOf: (id: string) => string): Data | null
  /** The same with other labels inside it. */
  relabelled?(data: Data, labelOf: (label: string) => string): Data
  /** The kind that a label must allow where it is not this one: a track of boxes is seen as a box. */
  seenAs?(data: Data): string
  /** Bring what an edit left behind in line with the rules of the project; called once at the end of every edit. */
  settle?(tx: Transaction, rules: Rules): void
  /** Everything for which a record relies on the label schema, where that is not its label as what it is seen as. */
  uses?(record: Annotation<Data>): readonly Use[]
}

/** One label of the schema that an annotation uses, and the kind as which it does. */
export interface Use {
  readonly label: string
  readonly kind: string
}

// A table of kinds holds kinds of different data; each is only ever given its own.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyKind = Kind<any>

/** The slug of the kind that a label must allow for this annotation. */
export const seenAs = (kind: AnyKind | undefined, record: Annotation): string =>
  kind?.seenAs?.(record.data) ?? record.kind

/** Everything for which an annotation relies on the label schema. */
export const usesOf = (kind: AnyKind | undefined, record: Annotation): readonly Use[] =>
  kind?.uses?.(record) ?? [{ label: record.label, kind: seenAs(kind, record) }]

export const withData = (record: Annotation, data: unknown): Annotation => ({ ...record, data })
