/** What the objects panel lists: filtered, numbered, grouped. Pure. */
import type { Annotation } from '../../core/patch'
import { findLabel, type LabelSchema } from '../../core/schema'

/** The number of an annotation is its place in the order in which they were made, or in that of its modality. */
export interface ObjectRow {
  readonly type: 'object'
  readonly record: Annotation
  readonly number: number
}

export interface GroupRow {
  readonly type: 'group'
  readonly label: string
  readonly count: number
}

export type Row = ObjectRow | GroupRow

/** Kinds that are no single thing: they speak of the whole. */
const WHOLE: ReadonlySet<string> = new Set(['answers', 'empty', 'point_labels'])

export const isObject = ({ kind }: { readonly kind: string }): boolean => !WHOLE.has(kind)

type Order = (a: Annotation, b: Annotation) => number

/** UUIDs of version 7 sort by the time they were made. */
const byAge: Order = (a, b) => (a.id < b.id ? -1 : 1)

export function numbered(
  records: Iterable<Annotation>,
  order: Order = byAge,
): readonly ObjectRow[] {
  return [...records]
    .filter(isObject)
    .sort(order)
    .map((record, i) => ({ type: 'object', record, number: i + 1 }))
}

type Test = (row: ObjectRow) => boolean

const has = (text: string | undefined | null, part: string): boolean =>
  (text ?? '').toLowerCase().includes(part)

/** Words that people may mean by an annotation's values: the keys, and the options' names. */
function attributeWords({ attributes, label }: Annotation, schema: LabelSchema): string {
  const known = findLabel(schema, label)?.attributes ?? []
  return Object.entries(attributes)
    .flatMap(([key, value]) => {
      const attribute = known.find((one) => one.key === key)
      const values = Array.isArray(value) ? value : [value]
      const options = attribute?.options.filter((option) => values.includes(option.key)) ?? []
      const names = options.flatMap(({ name }) => [name.en, name.zh])
      const own = value === true ? [key, attribute?.name.en, attribute?.name.zh] : []
      return [`${key}=${values.join()}`, ...names, ...own]
    })
    .join(' ')
}

type Caption = (record: Annotation) => string

/** One word of the filter: `label:`, `kind:`, `source:`, `attr:`, `#7`, or any of them and of the caption. */
function testOf(word: string, schema: LabelSchema, captionOf: Caption): Test {
  const [, field, part = ''] = /^(label|kind|source|attr):(.*)$/.exec(word) ?? []
  const label = ({ record }: ObjectRow, text: string) => {
    const name = findLabel(schema, record.label)?.name
    return has(record.label, text) || has(name?.en, text) || has(name?.zh, text)
  }
  const source = ({ record }: ObjectRow, text: string) =>
    has(record.source.origin, text) || has(record.source.model, text)
  const attr = ({ record }: ObjectRow, text: string) => has(attributeWords(record, schema), text)
  const kind = ({ record }: ObjectRow, text: string) => has(record.kind, text)
  const caption = ({ record }: ObjectRow, text: string) => has(captionOf(record), text)
  if (field) return (row) => ({ label, kind, source, attr })[field as 'label'](row, part)
  if (/^#\d+$/.test(word)) return ({ number }) => String(number) === word.slice(1)
  return (row) => [label, kind, source, attr, caption].some((test) => test(row, word))
}

/** All words must fit. */
export function filterOf(
  query: string,
  schema: LabelSchema,
  captionOf: Caption = () => '',
): Test | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  const tests = words.map((word) => testOf(word, schema, captionOf))
  return (row) => tests.every((test) => test(row))
}

/** Lines of the list: plain, or under their labels in the order of the schema. */
export function linesOf(
  rows: readonly ObjectRow[],
  schema: LabelSchema,
  grouped: boolean,
  collapsed: ReadonlySet<string>,
): readonly Row[] {
  if (!grouped) return rows
  const groups = new Map<string, ObjectRow[]>(schema.labels.map(({ key }) => [key, []]))
  for (const row of rows) {
    const group = groups.get(row.record.label)
    if (group) group.push(row)
    else groups.set(row.record.label, [row])
  }
  return [...groups].flatMap(([label, members]): Row[] => {
    if (members.length === 0) return []
    const head: GroupRow = { type: 'group', label, count: members.length }
    return collapsed.has(label) ? [head] : [head, ...members]
  })
}

/** What a click selects: one, one more or less (Ctrl), or everything up to it (Shift). */
export function clicked(
  rows: readonly Row[],
  selection: ReadonlySet<string>,
  id: string,
  how: { readonly toggle: boolean; readonly range: boolean },
): ReadonlySet<string> {
  if (how.range) {
    const ids = rows.flatMap((row) => (row.type === 'object' ? [row.record.id] : []))
    const to = ids.indexOf(id)
    const from = ids.findIndex((one) => selection.has(one))
    if (from >= 0) return new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1))
  }
  if (!how.toggle) return new Set([id])
  const next = new Set(selection)
  if (!next.delete(id)) next.add(id)
  return next
}
