import { defineCheck, type Found, replacing } from '../core/check'
import type { Annotation, AttributeValue } from '../core/patch'
import { type Attribute, findLabel, isShown } from '../core/schema'

const isBlank = (value: AttributeValue | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)

function* missing(
  record: Annotation | null,
  attributes: readonly Attribute[],
  values: Annotation['attributes'],
): Iterable<Found> {
  for (const attribute of attributes) {
    const { key, name, required } = attribute
    if (!required || !isShown(attribute, values) || !isBlank(values[key])) continue
    const params = { attribute: key, name_en: name.en, name_zh: name.zh }
    const fills = record && !isBlank(attribute.default)
    yield fills
      ? { key, params, fix: replacing(record, withValue(record, key, attribute.default)) }
      : { key, params }
  }
}

const withValue = (record: Annotation, key: string, value: AttributeValue): Annotation => ({
  ...record,
  attributes: { ...record.attributes, [key]: value },
})

/** A required attribute, or a required question about the whole task, has no value. */
export default defineCheck({
  id: 'attribute-missing',
  title: { en: 'Required attribute missing', zh: '缺少必填属性' },
  message: { en: '“{name_en}” must be filled in.', zh: '必须填写“{name_zh}”。' },
  severity: 'block',
  *run(record, { schema }) {
    const label = findLabel(schema, record.label)
    if (label) yield* missing(record, label.attributes, record.attributes)
  },
  *runTask({ schema, records }) {
    const answers = [...records.values()].find(({ kind }) => kind === 'answers')
    yield* missing(null, schema.questions, answers?.attributes ?? {})
  },
})
