/** How attribute values change together. Pure. */

import { withComputed } from '../../core/formula'
import type { Annotation, AttributeValue } from '../../core/patch'
import { type Attribute, isShown } from '../../core/schema'

export type Values = Annotation['attributes']

/**
 * Values after one of them changed: what no longer applies is dropped, what newly applies starts with
 * its default, until nothing changes any more (one condition may depend on another).
 */
export function withValue(
  attributes: readonly Attribute[],
  values: Values,
  key: string,
  value: AttributeValue,
): Values {
  let next: Values = { ...values, [key]: value }
  for (let round = 0; round < attributes.length; round++) {
    const settled = settle(attributes, next)
    if (settled === next) break
    next = settled
  }
  return withComputed(attributes, next)
}

function settle(attributes: readonly Attribute[], values: Values): Values {
  for (const attribute of attributes) {
    const { key } = attribute
    const shown = isShown(attribute, values)
    if (!shown && values[key] !== undefined) {
      const { [key]: _, ...rest } = values
      return rest
    }
    if (shown && values[key] === undefined && attribute.default !== null) {
      return { ...values, [key]: attribute.default }
    }
  }
  return values
}

/** The value that all annotations share; undefined when they differ. */
export function sharedValue(all: readonly Values[], key: string): AttributeValue | undefined {
  const [first, ...others] = all.map((values) => values[key] ?? null)
  const same = others.every((one) => JSON.stringify(one) === JSON.stringify(first))
  return same ? first : undefined
}

export const isBlank = (value: AttributeValue | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)

/** Values in a few words: options by name, switches by their own name when on. */
export function summary(
  attributes: readonly Attribute[],
  values: Values,
  text: (name: { en: string; zh: string }) => string,
): string {
  const words = attributes.flatMap((attribute): string[] => {
    const value = values[attribute.key]
    if (isBlank(value) || value === false || !isShown(attribute, values)) return []
    if (value === true) return [text(attribute.name)]
    const list = Array.isArray(value) ? value : [value]
    const nameOf = (one: unknown) => {
      const option = attribute.options.find(({ key }) => key === one)
      return option ? text(option.name) : String(one)
    }
    return [list.map(nameOf).join(', ')]
  })
  return words.join(' · ')
}
