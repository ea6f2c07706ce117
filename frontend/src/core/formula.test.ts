import { expect, test } from 'vitest'
import formulas from '../../../tests/contracts/formulas.json'
import { withComputed } from './formula'
import type { AttributeValue } from './patch'
import type { Attribute } from './schema'

interface Case {
  readonly formula: string
  readonly step?: number
  readonly min?: number
  readonly max?: number
  readonly values?: { readonly [key: string]: AttributeValue }
  readonly is?: number | null
  readonly wrong?: boolean
}

const attribute = ({ formula, step, min, max }: Case): Attribute => ({
  key: 'total',
  name: { en: 'Total', zh: '总分' },
  type: 'number',
  options: [],
  min: min ?? null,
  max: max ?? null,
  step: step ?? null,
  default: null,
  required: false,
  when: null,
  formula,
})

test.each(formulas as readonly Case[])('$formula', (one) => {
  const values = one.values ?? {}
  const { total = null, ...rest } = withComputed([attribute(one)], { ...values, total: 99 })
  // Without a formula it is what people enter.
  expect(total).toBe(one.wrong ? (one.formula ? null : 99) : one.is)
  expect(rest).toEqual(values)
})
