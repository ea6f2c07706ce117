import { expect, test } from 'vitest'
import { type Bounds, overlaps } from './geometry'
import { SpatialIndex } from './spatial'

let seed = 11
const random = (n: number) => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return ((seed >> 8) % 10_000) * (n / 10_000)
}
const randomBounds = (): Bounds => {
  const minX = random(4000) - 500
  const minY = random(4000) - 500
  const size = random(10) < 1 ? 2000 : 80
  return { minX, minY, maxX: minX + random(size), maxY: minY + random(size) }
}

test('a search finds exactly what a look at everything finds, also after moves and deletions', () => {
  const index = new SpatialIndex<number>()
  const truth = new Map<number, Bounds>()
  for (let i = 0; i < 3000; i++) {
    const id = Math.floor(random(800))
    if (random(4) < 1) {
      index.delete(id)
      truth.delete(id)
    } else {
      const bounds = randomBounds()
      index.set(id, bounds)
      truth.set(id, bounds)
    }
    if (i % 50 === 0) {
      const view = randomBounds()
      const expected = [...truth].filter(([, b]) => overlaps(b, view)).map(([value]) => value)
      expect(index.search(view).sort()).toEqual(expected.sort())
    }
  }
  expect(index.size).toBe(truth.size)
  for (const id of truth.keys()) index.delete(id)
  expect(index.search({ minX: -1e6, minY: -1e6, maxX: 1e6, maxY: 1e6 })).toEqual([])
})

test('20,000 moves take well under a frame each', () => {
  const index = new SpatialIndex<number>()
  for (let i = 0; i < 20_000; i++) index.set(i, randomBounds())
  const started = performance.now()
  for (let i = 0; i < 20_000; i++) index.set(i, randomBounds())
  expect((performance.now() - started) / 20_000).toBeLessThan(0.1)
})
