import { type Bounds, type Extent, overlaps, point2, shiftInside } from '../core/geometry'
import { type Problem, type Rules, withData } from '../core/kind'
import type { Annotation } from '../core/patch'
import { defineKind } from '../core/registry'
import { byStack } from '../core/selection'
import type { Transaction } from '../core/transaction'
import {
  type Bitmap,
  blank,
  boundsOfBitmap,
  reframed,
  runsOfBitmap,
  shared,
  tightBounds,
  wholeOf,
} from './parts/bitmap'
import { between, type Pair, pairOf } from './parts/morph'
import { outside } from './parts/numbers'
import { packRuns, type Spans, spansOfRuns, unpackRuns } from './parts/runs'

/**
 * An area of whole pixels: COCO's run lengths of the smallest upright box that holds it. At rest it is this text,
 * a few kilobytes; nothing else is kept of a mask that nobody looks at.
 */
export interface Mask {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly counts: string
  /** Pixels. */
  readonly area: number
}

const LONGEST_SIDE = 200_000
const KEYS = ['x', 'y', 'width', 'height', 'area'] as const
const NO_SPANS: Spans = {
  starts: new Uint32Array(1),
  tops: new Uint16Array(),
  bottoms: new Uint16Array(),
}

const known = new WeakMap<Mask, Spans>()

/** The spans of a mask, from its own upper left corner; unpacked when first asked for. */
export function spansOf(mask: Mask): Spans {
  const found = known.get(mask)
  if (found) return found
  const runs = unpackRuns(mask.counts)
  const spans = runs ? spansOfRuns(runs, mask.width, mask.height) : NO_SPANS
  known.set(mask, spans)
  return spans
}

export const boundsOfMask = ({ x, y, width, height }: Mask): Bounds => ({
  minX: x,
  minY: y,
  maxX: x + width,
  maxY: y + height,
})

/** The smallest mask around what is set; null for nothing. */
export function maskOf(bitmap: Bitmap): Mask | null {
  const bounds = tightBounds(bitmap)
  if (!bounds) return null
  const tight = reframed(bitmap, bounds)
  const runs = runsOfBitmap(tight)
  const area = runs.reduce((sum, run, i) => sum + (i % 2 ? run : 0), 0)
  const { x, y, width, height } = tight
  return { x, y, width, height, counts: packRuns(runs), area }
}

/** Set the pixels of a mask in a bitmap, or clear them. */
export function stamp(bitmap: Bitmap, mask: Mask, value: 0 | 1 = 1): void {
  const common = shared(boundsOfBitmap(bitmap), boundsOfMask(mask))
  if (!common) return
  const { starts, tops, bottoms } = spansOf(mask)
  const low = common.minY - mask.y
  const high = common.maxY - mask.y
  for (let x = common.minX; x < common.maxX; x++) {
    const base = (x - bitmap.x) * bitmap.height + mask.y - bitmap.y
    const end = starts[x - mask.x + 1] ?? 0
    for (let i = starts[x - mask.x] ?? 0; i < end; i++) {
      const top = Math.max(tops[i] ?? 0, low)
      const bottom = Math.min(bottoms[i] ?? 0, high)
      if (bottom > top) bitmap.bits.fill(value, base + top, base + bottom)
    }
  }
}

/** The pixels of a mask, in these bounds or in its own. */
export function bitmapOf(mask: Mask, bounds: Bounds = boundsOfMask(mask)): Bitmap {
  const bitmap = blank(bounds)
  stamp(bitmap, mask)
  return bitmap
}

export function hasPixel(mask: Mask, x: number, y: number): boolean {
  const column = Math.floor(x) - mask.x
  const row = Math.floor(y) - mask.y
  if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return false
  const { starts, tops, bottoms } = spansOf(mask)
  for (let i = starts[column] ?? 0; i < (starts[column + 1] ?? 0); i++) {
    if ((tops[i] ?? 0) <= row && row < (bottoms[i] ?? 0)) return true
  }
  return false
}

/** Whether a pixel at the place or at most `tolerance` away is in the mask, so that thin ones can be caught. */
function contains(mask: Mask, [x, y]: readonly [number, number], tolerance: number): boolean {
  const around = [0, tolerance / 2, tolerance]
  return around.some((d) =>
    [
      [x, y],
      [x - d, y],
      [x + d, y],
      [x, y - d],
      [x, y + d],
    ].some(([px = 0, py = 0]) => hasPixel(mask, px, py)),
  )
}

