/** Changes to a label schema that is being edited. Pure: every function gives a new value. */
import type { AttributeValue } from '../../core/patch'
import type { Anchor, Text } from '../../core/schema'
import type { RulesJson } from '../../transcription/rules'
import { PALETTE } from './palette'
import type { DraftAttribute, DraftLabel, DraftOption, DraftSchema } from './types'

/** A key made of a name: what has no Latin letters keeps its own script, which keys may have. */
export function keyFrom(name: string, taken: readonly string[]): string {
  const base =
    name
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 90) || 'new'
  for (let number = 1; ; number++) {
    const key = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(key)) return key
  }
}

export function freeHotkey(labels: readonly DraftLabel[]): string | null {
  const taken = new Set(labels.map(({ hotkey }) => hotkey))
  return [...'123456789'].find((digit) => !taken.has(digit)) ?? null
}

export function freeColour(labels: readonly DraftLabel[]): string {
  const taken = new Set(labels.map(({ color }) => color.toLowerCase()))
  return (
    PALETTE.find((colour) => !taken.has(colour)) ?? PALETTE[labels.length % PALETTE.length] ?? ''
  )
}

export function newLabel(schema: DraftSchema, name: string, kinds: readonly string[]): DraftLabel {
  return {
    key: keyFrom(
      name,
      schema.labels.map(({ key }) => key),
    ),
    name: { en: name, zh: name },
    color: freeColour(schema.labels),
    hotkey: freeHotkey(schema.labels),
    kinds,
    attributes: [],
  }
}

export function newAttribute(all: readonly DraftAttribute[], name: string): DraftAttribute {
  return {
    key: keyFrom(
      name,
      all.map(({ key }) => key),
    ),
    name: { en: name, zh: name },
    type: 'checkbox',
    options: [],
    min: null,
    max: null,
    step: null,
    default: null,
    required: false,
    when: null,
  }
}

export function newOption(all: readonly DraftOption[], name: string): DraftOption {
  return {
    key: keyFrom(
      name,
      all.map(({ key }) => key),
    ),
    name: { en: name, zh: name },
  }
}

/** The next meaning on a scale: at its beginning, then one step above the last. */
export function newAnchor({ anchors = [], min, step }: DraftAttribute, name: string): Anchor {
  const last = anchors.at(-1)
  return { at: last ? last.at + (step ?? 1) : (min ?? 0), name: { en: name, zh: name } }
}

/** The attribute with these meanings; without any it has no such field. */
export function withAnchors(attribute: DraftAttribute, anchors: readonly Anchor[]): DraftAttribute {
  const { anchors: _, ...rest } = attribute
  return anchors.length === 0 ? rest : { ...attribute, anchors }
}

/** The attribute with this formula; without one it has no such field. */
export function withFormula(attribute: DraftAttribute, formula: string): DraftAttribute {
  const { formula: _, ...rest } = attribute
  return formula === '' ? rest : { ...attribute, formula }
}

/** Another type starts without what only the old one had. */
export function withType(
  attribute: DraftAttribute,
  type: DraftAttribute['type'],
  firstOption: string,
): DraftAttribute {
  const hasOptions = type === 'select' || type === 'multiselect'
  const { anchors: _, formula: __, ...kept } = attribute
  const options = attribute.options.length ? attribute.options : [newOption([], firstOption)]
  return {
    ...kept,
    type,
    options: hasOptions ? options : [],
    default: null,
    min: null,
    max: null,
    step: null,
  }
}

export function replaceAt<T>(items: readonly T[], at: number, item: T): readonly T[] {
  return items.map((each, index) => (index === at ? item : each))
}

export function without<T>(items: readonly T[], at: number): readonly T[] {
  return items.filter((_, index) => index !== at)
}

/** The item at `from` stands at `to` afterwards. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from]
  if (item === undefined || from === to) return items
  const rest = without(items, from)
  return [...rest.slice(0, to), item, ...rest.slice(to)]
}

/** Attributes that may be the condition of the one at `at`: those before it that have a few values. */
export function conditions(all: readonly DraftAttribute[], at: number): readonly DraftAttribute[] {
  return all
    .slice(0, at)
    .filter(({ type }) => type === 'select' || type === 'multiselect' || type === 'checkbox')
}

/** Attributes without conditions that became impossible: their source is gone, comes later, or lost the value. */
export function withSoundConditions(all: readonly DraftAttribute[]): readonly DraftAttribute[] {
  return all.map((attribute, at) => {
    const { when } = attribute
    if (!when) return attribute
    const source = conditions(all, at).find(({ key }) => key === when.attribute)
    const values = source ? when.in.filter((value) => isValue(source, value)) : []
    if (values.length === when.in.length) return attribute
    return { ...attribute, when: values.length ? { ...when, in: values } : null }
  })
}

function isValue(source: DraftAttribute, value: AttributeValue): boolean {
  if (source.type === 'checkbox') return typeof value === 'boolean'
  return source.options.some(({ key }) => key === value)
}

/** A name in one language; while both were the same, the other follows. */
export function renamed(name: Text, language: keyof Text, value: string): Text {
  const other = language === 'en' ? 'zh' : 'en'
  const follows = name[other] === name[language]
  return { ...name, [language]: value, ...(follows ? { [other]: value } : {}) }
}

/** Labels of the version it began from that the draft has no more. */
export function removedLabels(base: DraftSchema, draft: DraftSchema): readonly DraftLabel[] {
  const kept = new Set(draft.labels.map(({ key }) => key))
  return base.labels.filter(({ key, retired }) => !kept.has(key) && !retired)
}

export function isSame(a: DraftSchema, b: DraftSchema): boolean {
  return canonical(a) === canonical(b)
}

/** JSON in which the order of keys tells nothing: a field emptied and filled again is as it was. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}

/** The schema with these rules of transcription; without any it has no such section. */
export function withRules(schema: DraftSchema, rules: RulesJson): DraftSchema {
  const { transcription: _, ...rest } = schema
  return Object.keys(rules).length === 0 ? rest : { ...schema, transcription: rules }
}

/** The schema in which each pixel of an image belongs to one mask at most, or to as many as there are. */
export function withPanoptic(schema: DraftSchema, panoptic: boolean): DraftSchema {
  const { image: _, ...rest } = schema
  return panoptic ? { ...rest, image: { panoptic } } : rest
}

/** The schema with boxes that may be turned about all axes, or about the upright one only. */
export function withTilt(schema: DraftSchema, tilt: boolean): DraftSchema {
  const { scene: _, ...rest } = schema
  return tilt ? { ...rest, scene: { tilt } } : rest
}
