import type { Bounds, Extent } from '../../core/geometry'

/**
 * Pixels of a part of an image, one byte each, column by column like the run lengths: pixel (x, y) of the image is
 * `bits[(x - this.x) * height + y - this.y]`, 0 or 1. What a hand is working on is one; what rests is run lengths.
 */
export interface Bitmap {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly bits: Uint8Array
}

/** An empty bitmap of the whole pixels that these bounds touch. */
export function blank({ minX, minY, maxX, maxY }: Bounds): Bitmap {
  const x = Math.floor(minX)
  const y = Math.floor(minY)
  const width = Math.max(Math.ceil(maxX) - x, 0)
  const height = Math.max(Math.ceil(maxY) - y, 0)
  return { x, y, width, height, bits: new Uint8Array(width * height) }
}

export const boundsOfBitmap = ({ x, y, width, height }: Bitmap): Bounds => ({
  minX: x,
  minY: y,
  maxX: x + width,
  maxY: y + height,
})

export const isSet = (b: Bitmap, x: number, y: number): boolean =>
  x >= b.x &&
  y >= b.y &&
  x < b.x + b.width &&
  y < b.y + b.height &&
  b.bits[(x - b.x) * b.height + y - b.y] === 1

/** What two bounds share, in whole pixels; null for nothing. */
export function shared(a: Bounds, b: Bounds): Bounds | null {
  const minX = Math.max(a.minX, b.minX)
  const minY = Math.max(a.minY, b.minY)
  const maxX = Math.min(a.maxX, b.maxX)
  const maxY = Math.min(a.maxY, b.maxY)
  return maxX > minX && maxY > minY ? { minX, minY, maxX, maxY } : null
}

/** How one bitmap is laid upon another. */
export type Laying = 'add' | 'take' | 'keep'

const LAID: { readonly [how in Laying]: (below: number, above: number) => number } = {
  add: (below, above) => below | above,
  take: (below, above) => below & (above ^ 1),
  keep: (below, above) => below & above,
}

/** Lay `above` upon `below`, which changes; `keep` touches only what `above` covers. */
export function lay(below: Bitmap, above: Bitmap, how: Laying): void {
  const common = shared(boundsOfBitmap(below), boundsOfBitmap(above))
  if (!common) return
  const laid = LAID[how]
  const height = common.maxY - common.minY
  for (let x = common.minX; x < common.maxX; x++) {
    let i = (x - below.x) * below.height + common.minY - below.y
    let k = (x - above.x) * above.height + common.minY - above.y
    for (let n = 0; n < height; n++, i++, k++) {
      below.bits[i] = laid(below.bits[i] ?? 0, above.bits[k] ?? 0)
    }
  }
}

/** The same pixels in other bounds: what falls outside is lost. */
export function reframed(bitmap: Bitmap, bounds: Bounds): Bitmap {
  const framed = blank(bounds)
  const common = shared(boundsOfBitmap(framed), boundsOfBitmap(bitmap))
  if (!common) return framed
  for (let x = common.minX; x < common.maxX; x++) {
    const from = (x - bitmap.x) * bitmap.height - bitmap.y
    const to = (x - framed.x) * framed.height - framed.y
    framed.bits.set(bitmap.bits.subarray(from + common.minY, from + common.maxY), to + common.minY)
  }
  return framed
}

export const wholeOf = ({ width, height }: Extent): Bounds => ({
  minX: 0,
  minY: 0,
  maxX: width,
  maxY: height,
})

/** Pixels that are set. */
export function countOf({ bits }: Bitmap): number {
  let sum = 0
  for (let i = 0; i < bits.length; i++) sum += bits[i] ?? 0
  return sum
}

/** The smallest bounds around what is set; null for nothing. */
export function tightBounds({ x, y, width, height, bits }: Bitmap): Bounds | null {
  let minY = height
  let maxY = 0
  let minX = width
  let maxX = 0
  for (let c = 0; c < width; c++) {
    const column = bits.subarray(c * height, (c + 1) * height)
    const top = column.indexOf(1)
    if (top < 0) continue
    minX = Math.min(minX, c)
    maxX = c + 1
    minY = Math.min(minY, top)
    maxY = Math.max(maxY, column.lastIndexOf(1) + 1)
  }
  return maxX > 0 ? { minX: x + minX, minY: y + minY, maxX: x + maxX, maxY: y + maxY } : null
}

/** Run lengths of all of it, up to the last that is set. */
export function runsOfBitmap({ bits }: Bitmap): number[] {
  const runs: number[] = []
  let at = 0
  while (at < bits.length) {
    const start = bits.indexOf(1, at)
    if (start < 0) break
    const next = bits.indexOf(0, start)
    const end = next < 0 ? bits.length : next
    runs.push(start - at, end - start)
    at = end
  }
  return runs
}
