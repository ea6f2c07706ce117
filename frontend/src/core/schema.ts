/** The label schema of a project as the workbench needs it (the content of one schema version). */
import type { RulesJson } from '../transcription/rules'
import type { AttributeValue } from './patch'

/** Human text in every language that the product speaks. */
export interface Text {
  readonly en: string
  readonly zh: string
}
export type Language = keyof Text

export interface AttributeOption {
  readonly key: string
  readonly name: Text
}

/** What a number means, from here up to the next anchor. */
export interface Anchor {
  readonly at: number
  readonly name: Text
}

export interface Attribute {
  readonly key: string
  readonly name: Text
  readonly type: 'select' | 'multiselect' | 'number' | 'text' | 'checkbox'
  readonly options: readonly AttributeOption[]
  readonly min: number | null
  readonly max: number | null
  readonly step: number | null
  readonly default: AttributeValue
  readonly required: boolean
  readonly when: { readonly attribute: string; readonly in: readonly AttributeValue[] } | null
  /** Of numbers, rising. */
  readonly anchors?: readonly Anchor[]
  /** Of numbers: how they follow from the attributes before them. */
  readonly formula?: string
}

/** One point of a skeleton: its place in the drawing from 0 to 1, and how far two who mean it may lie apart. */
export interface SkeletonPoint {
  readonly key: string
  readonly name: Text
  readonly x: number
  readonly y: number
  readonly sigma?: number
}

export type Pair = readonly [string, string]

/** Which points the skeletons of a label have, how they are joined, and which are each other's mirror. */
export interface SkeletonTemplate {
  readonly points: readonly SkeletonPoint[]
  readonly edges: readonly Pair[]
  readonly mirror: readonly Pair[]
}

export interface Label {
  readonly key: string
  readonly name: Text
  /** `#rrggbb`. */
  readonly color: string
  readonly hotkey: string | null
  readonly kinds: readonly string[]
  readonly attributes: readonly Attribute[]
  readonly skeleton?: SkeletonTemplate
}

export interface LabelSchema {
  readonly labels: readonly Label[]
  /** Labels of one colour are meant to look alike: no pattern of the line tells them apart. */
  readonly alike?: boolean
  readonly questions: readonly Attribute[]
  /** How speech is written down; see docs/transcription.md. */
  readonly transcription?: RulesJson
  /** What boxes in space may do. */
  readonly scene?: { readonly tilt?: boolean }
  /** Whether each pixel of an image belongs to one mask at most. */
  readonly image?: { readonly panoptic?: boolean }
}

export const findLabel = (schema: LabelSchema, key: string): Label | undefined =>
  schema.labels.find((label) => label.key === key)

/** What a value of a scale means: the last anchor at or below it; null where none is. */
export function meaningOf({ anchors = [] }: Pick<Attribute, 'anchors'>, value: AttributeValue) {
  if (typeof value !== 'number') return null
  return anchors.findLast(({ at }) => at <= value)?.name ?? null
}

/** True when the attribute applies, given the values of the others. */
export function isShown(
  attribute: Attribute,
  values: { readonly [key: string]: AttributeValue },
): boolean {
  const when = attribute.when
  if (!when) return true
  const value = values[when.attribute] ?? null
  return Array.isArray(value)
    ? value.some((one) => when.in.includes(one))
    : when.in.includes(value as AttributeValue)
}

/** The values a new annotation starts with: defaults of the attributes that apply. */
export function defaultValues(attributes: readonly Attribute[]): { [key: string]: AttributeValue } {
  const values: { [key: string]: AttributeValue } = {}
  for (const attribute of attributes) {
    if (attribute.default !== null && isShown(attribute, values)) {
      values[attribute.key] = attribute.default
    }
  }
  return values
}
