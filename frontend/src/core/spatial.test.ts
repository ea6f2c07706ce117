import { expect, test, vi } from 'vitest'
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

test('a move costs the same among twenty things and among twenty thousand', () => {
  const steps = (things: number): number => {
    const index = new SpatialIndex<number>()
    for (let i = 0; i < things; i++) index.set(i, randomBounds())
    const spies: readonly { readonly mock: { readonly calls: readonly unknown[] } }[] = [
      vi.spyOn(Map.prototype, 'get'),
      vi.spyOn(Map.prototype, 'set'),
      vi.spyOn(Map.prototype, 'values'),
      vi.spyOn(Set.prototype, 'add'),
      vi.spyOn(Set.prototype, 'delete'),
      vi.spyOn(Set.prototype, 'values'),
    ]
    index.set(7, randomBounds())
    const sum = spies.reduce((total, { mock }) => total + mock.calls.length, 0)
    vi.restoreAllMocks()
    return sum
  }
  expect(steps(20_000)).toBeLessThanOrEqual(steps(20) + 4)
  expect(steps(20)).toBeGreaterThan(0)
})
