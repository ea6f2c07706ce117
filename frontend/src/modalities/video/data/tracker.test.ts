import { expect, test } from 'vitest'
import { alike, contrast, found, type Look, needed, type Place, templateOf } from './tracker'

/** A picture of blobs that shine differently, with one thing of stripes at a place, sampled like a canvas does. */
const scene =
  (thing: Place, light = 1): Look =>
  (part, width, height) => {
    const greys = new Float32Array(width * height)
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const x = part.x + ((column + 0.5) / width) * part.width
        const y = part.y + ((row + 0.5) / height) * part.height
        const u = (x - thing.x) / thing.width
        const v = (y - thing.y) / thing.height
        const isThing = u >= 0 && u < 1 && v >= 0 && v < 1
        const ground = 90 + 20 * Math.sin(x / 17) * Math.cos(y / 23)
        const own = 128 + 60 * Math.sin(u * 9) + 50 * Math.cos(v * 7 + u * 3)
        greys[row * width + column] = light * (isThing ? own : ground)
      }
    }
    return { width, height, greys }
  }

const BOX: Place = { x: 100, y: 80, width: 60, height: 40 }

test.each([
  ['a step', { ...BOX, x: 109.5, y: 76 }, 1],
  ['a change of light', { ...BOX, x: 93, y: 84 }, 0.6],
  ['coming nearer', { x: 101, y: 82, width: 63.6, height: 42.4 }, 1],
])('a thing is found again after %s', (_, now, light) => {
  const template = templateOf(scene(BOX), BOX)
  const { place, score } = found(scene(now, light), template, BOX)
  expect(score).toBeGreaterThan(0.9)
  for (const name of ['x', 'y', 'width', 'height'] as const) {
    expect(Math.abs(place[name] - now[name])).toBeLessThan(2.5)
  }
})

test('a thing that is gone is not found', () => {
  const template = templateOf(scene(BOX), BOX)
  const { score } = found(scene({ ...BOX, x: 900 }), template, BOX)
  expect(score).toBeLessThan(0.6)
})

test('a thing looks like itself in any light, and not like the ground that it has left', () => {
  const now = { x: 300, y: 70, width: 66, height: 44 }
  const before = templateOf(scene(BOX), BOX)
  expect(alike(templateOf(scene(now, 0.6), now), before)).toBeGreaterThan(0.9)
  expect(alike(templateOf(scene(now), BOX), before)).toBeLessThan(0.5)
})

test('keyframes are kept where the way bends, and nowhere else', () => {
  const way = [0, 10, 20, 30, 40, 40, 40, 40].map((x) => ({ ...BOX, x }))
  expect(needed(way, 2)).toEqual([0, 4, 7])
  expect(needed(way.slice(0, 1), 2)).toEqual([0])
})

test('what has nothing to be known by has no contrast', () => {
  const plain: Look = (_, width, height) => {
    return { width, height, greys: new Float32Array(width * height).fill(90) }
  }
  expect(contrast(templateOf(plain, BOX))).toBeLessThan(0.01)
  expect(contrast(templateOf(scene(BOX), BOX))).toBeGreaterThan(30)
})
