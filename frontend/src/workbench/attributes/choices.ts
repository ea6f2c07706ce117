/** What one key each answers about an attribute. Pure. */
import type { AttributeValue } from '../../core/patch'
import type { Attribute, Text } from '../../core/schema'

/** As many as a keyboard has digits: 1 to 9, then 0. */
const MOST_CHOICES = 10
/** Of a scale up to ten, the last has a letter. */
const TEN = 'T'
/** Keys that answer, in the order in which they are offered where choices are only counted. */
export const CHOICE_KEYS: readonly string[] = [...'1234567890', TEN]

export interface Choice {
  readonly value: AttributeValue
  /** Null where the value is all there is to say: a number, yes or no. */
  readonly name: Text | null
  /** One of CHOICE_KEYS; null where they do not suffice. */
  readonly key: string | null
}

type Plain = Omit<Choice, 'key'>

function numbers({ min, max, step, anchors = [] }: Attribute): readonly Plain[] {
  const by = step ?? 1
  const first = min ?? 0
  const count = min === null || max === null ? 0 : Math.floor((max - min) / by + 1e-9) + 1
  const named = (value: number): Plain => ({
    value,
    name: anchors.find(({ at }) => at === value)?.name ?? null,
  })
  // One more than digits: grades from 0 to 10.
  if (by > 0 && count > 0 && count <= CHOICE_KEYS.length) {
    return Array.from({ length: count }, (_, i) => named(first + i * by))
  }
  return anchors.map(({ at }) => named(at))
}

/** A grade has the key of its number; other choices are counted. */
function keyed(choices: readonly Plain[]): readonly Choice[] {
  const own = choices.map(({ value }) => (value === 10 ? TEN : String(value)))
  const areGrades = own.length > 0 && own.every((key) => CHOICE_KEYS.includes(key))
  const counted = (i: number) => (i < MOST_CHOICES ? (CHOICE_KEYS[i] ?? null) : null)
  return choices.map((choice, i) => ({
    ...choice,
    key: areGrades ? (own[i] ?? null) : counted(i),
  }))
}

/** The values of an attribute, with their keys; none where it is written, not chosen. */
export const choicesOf = (attribute: Attribute): readonly Choice[] => keyed(plain(attribute))

function plain(attribute: Attribute): readonly Plain[] {
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
