/** What one key each answers about an attribute. Pure. */
import type { AttributeValue } from '../../core/patch'
import type { Attribute, Text } from '../../core/schema'

/** As many digits as a keyboard has: 1 to 9, then 0. */
export const MOST_CHOICES = 10

export interface Choice {
  readonly value: AttributeValue
  /** Null where the value is all there is to say: a number, yes or no. */
  readonly name: Text | null
}

function numbers({ min, max, step, anchors = [] }: Attribute): readonly Choice[] {
  if (anchors.length > 0) return anchors.map(({ at, name }) => ({ value: at, name }))
  if (min === null || max === null) return []
  const by = step ?? 1
  const count = Math.floor((max - min) / by + 1e-9) + 1
  if (by <= 0 || count > MOST_CHOICES) return []
  return Array.from({ length: count }, (_, i) => ({ value: min + i * by, name: null }))
}

/** The values of an attribute in the order of their digits; none where it is written, not chosen. */
export function choicesOf(attribute: Attribute): readonly Choice[] {
  switch (attribute.type) {
    case 'checkbox':
      return [true, false].map((value) => ({ value, name: null }))
    case 'number':
      return attribute.formula ? [] : numbers(attribute)
    case 'text':
      return []
    default:
      return attribute.options.map(({ key, name }) => ({ value: key, name }))
  }
}

/** The value after a choice: of several that may hold at once, one more or one less. */
export function chosen(
  attribute: Attribute,
  value: AttributeValue | undefined,
  { value: choice }: Choice,
): AttributeValue {
  if (attribute.type !== 'multiselect') return choice
  const list = Array.isArray(value) ? (value as readonly string[]) : []
  const key = String(choice)
  return list.includes(key) ? list.filter((one) => one !== key) : [...list, key]
}

export function isChosen(value: AttributeValue | undefined, { value: choice }: Choice): boolean {
  return Array.isArray(value) ? value.some((one) => one === choice) : value === choice
}