/** Pixels that two masks share. */
export function overlapOf(a: Mask, b: Mask): number {
  const common = shared(boundsOfMask(a), boundsOfMask(b))
  if (!common) return 0
  let sum = 0
  for (let x = common.minX; x < common.maxX; x++) sum += overlapAt(a, b, x)
  return sum
}

/** The strips of one column of the image, as top, bottom, top, bottom and so on. */
function stripsAt(mask: Mask, x: number): readonly number[] {
  const { starts, tops, bottoms } = spansOf(mask)
  const strips: number[] = []
  for (let i = starts[x - mask.x] ?? 0; i < (starts[x - mask.x + 1] ?? 0); i++) {
    strips.push((tops[i] ?? 0) + mask.y, (bottoms[i] ?? 0) + mask.y)
  }
  return strips
}

function overlapAt(a: Mask, b: Mask, x: number): number {
  const one = stripsAt(a, x)
  const other = stripsAt(b, x)
  let sum = 0
  for (let i = 0, k = 0; i < one.length && k < other.length; ) {
    const [top = 0, bottom = 0] = one.slice(i, i + 2)
    const [above = 0, below = 0] = other.slice(k, k + 2)
    sum += Math.max(0, Math.min(bottom, below) - Math.max(top, above))
    if (bottom < below) i += 2
    else k += 2
  }
  return sum
}

/** The mask moved by whole pixels, its unpacked spans with it. */
function moved(mask: Mask, dx: number, dy: number): Mask {
  const next = { ...mask, x: mask.x + Math.floor(dx + 0.5), y: mask.y + Math.floor(dy + 0.5) }
  const spans = known.get(mask)
  if (spans) known.set(next, spans)
  return next
}

function clamp(mask: Mask, extent: Extent): Mask {
  const common = shared(boundsOfMask(mask), wholeOf(extent))
  if (!common) return moved(mask, ...shiftInside(boundsOfMask(mask), extent))
  if (common.maxX - common.minX === mask.width) {
    if (common.maxY - common.minY === mask.height) return mask
  }
  return maskOf(bitmapOf(mask, common)) ?? mask
}

/** Pixel by pixel: each new one is what the mask has where its centre came from. */
function scale(mask: Mask, sx: number, sy: number, [ox, oy]: readonly [number, number]): Mask {
  const xs = [mask.x, mask.x + mask.width].map((x) => Math.round(ox + (x - ox) * sx))
  const ys = [mask.y, mask.y + mask.height].map((y) => Math.round(oy + (y - oy) * sy))
  const made = blank({
    minX: Math.min(...xs),
    minY: Math.min(...ys),
    maxX: Math.max(...xs),
    maxY: Math.max(...ys),
  })
  for (let c = 0; c < made.width; c++) {
    for (let r = 0; r < made.height; r++) {
      const x = ox + (made.x + c + 0.5 - ox) / sx
      const y = oy + (made.y + r + 0.5 - oy) / sy
      if (hasPixel(mask, x, y)) made.bits[c * made.height + r] = 1
    }
  }
  return maskOf(made) ?? mask
}

/** The last mask that each was laid upon: frame after frame asks for the same two. */
const laid = new WeakMap<Mask, { readonly other: Mask; readonly pair: Pair | null }>()

function morphed(a: Mask, b: Mask, t: number): Mask | null {
  if (a.counts === b.counts && KEYS.every((key) => a[key] === b[key])) return a
  let known = laid.get(a)
  if (known?.other !== b) {
    known = { other: b, pair: pairOf(bitmapOf(a), bitmapOf(b)) }
    laid.set(a, known)
  }
  return known.pair && maskOf(between(known.pair, t))
}

function isMask(data: unknown): data is Mask {
  if (typeof data !== 'object' || data === null) return false
  const values = data as { readonly [key: string]: unknown }
  return (
    Object.keys(data).length === KEYS.length + 1 &&
    KEYS.every((key) => Number.isSafeInteger(values[key])) &&
    typeof values.counts === 'string'
  )
}

/** Whether the counts are those of just this box: sound, none empty but the first, with pixels at all four sides. */
function fits({ width, height, counts, area }: Mask): boolean {
  if (width < 1 || height < 1 || Math.max(width, height) > LONGEST_SIDE) return false
  const runs = unpackRuns(counts)
  if (!runs || runs.length === 0 || runs.length % 2 || (runs[0] ?? 0) < 0) return false
  if (runs.slice(1).some((run) => run <= 0)) return false
  const pixels = runs.reduce((sum, run, i) => sum + (i % 2 ? run : 0), 0)
  const total = runs.reduce((sum, run) => sum + run, 0)
  if (pixels !== area || total > width * height) return false
  const { starts, tops, bottoms } = spansOfRuns(runs, width, height)
  const reaches = tops.includes(0) && bottoms.includes(height)
  return reaches && (starts[1] ?? 0) > 0 && starts[width] !== starts[width - 1]
}

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  if (!isMask(data) || !fits(data)) return ['malformed']
  return outside(boundsOfMask(data), extent)
}

