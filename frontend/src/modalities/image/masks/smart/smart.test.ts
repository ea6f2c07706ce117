import { expect, test } from 'vitest'
import { edgeStrength, type Pixels } from './edges'
import { grabCut, INSIDE, OPEN, OUTSIDE } from './grab_cut'
import { LiveWire, snapped } from './live_wire'
import { MaxFlow } from './max_flow'
import { superpixels } from './superpixels'

/** A picture with a light disc on a dark ground, a little noise on both. */
function disc(width: number, height: number, cx: number, cy: number, radius: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4)
  let noise = 7
  for (let i = 0; i < width * height; i++) {
    noise = (noise * 48271) % 2147483647
    const isIn = Math.hypot((i % width) - cx, Math.floor(i / width) - cy) < radius
    const shift = (noise % 21) - 10
    data.set(isIn ? [200 + shift, 180 + shift, 60, 255] : [70 + shift, 80, 90 + shift, 255], 4 * i)
  }
  return { width, height, data }
}

test('a wire follows the edge of a disc', () => {
  const pixels = disc(200, 200, 100, 100, 60)
  const wire = new LiveWire(edgeStrength(pixels), 200, 200)
  wire.seed(40, 100)
  const way = wire.way(160, 100)
  expect(way.slice(0, 2)).toEqual([40, 100])
  expect(way.slice(-2)).toEqual([160, 100])
  expect(way.length / 2).toBeGreaterThan(130)
  for (let i = 0; i < way.length; i += 2) {
    const away = Math.hypot((way[i] ?? 0) - 100, (way[i + 1] ?? 0) - 100)
    expect(Math.abs(away - 60)).toBeLessThan(4)
  }
})

test('a wire across a flat picture is as straight as pixels allow, and answers again from a new seed', () => {
  const wire = new LiveWire(new Uint8Array(100 * 80), 100, 80)
  wire.seed(10, 10)
  expect(wire.way(60, 10)).toHaveLength(2 * 51)
  wire.seed(0, 79)
  expect(wire.way(79, 0)).toHaveLength(2 * 80)
})

test('a place snaps to the edge beside it', () => {
  const strength = new Uint8Array(50 * 50)
  for (let y = 0; y < 50; y++) strength[y * 50 + 20] = 200
  expect(snapped(strength, 50, 50, 23, 10, 6)).toEqual([20, 10])
  expect(snapped(strength, 50, 50, 40, 10, 6)).toEqual([40, 10])
})

test('superpixels are of the size asked for, hang together, and do not cross the edge of the disc', () => {
  const pixels = disc(160, 160, 80, 80, 50)
  const labels = superpixels(pixels, 20)
  const sides = new Map<number, [number, number]>()
  for (const [i, label] of labels.entries()) {
    const isIn = Math.hypot((i % 160) - 80, Math.floor(i / 160) - 80) < 50
    const count = sides.get(label) ?? [0, 0]
    count[isIn ? 1 : 0]++
    sides.set(label, count)
  }
  expect(sides.size).toBeGreaterThan(40)
  expect(sides.size).toBeLessThan(110)
  const strays = [...sides.values()].reduce((sum, [out, inside]) => sum + Math.min(out, inside), 0)
  expect(strays / labels.length).toBeLessThan(0.01)
})

test('the cheapest cut is found', () => {
  // source -> 0 -> 1 -> 2 -> sink: the middle link is the cheapest.
  const flow = new MaxFlow(3)
  flow.terminal(0, 9, 0)
  flow.terminal(2, 0, 9)
  flow.link(0, 1, 0, 1)
  flow.link(1, 2, 0, 5)
  expect([...flow.solve()]).toEqual([1, 0, 0])
})

test.each([
  [120, 90],
  [640, 480],
])('what is in the box is cut out along its edge (%i x %i)', (width, height) => {
  const [cx, cy, radius] = [width / 2, height / 2, height / 3]
  const pixels = disc(width, height, cx, cy, radius)
  const known = new Uint8Array(width * height).map((_, i) => {
    const away = [(i % width) - cx, Math.floor(i / width) - cy].map(Math.abs)
    return Math.max(...away) < radius * 1.2 ? OPEN : OUTSIDE
  })
  const answer = grabCut(pixels, known)
  const wrong = answer.filter((is, i) => {
    const isIn = Math.hypot((i % width) - cx, Math.floor(i / width) - cy) < radius
    return (is === INSIDE) !== isIn
  }).length
  expect(wrong / (Math.PI * radius * radius)).toBeLessThan(0.01)
})

test('what a scribble says is kept', () => {
  const pixels = disc(100, 100, 50, 50, 25)
  const known = new Uint8Array(100 * 100).fill(OPEN)
  known.fill(OUTSIDE, 0, 500)
  known[50 * 100 + 50] = OUTSIDE
  known[95 * 100 + 95] = INSIDE
  const answer = grabCut(pixels, known)
  expect(answer[50 * 100 + 50]).toBe(OUTSIDE)
  expect(answer[95 * 100 + 95]).toBe(INSIDE)
})
