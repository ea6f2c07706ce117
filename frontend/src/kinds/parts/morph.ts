/**
 * What lies between two masks: each pixel by how far it is from both edges, when their middles are laid upon each
 * other. The server does the same (`annotation/kinds/morphing.py`), to the pixel.
 */
import type { Bitmap } from './bitmap'

/** Of the area that both cover together; beyond it a mask stays as it is until the next. */
const MOST_PIXELS = 4_000_000
const FAR = 1e12

/** Signed distances of two masks from their edges, on the same pixels, column by column. */
export interface Pair {
  readonly one: Float64Array
  readonly other: Float64Array
  /** Where these pixels begin, from the middle. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Of both, in pixels of the image. */
  readonly middles: readonly [Middle, Middle]
}

type Middle = readonly [number, number]

/** Null where there is too much to compare. */
export function pairOf(one: Bitmap, other: Bitmap): Pair | null {
  const middles = [middleOf(one), middleOf(other)] as const
  const laid = [one, other].map((bitmap, i) => {
    const [x, y] = middles[i] ?? [0, 0]
    return { ...bitmap, x: bitmap.x - x, y: bitmap.y - y }
  })
  // A pixel of nothing all around, so that everything has an edge.
  const x = Math.min(...laid.map((b) => b.x)) - 1
  const y = Math.min(...laid.map((b) => b.y)) - 1
  const width = Math.max(...laid.map((b) => b.x + b.width)) + 1 - x
  const height = Math.max(...laid.map((b) => b.y + b.height)) + 1 - y
  if (width * height > MOST_PIXELS) return null
  const [a, b] = laid.map((bitmap) => signed(bitmap, x, y, width, height))
  return a && b ? { one: a, other: b, x, y, width, height, middles } : null
}

/** The pixels in between. */
export function between(pair: Pair, t: number): Bitmap {
  const { one, other, width, height } = pair
  const bits = new Uint8Array(width * height)
  for (let i = 0; i < bits.length; i++) {
    const a = one[i] ?? 0
    bits[i] = a + ((other[i] ?? 0) - a) * t > 0 ? 1 : 0
  }
  const [[ax, ay], [bx, by]] = pair.middles
  return {
    x: pair.x + Math.floor(ax + (bx - ax) * t + 0.5),
    y: pair.y + Math.floor(ay + (by - ay) * t + 0.5),
    width,
    height,
    bits,
  }
}

/** The mean pixel, rounded. */
function middleOf({ x, y, height, bits }: Bitmap): Middle {
  let area = 0
  let across = 0
  let down = 0
  for (let i = 0; i < bits.length; i++) {
    if (!bits[i]) continue
    area += 1
    across += x + Math.floor(i / height)
    down += y + (i % height)
  }
  return [Math.floor(across / area + 0.5), Math.floor(down / area + 0.5)]
}

/** How far inside a pixel lies, negative outside. */
function signed(bitmap: Bitmap, x: number, y: number, width: number, height: number) {
  const inside = new Float64Array(width * height)
  const outside = new Float64Array(width * height).fill(FAR)
  for (let c = 0; c < bitmap.width; c++) {
    const base = (bitmap.x - x + c) * height + bitmap.y - y
    for (let r = 0; r < bitmap.height; r++) {
      if (!bitmap.bits[c * bitmap.height + r]) continue
      inside[base + r] = FAR
      outside[base + r] = 0
    }
  }
  // Squares to the nearest pixel that is not set, and to the nearest that is.
  squares(inside, width, height)
  squares(outside, width, height)
  const far = outside
  for (let i = 0; i < far.length; i++) {
    const whole = (inside[i] ?? 0) - (outside[i] ?? 0)
    far[i] = Math.sign(whole) * Math.sqrt(Math.abs(whole))
  }
  return far
}

/** Squares of the distances to the nearest zero, first along columns, then along rows (Felzenszwalb, 2012). */
function squares(field: Float64Array, width: number, height: number): void {
  const line = new Lines(Math.max(width, height))
  for (let c = 0; c < width; c++) line.lower(field, c * height, 1, height)
  for (let r = 0; r < height; r++) line.lower(field, r, height, width)
}

/** Lower envelopes of parabolas; keeps its scratch space. */
class Lines {
  readonly #values: Float64Array
  readonly #feet: Int32Array
  readonly #bounds: Float64Array

  constructor(length: number) {
    this.#values = new Float64Array(length)
    this.#feet = new Int32Array(length)
    this.#bounds = new Float64Array(length + 1)
  }

  lower(field: Float64Array, start: number, step: number, length: number): void {
    const values = this.#values
    for (let i = 0; i < length; i++) values[i] = field[start + i * step] ?? 0
    const last = this.#envelope(length)
    const [feet, bounds] = [this.#feet, this.#bounds]
    for (let i = 0, k = 0; i < length; i++) {
      while (k < last && (bounds[k + 1] ?? 0) < i) k++
      const foot = feet[k] ?? 0
      field[start + i * step] = Math.min(FAR, (i - foot) ** 2 + (values[foot] ?? 0))
    }
  }

  /** Which parabolas are lowest somewhere; the index of the last. */
  #envelope(length: number): number {
    const [values, feet, bounds] = [this.#values, this.#feet, this.#bounds]
    const meet = (a: number, b: number) =>
      ((values[b] ?? 0) + b * b - (values[a] ?? 0) - a * a) / (2 * (b - a))
    let k = 0
    feet[0] = 0
    bounds[0] = Number.NEGATIVE_INFINITY
    for (let i = 1; i < length; i++) {
      let at = meet(feet[k] ?? 0, i)
      while (k > 0 && at <= (bounds[k] ?? 0)) at = meet(feet[--k] ?? 0, i)
      k += 1
      feet[k] = i
      bounds[k] = at
    }
    return k
  }
}
