import { expect, test } from 'vitest'
import { Peaks } from './peaks'

/** Bins of four samples, then of sixteen, of one channel: each as high as its number. */
const FINE = 8192
const meta = {
  channels: 1,
  samples: FINE * 4,
  levels: [
    { step: 4, bins: FINE, offset: 0 },
    { step: 16, bins: FINE / 4, offset: FINE * 4 },
  ],
}

function opened() {
  const asked: number[] = []
  let arrived = 0
  const fetch = async (first: number, last: number) => {
    asked.push(first)
    const bins = (last + 1 - first) / 4
    const begin = first < FINE * 4 ? first / 4 : (first - FINE * 4) / 4
    return Int16Array.from({ length: bins * 2 }, (_, i) =>
      i % 2 ? begin + (i >> 1) : -1 - begin - (i >> 1),
    ).buffer as ArrayBuffer
  }
  const peaks = new Peaks({ url: '', meta, size: 0 } as never, () => arrived++, fetch)
  return { peaks, asked, arrived: () => arrived }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('only the level that is looked at is sent for', async () => {
  const { peaks, asked, arrived } = opened()
  expect([...peaks.columns(0, 0, 4, 3).high]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  await settled()
  expect(asked).toEqual([0])
  expect(arrived()).toBe(1)
  const { low, high } = peaks.columns(0, 8, 8, 2)
  expect([...high].map((value) => Math.round(value * 32_767))).toEqual([3, 5])
  expect([...low].map((value) => Math.round(value * 32_767))).toEqual([-4, -6])
})

test('a coarser level that is there stands in for what is on its way', async () => {
  const { peaks } = opened()
  peaks.columns(0, 0, 16, 1)
  await settled()
  const { high } = peaks.columns(0, 32, 4, 1)
  expect(Math.round((high[0] ?? 0) * 32_767)).toBe(2)
})

test('columns across the edge of two parts are read from both', async () => {
  const { peaks } = opened()
  peaks.columns(0, 4095 * 4, 8, 1)
  await settled()
  peaks.columns(0, 4095 * 4, 8, 1)
  await settled()
  const { high } = peaks.columns(0, 4095 * 4, 8, 1)
  expect(Math.round((high[0] ?? 0) * 32_767)).toBe(4096)
})
