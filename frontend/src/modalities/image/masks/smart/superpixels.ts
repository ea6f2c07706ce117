/**
 * Superpixels: patches of about `cell` pixels across that follow the edges of the picture, by simple linear iterative
 * clustering (Achanta and others, 2012), in colours as they are.
 */
import type { Pixels } from './edges'

const ROUNDS = 5
/** How much a pixel's distance counts beside its colour; higher makes rounder patches. */
const COMPACTNESS = 18
/** Sums of a patch: red, green, blue, x, y, count. */
const SUMS = 6

/** The number of its patch for every pixel, row by row. Pixels of one number hang together. */
export function superpixels(pixels: Pixels, cell: number): Int32Array {
  const centres = grid(pixels, cell)
  const labels = new Int32Array(pixels.width * pixels.height)
  const nearest = new Float32Array(labels.length)
  for (let round = 0; round < ROUNDS; round++) {
    nearest.fill(Number.POSITIVE_INFINITY)
    for (let c = 0; c < centres.length / SUMS; c++) claim(pixels, centres, c, cell, labels, nearest)
    recentre(pixels, centres, labels)
  }
  return mended(labels, pixels.width, pixels.height, (cell * cell) / 4)
}

/** Centres on a grid, as colour and place. */
function grid({ width, height, data }: Pixels, cell: number): Float32Array {
  const across = Math.max(1, Math.round(width / cell))
  const down = Math.max(1, Math.round(height / cell))
  const centres = new Float32Array(across * down * SUMS)
  for (let n = 0; n < across * down; n++) {
    const x = Math.floor((((n % across) + 0.5) * width) / across)
    const y = Math.floor(((Math.floor(n / across) + 0.5) * height) / down)
    const i = 4 * (y * width + x)
    centres.set([data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0, x, y, 1], n * SUMS)
  }
  return centres
}

/** Give a centre the pixels around it that are nearer to it than to any before. */
function claim(
  { width, height, data }: Pixels,
  centres: Float32Array,
  c: number,
  cell: number,
  labels: Int32Array,
  nearest: Float32Array,
): void {
  const [r = 0, g = 0, b = 0, cx = 0, cy = 0] = centres.subarray(c * SUMS, c * SUMS + 5)
  const weight = (COMPACTNESS / cell) ** 2
  const right = Math.min(width, Math.ceil(cx + cell))
  const bottom = Math.min(height, Math.ceil(cy + cell))
  for (let y = Math.max(0, Math.floor(cy - cell)); y < bottom; y++) {
    for (let x = Math.max(0, Math.floor(cx - cell)); x < right; x++) {
      const p = y * width + x
      const dr = (data[4 * p] ?? 0) - r
      const dg = (data[4 * p + 1] ?? 0) - g
      const db = (data[4 * p + 2] ?? 0) - b
      const away = (x - cx) ** 2 + (y - cy) ** 2
      const distance = dr * dr + dg * dg + db * db + weight * away
      if (distance >= (nearest[p] ?? 0)) continue
      nearest[p] = distance
      labels[p] = c
    }
  }
}

function recentre({ width, data }: Pixels, centres: Float32Array, labels: Int32Array): void {
  const sums = new Float64Array(centres.length)
  const add = (at: number, value: number) => {
    sums[at] = (sums[at] ?? 0) + value
  }
  for (let p = 0; p < labels.length; p++) {
    const at = (labels[p] ?? 0) * SUMS
    for (let n = 0; n < 3; n++) add(at + n, data[4 * p + n] ?? 0)
    add(at + 3, p % width)
    add(at + 4, Math.floor(p / width))
    add(at + 5, 1)
  }
  for (let at = 0; at < sums.length; at += SUMS) {
    const count = sums[at + SUMS - 1] ?? 0
    if (count === 0) continue
    for (let n = 0; n < SUMS - 1; n++) centres[at + n] = (sums[at + n] ?? 0) / count
  }
}

/** Number the pieces that hang together; one smaller than `least` goes to the piece before it. */
function mended(labels: Int32Array, width: number, height: number, least: number): Int32Array {
  const result = new Int32Array(labels.length).fill(-1)
  let count = 0
  for (let start = 0; start < labels.length; start++) {
    if (result[start] !== -1) continue
    const piece = spread(labels, result, start, count, width, height)
    const before = start % width > 0 ? result[start - 1] : result[start - width]
    if (piece.length < least && before !== undefined) for (const p of piece) result[p] = before
    else count++
  }
  return result
}

/** Mark every pixel of one label that hangs together with `start`. */
function spread(
  labels: Int32Array,
  result: Int32Array,
  start: number,
  number: number,
  width: number,
  height: number,
): readonly number[] {
  const piece = [start]
  result[start] = number
  for (let n = 0; n < piece.length; n++) {
    const p = piece[n] ?? 0
    const x = p % width
    const sides = [x > 0 ? p - 1 : p, x < width - 1 ? p + 1 : p, p - width, p + width]
    for (const q of sides) {
      if (q < 0 || q >= width * height || result[q] !== -1 || labels[q] !== labels[start]) continue
      result[q] = number
      piece.push(q)
    }
  }
  return piece
}
