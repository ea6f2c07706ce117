import type { Bounds } from '../../../core/geometry'
import { boundsOfMask, type Mask, spansOf } from '../../../kinds/mask'
import { type Bitmap, boundsOfBitmap } from '../../../kinds/parts/bitmap'

/**
 * Masks as pixels of the screen. Screen pixel `u` of a scale `k` shows the image at `(u + 0.5) / k`, so only what is
 * looked at is ever made, whatever the size of the image.
 */

/** 0xAABBGGRR, as the bytes of an ImageData read on every machine that browsers run on. */
export type Ink = number

export interface MaskItem {
  readonly source: Mask | Bitmap
  /** 0 for none. */
  readonly fill: Ink
  readonly line: Ink
  /** Width of the line in screen pixels; it lies inside the mask. */
  readonly width: number
  /** The line of what is only suggested has gaps. */
  readonly dashed: boolean
}

/** Whole screen pixels: `left` up to, not including, `right`. */
export interface Area {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The farthest that a line reaches into a mask. */
const RING = 4
const DASH = 6

export const boundsOfSource = (source: Mask | Bitmap): Bounds =>
  'bits' in source ? boundsOfBitmap(source) : boundsOfMask(source)

export const areaOf = ({ minX, minY, maxX, maxY }: Bounds, k: number): Area => ({
  left: Math.floor(minX * k) - 1,
  top: Math.floor(minY * k) - 1,
  right: Math.ceil(maxX * k) + 1,
  bottom: Math.ceil(maxY * k) + 1,
})

export function meet(a: Area, b: Area): Area | null {
  const left = Math.max(a.left, b.left)
  const top = Math.max(a.top, b.top)
  const right = Math.min(a.right, b.right)
  const bottom = Math.min(a.bottom, b.bottom)
  return right > left && bottom > top ? { left, top, right, bottom } : null
}

export const holds = (outer: Area, inner: Area): boolean =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.right >= inner.right &&
  outer.bottom >= inner.bottom

let scratch = new Uint8Array(1 << 16)

/** Clean bytes for so many pixels; good until the next call. */
function clean(size: number): Uint8Array {
  if (scratch.length < size) scratch = new Uint8Array(size * 2)
  const part = scratch.subarray(0, size)
  part.fill(0)
  return part
}

/** First screen pixel at or after an edge of the image's pixels. */
const edge = (at: number, k: number) => Math.ceil(at * k - 0.5)

/** One screen column of a mask at rest. */
function columnOfMask(mask: Mask, column: number, k: number, area: Area, into: Uint8Array): void {
  const { starts, tops, bottoms } = spansOf(mask)
  for (let i = starts[column] ?? 0; i < (starts[column + 1] ?? 0); i++) {
    const from = Math.max(edge(mask.y + (tops[i] ?? 0), k), area.top)
    const to = Math.min(edge(mask.y + (bottoms[i] ?? 0), k), area.bottom)
    if (to > from) into.fill(1, from - area.top, to - area.top)
  }
}

function columnOfBitmap(b: Bitmap, column: number, rows: Int32Array, into: Uint8Array): void {
  const base = column * b.height
  for (let v = 0; v < rows.length; v++) {
    const row = rows[v] ?? -1
    if (row >= 0) into[v] = b.bits[base + row] ?? 0
  }
}

/** The row of a bitmap at each screen row, -1 outside it. */
function rowsOf(b: Bitmap, k: number, { top, bottom }: Area): Int32Array {
  return Int32Array.from({ length: bottom - top }, (_, v) => {
    const row = Math.floor((top + v + 0.5) / k) - b.y
    return row >= 0 && row < b.height ? row : -1
  })
}

type FillColumn = (column: number, into: Uint8Array) => void

function columnFiller(source: Mask | Bitmap, k: number, area: Area): FillColumn {
  if (!('bits' in source)) return (column, into) => columnOfMask(source, column, k, area, into)
  const rows = rowsOf(source, k, area)
  return (column, into) => columnOfBitmap(source, column, rows, into)
}

/** Which screen pixels of an area a mask covers, column by column. */
export function coverage(source: Mask | Bitmap, k: number, area: Area): Uint8Array {
  const height = area.bottom - area.top
  const bytes = clean((area.right - area.left) * height)
  const fill = columnFiller(source, k, area)
  let last = -1
  for (let u = area.left; u < area.right; u++) {
    const column = Math.floor((u + 0.5) / k) - source.x
    const at = (u - area.left) * height
    if (column === last && u > area.left) bytes.copyWithin(at, at - height, at)
    else if (column >= 0 && column < source.width) {
      fill(column, bytes.subarray(at, at + height))
    }
    last = column
  }
  return bytes
}

const isGap = ({ dashed }: MaskItem, at: number) => dashed && (at & (2 * DASH - 1)) >= DASH

/** Paint one mask into the pixels of an area: it takes the place of what is there. */
export function paintItem(pixels: Uint32Array, whole: Area, item: MaskItem, k: number): void {
  const area = meet(areaOf(boundsOfSource(item.source), k), whole)
  if (!area) return
  const around = {
    left: area.left - RING,
    top: area.top - RING,
    right: area.right + RING,
    bottom: area.bottom + RING,
  }
  const bytes = coverage(item.source, k, around)
  const height = around.bottom - around.top
  const width = whole.right - whole.left
  const near = Math.min(item.width, RING)
  const across = near * height
  const isInner = (i: number) =>
    bytes[i - near] && bytes[i + near] && bytes[i - across] && bytes[i + across]
  for (let v = area.top; v < area.bottom; v++) {
    let i = (area.left - around.left) * height + v - around.top
    let out = (v - whole.top) * width + area.left - whole.left
    for (let u = area.left; u < area.right; u++, i += height, out++) {
      if (bytes[i]) pixels[out] = isInner(i) || isGap(item, u + v) ? item.fill : item.line
    }
  }
}
