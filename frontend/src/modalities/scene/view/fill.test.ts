import { expect, test } from 'vitest'
import { type Chunk, Packed } from '../data/packed'
import { Fill, type Piece } from './fill'
import { OrbitView } from './views'

/** A chunk of points in a cube of ten metres. */
const chunkAt = (first: number, x: number, count = 1000): Chunk => {
  const [origin, min, max] = [
    [x, 0, 0],
    [x - 5, -5, -5],
    [x + 5, 5, 5],
  ] as const
  return { first, count, origin, step: 0.001, min, max }
}

function drive(...chunks: readonly Chunk[]) {
  const view = new OrbitView()
  view.rect = { x: 0, y: 0, width: 800, height: 600 }
  view.pose.value = { target: [0, 0, 0], yaw: 0, pitch: 0.5, distance: 40 }
  const count = chunks.reduce((sum, chunk) => sum + chunk.count, 0)
  const bytes = new Uint8Array(8 * count)
  const points = new Packed(count, chunks, bytes, new Uint32Array(count))
  return { view, fill: new Fill(view, [{ points, moment: 0 }]) }
}

const spans = (pieces: readonly Piece[]) => pieces.map(({ first, count }) => [first, count])

test('some of every chunk is drawn first, and in the end every point once', () => {
  const { fill } = drive(chunkAt(0, 0), chunkAt(1000, 20))
  expect(spans(fill.next(500))).toEqual([
    [0, 250],
    [1000, 250],
  ])
  expect(fill.isDone).toBe(false)
  expect(spans(fill.next(10_000))).toEqual([
    [250, 750],
    [1250, 750],
  ])
  expect(fill.isDone).toBe(true)
})

test('what is behind the viewer, or a dot far away, costs nothing or little', () => {
  const { fill } = drive(chunkAt(0, 0), chunkAt(1000, -200), chunkAt(2000, 2500, 60_000))
  const [near, far, ...more] = fill.next(Number.POSITIVE_INFINITY)
  expect(near?.count).toBe(1000)
  expect(far?.first).toBe(2000)
  expect(far?.count).toBeLessThan(2000)
  expect(more).toEqual([])
})

test('a chunk in other colours is drawn over itself, as far as it was drawn', () => {
  const changed = chunkAt(0, 0)
  const { fill } = drive(changed, chunkAt(1000, 20))
  fill.next(1000)
  fill.again([changed])
  expect(fill.isDone).toBe(false)
  expect(spans(fill.next(500))).toEqual([[0, 500]])
  fill.next(2000)
  fill.again([changed])
  // More than is drawn at once: all of it, bit by bit.
  expect(spans(fill.next(200))).toEqual([
    [0, 100],
    [1000, 100],
  ])
})
