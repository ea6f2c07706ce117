import { expect, test } from 'vitest'
import { isNeutral, lookupTable, NEUTRAL } from '../stage/adjustment'
import { schema } from '../testing/hand'
import { patternsFor } from './patterns'
import { inkOn, StyleSheet } from './style'

test('labels whose colours look alike to colour-blind eyes differ by their dashes, others stay solid', () => {
  const [blue, yellow] = patternsFor(['#0000ff', '#ffe119'])
  expect([blue, yellow]).toEqual([[], []])
  const [red, green, again] = patternsFor(['#c0392b', '#5e7d1a', '#c0392b'])
  expect(red).toEqual([])
  expect(green).not.toEqual([])
  expect(new Set([red, green, again].map(String)).size).toBe(3)
})

test('many labels of one colour still get a pattern each', () => {
  const dashes = patternsFor(Array.from({ length: 12 }, () => '#888888'))
  expect(dashes).toHaveLength(12)
  expect(new Set(dashes.slice(0, 6).map(String)).size).toBe(6)
})

test('ink on a label reads on light and dark', () => {
  expect(inkOn('#ffe119')).toBe('#000000')
  expect(inkOn('#4363d8')).toBe('#ffffff')
})

test('a label that the schema no longer has is grey and shows its key', () => {
  const styles = new StyleSheet(schema, 'zh')
  expect(styles.of('car').name).toBe('car')
  expect(styles.of('ship')).toMatchObject({ name: 'ship', stroke: '#adb5bd' })
  expect(styles.of('ship')).toBe(styles.of('ship'))
})

test('the neutral picture is the picture; light, contrast and shadows go the right way', () => {
  expect(isNeutral(NEUTRAL)).toBe(true)
  expect([...lookupTable(NEUTRAL)]).toEqual(Array.from({ length: 256 }, (_, i) => i))
  expect(lookupTable({ ...NEUTRAL, brightness: 0.2 })[100]).toBe(151)
  expect(lookupTable({ ...NEUTRAL, contrast: 1 })[200]).toBe(255)
  expect(lookupTable({ ...NEUTRAL, contrast: 1 })[60]).toBe(0)
  expect(lookupTable({ ...NEUTRAL, gamma: 1 })[64]).toBeGreaterThan(100)
})