const maskIn = (record: Annotation): Mask => record.data as Mask

/** Masks as a transaction has them by now. */
export function masksIn(tx: Transaction): readonly Annotation[] {
  const ids = new Set([...tx.base.records.peek().keys(), ...tx.patch.map(({ id }) => id)])
  return [...ids].flatMap((id) => tx.get(id) ?? []).filter(({ kind }) => kind === mask.id)
}

/** Other masks that share pixels with that of an annotation. */
function sharing(tx: Transaction, id: string, own: Mask): readonly Annotation[] {
  const bounds = boundsOfMask(own)
  return masksIn(tx).filter((other) => {
    if (other.id === id || !overlaps(boundsOfMask(maskIn(other)), bounds)) return false
    return overlapOf(maskIn(other), own) > 0
  })
}

/** The pixels of a mask that these others leave it; null for none. */
export function without(own: Mask, others: readonly Mask[]): Mask | null {
  const bitmap = bitmapOf(own)
  for (const other of others) stamp(bitmap, other, 0)
  return maskOf(bitmap)
}

/** Take pixels away from all masks but one, as far as they may be changed; what has none left goes. */
function take(tx: Transaction, id: string, pixels: Mask, editable: Rules['editable']): void {
  for (const record of sharing(tx, id, pixels)) {
    if (editable(record.id) !== true) continue
    const rest = without(maskIn(record), [pixels])
    if (rest) tx.put(withData(record, rest))
    else tx.remove(record.id)
  }
}

/** Take the pixels of a mask away from all others. */
export function pushAway(tx: Transaction, id: string, editable: Rules['editable']): void {
  const own = tx.get(id)
  if (own) take(tx, id, maskIn(own), editable)
}

/** The pixels that an edit gave to a mask. */
function gainedBy(tx: Transaction, record: Annotation): Mask | null {
  const before = tx.base.get(record.id)
  if (before?.kind !== mask.id) return maskIn(record)
  return before.data === record.data ? null : without(maskIn(record), [maskIn(before)])
}

/** A mask with fewer of the pixels that it gained; null where none is left at all. */
function regained(own: Mask, gained: Mask, rest: Mask | null): Mask | null {
  const bitmap = bitmapOf(own)
  stamp(bitmap, gained, 0)
  if (rest) stamp(bitmap, rest)
  return maskOf(bitmap)
}

/** Leave locked masks the pixels that one gained, and take them from all others; what is left with none stays as it was. */
function claim(tx: Transaction, record: Annotation, gained: Mask, editable: Rules['editable']) {
  const { id } = record
  const kept = sharing(tx, id, gained).filter((other) => editable(other.id) !== true)
  const free = kept.length > 0 ? without(gained, kept.map(maskIn)) : gained
  const own = free === gained ? maskIn(record) : regained(maskIn(record), gained, free)
  const before = tx.base.get(id)
  if (own) tx.put(withData(record, own))
  else if (before) tx.put(before)
  else tx.remove(id)
  if (own && free) take(tx, id, free, editable)
}

/** Where each pixel belongs to one mask, the others lose what an edit gave to one; of several the upper one has it. */
function settle(tx: Transaction, { schema, editable }: Rules): void {
  if (!schema.image?.panoptic) return
  const masks = tx.patch.flatMap(({ after }) => (after?.kind === mask.id ? [after] : []))
  for (const { id } of masks.toSorted(byStack).toReversed()) {
    const record = tx.get(id)
    const gained = record && gainedBy(tx, record)
    if (gained) claim(tx, record, gained, editable)
  }
}

export const mask = defineKind<Mask>({
  id: 'mask',
  spatial: true,
  labelled: true,
  trackable: true,
  contains: (data, at, tolerance) => contains(data, point2(at), tolerance),
  translate: (data, delta) => moved(data, delta[0] ?? 0, delta[1] ?? 0),
  handles: () => new Map(),
  moveHandle: (data) => data,
  bounds: boundsOfMask,
  area: ({ area }) => area,
  clamp,
  scale: (data, { x, y, about }) => scale(data, x, y, point2(about)),
  validate: problems,
  similarity: (a, b) => {
    const common = overlapOf(a, b)
    return common / (a.area + b.area - common)
  },
  settle,
  interpolate: (a, b, t) => (t >= 1 ? b : t <= 0 ? a : (morphed(a, b, t) ?? a)),
})
