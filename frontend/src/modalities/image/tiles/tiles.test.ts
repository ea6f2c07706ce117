import { deflateSync, inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readPng16 } from './png16'
import { Pyramid, together } from './pyramid'
import { counted, dragged, percentiles, tableOf, windowAt } from './window'

const LEVELS = [
  [2000, 1200],
  [1000, 600],
  [500, 300],
]
/** 4 x 3, 2 x 2 and 1 tiles, one behind the other in the file with 60 bytes between. */
const COUNT = 17

function pyramid(length = 40_000): Pyramid {
  const table = new ArrayBuffer(12 * COUNT)
  new Float64Array(table, 0, COUNT).set(Array.from({ length: COUNT }, (_, i) => i * (length + 60)))
  new Uint32Array(table, 8 * COUNT, COUNT).fill(length)
  return new Pyramid({ side: 512, levels: LEVELS, media_type: 'image/jpeg', bits: 8 }, table)
}

test('the level has at least a pixel for each of the screen, and no more than it must', () => {
  const found = [8, 1, 0.51, 0.5, 0.3, 0.25, 0.01].map((scale) => pyramid().levelFor(scale))
  expect(found).toEqual([0, 0, 0, 1, 1, 2, 2])
})

test('what is in view is covered by tiles, and nothing else is', () => {
  const tiles = pyramid().covering(0, { minX: 500, minY: -90, maxX: 1030, maxY: 511 })
  expect(tiles.map(({ column, row }) => [column, row])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
  ])
  expect(pyramid().covering(0, { minX: 2600, minY: 0, maxX: 3000, maxY: 100 })).toEqual([])
  const all = pyramid().covering(1, { minX: 0, minY: 0, maxX: 2000, maxY: 1200 })
  expect(all.map((tile) => pyramid().idOf(tile))).toEqual([12, 13, 14, 15])
})

test('every tile lies in the one that stands in for it', () => {
  const one = pyramid()
  for (const tile of one.covering(0, { minX: 0, minY: 0, maxX: 2000, maxY: 1200 })) {
    const parent = one.parentOf(tile)
    const [inner, outer] = [one.boundsOf(tile), one.boundsOf(parent ?? tile)]
    expect(parent?.level).toBe(1)
    expect(outer.minX <= inner.minX && outer.maxX >= inner.maxX).toBe(true)
    expect(outer.minY <= inner.minY && outer.maxY >= inner.maxY).toBe(true)
  }
  expect(one.boundsOf({ level: 0, column: 3, row: 2 })).toMatchObject({ maxX: 2000, maxY: 1200 })
})

test('tiles that lie beside each other come by one request, the most urgent among them', () => {
  expect(together(pyramid(), [5, 2, 4, 6, 9])).toEqual([4, 5, 6])
  expect(together(pyramid(), [])).toEqual([])
  expect(together(pyramid(800_000), [1, 2, 3])).toEqual([1])
})

const PNG = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length)
  new DataView(out.buffer).setUint32(0, data.length)
  out.set(new TextEncoder().encode(kind), 4)
  out.set(data, 8)
  return out
}

/** Each line with another filter; their results were worked out by the definition of PNG. */
test('sixteen bits come out of a PNG as they went in, whatever the filter', async () => {
  const [width, height] = [7, 5]
  const values = Uint16Array.from({ length: width * height }, (_, i) => (i * 7919 + 251) % 65_536)
  const raw = Array.from({ length: height }, (_, row) =>
    [...values.subarray(row * width, (row + 1) * width)].flatMap((v) => [v >> 8, v & 255]),
  )
  const lines = raw.flatMap((line, row) => [
    row,
    ...line.map((byte, i) => {
      const left = line[i - 2] ?? 0
      const up = raw[row - 1]?.[i] ?? 0
      const corner = raw[row - 1]?.[i - 2] ?? 0
      const nearest = [left, up, corner].toSorted(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      )[0]
      const guess = [0, left, up, (left + up) >> 1, nearest ?? 0][row] ?? 0
      return (byte - guess) & 255
    }),
  ])
  const head = new Uint8Array(13)
  new DataView(head.buffer).setUint32(0, width)
  new DataView(head.buffer).setUint32(4, height)
  head[8] = 16
  const packed = deflateSync(Uint8Array.from(lines))
  const parts = [
    PNG,
    chunk('IHDR', head),
    chunk('IDAT', packed.subarray(0, 20)),
    chunk('IDAT', packed.subarray(20)),
    chunk('IEND', new Uint8Array()),
  ]
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]))
  const read = await readPng16(bytes, async (all) => inflateSync(Buffer.concat(all)))
  expect({ ...read, values: [...read.values] }).toEqual({
    width,
    height,
    channels: 1,
    values: [...values],
  })
})

const PLAIN = Uint8ClampedArray.from({ length: 256 }, (_, i) => i)

test('a window runs from black to white, or the other way round', () => {
  const table = tableOf({ low: 1000, high: 2000, inverted: false }, PLAIN)
  expect([0, 1000, 1500, 2000, 65_535].map((value) => table[value])).toEqual([0, 0, 128, 255, 255])
  const other = tableOf({ low: 1000, high: 2000, inverted: true }, PLAIN)
  expect([0, 1000, 2000].map((value) => other[value])).toEqual([255, 255, 0])
})

test('an automatic window leaves out a share of the darkest and the brightest', () => {
  const values = Uint16Array.from({ length: 1000 }, (_, i) => (i < 4 ? 65_535 : 2000 + i))
  const { low, high } = percentiles(counted([values]), 0.005)
  expect(low).toBeGreaterThanOrEqual(2004)
  expect(low).toBeLessThan(2020)
  expect(high).toBeGreaterThan(2980)
  expect(high).toBeLessThanOrEqual(3001)
})

test('a drag to the right widens the window, one upwards brightens', () => {
  const before = windowAt(1000, 400, false)
  const wide = dragged(before, 0.5, 0)
  expect(wide.high - wide.low).toBe(800)
  expect(dragged(before, 0, 0.5)).toMatchObject({ low: 600, high: 1000 })
})
