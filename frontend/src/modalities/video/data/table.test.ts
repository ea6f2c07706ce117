import { expect, test } from 'vitest'
import { blocksOf, runOf, tableOf } from './table'

/** Five packets, the second run begins at the fourth; the third packet is seen before the second, the last never. */
const NUMBERS = Int32Array.from([
  ...[100, 20, 30, 90, 10],
  ...[48, 0, 7, 0, 0],
  ...[0, 1, -1, 0, 0],
  ...[1, 0, 0, 1, 0],
  ...[0, 0, 0, 0],
  ...[0, 40_000, 40_000, 60_000],
])

test('packets and frames find each other', () => {
  const table = tableOf(NUMBERS, 5, 4)
  expect([...table.positions]).toEqual([48, 148, 175, 205, 295])
  expect([...table.ranks]).toEqual([0, 2, 1, 3, 4])
  expect([...table.packetOf]).toEqual([0, 2, 1, 3])
  expect([...table.frameOf]).toEqual([0, 1, 2, 3, -1])
  expect([...table.runs]).toEqual([0, 3, 5])
  expect([0, 2, 3, 4].map((packet) => runOf(table, packet))).toEqual([0, 0, 1, 1])
  expect([...table.times]).toEqual([0, 0.04, 0.08, 0.14])
})

test('a table that is not of this video is refused', () => {
  expect(() => tableOf(NUMBERS, 5, 5)).toThrow()
})

test('blocks hold every packet once', () => {
  const large = NUMBERS.map((value, i) => (i < 5 ? 700_000 : value))
  const blocks = blocksOf(tableOf(large, 5, 4))
  expect(blocks.map(({ first, last }) => [first, last])).toEqual([
    [0, 2],
    [3, 4],
  ])
  expect(blocks[1]).toMatchObject({ offset: 48 + 2_100_007, size: 1_400_000 })
})
