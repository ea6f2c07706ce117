import type { Bounds, Point2 } from '../../../core/geometry'
import { bitmapOf, type Mask, maskOf } from '../../../kinds/mask'
import type { Bitmap } from '../../../kinds/parts/bitmap'
import { type Piece, piecesOf, putPiece } from '../../../kinds/parts/pieces'
import { sweep } from '../masks/spans'

const HAIR = { size: 1, square: true }

/** The pixels of a mask without those along a way, one pixel wide, and these. */
function cutAlong(rest: Bitmap, way: readonly Point2[]): readonly (readonly [number, number])[] {
  const { x, y, width, height, bits } = rest
  const cut: [number, number][] = []
  for (const [i, to] of way.entries()) {
    sweep(way[i - 1] ?? to, to, HAIR, (column, top, bottom) => {
      for (let row = Math.max(top, y); row < Math.min(bottom, y + height); row++) {
        const at = (column - x) * height + row - y
        if (column < x || column >= x + width || !bits[at]) continue
        bits[at] = 0
        cut.push([column, row])
      }
    })
  }
  return cut
}

/** The number of the piece that each pixel is of, from 1; 0 is none. */
function numbered({ x, y, width, height }: Bitmap, pieces: readonly Piece[]): Int32Array {
  const owner = new Int32Array(width * height)
  for (const [n, piece] of pieces.entries()) {
    for (const [column, top, bottom] of piece.strips) {
      owner.fill(n + 1, (column - x) * height + top - y, (column - x) * height + bottom - y)
    }
  }
  return owner
}

/** How far two rectangles lie apart. */
const gap = (a: Bounds, b: Bounds): number =>
  Math.hypot(
    Math.max(0, a.minX - b.maxX, b.minX - a.maxX),
    Math.max(0, a.minY - b.maxY, b.minY - a.maxY),
  )

/**
 * What a cut has divided makes a part each; what it has left whole, as specks and what shows behind a post, goes with
 * the nearest. `sources` says of each piece what it was of before. The largest part comes first.
 */
function partsOf(pieces: readonly Piece[], sources: readonly number[]): readonly number[][] {
  const isDivided = (n: number) => sources.filter((one) => one === sources[n]).length > 1
  const parts = pieces.flatMap((_, n) => (isDivided(n) ? [[n]] : []))
  const kernels = parts.map(([n = 0]) => pieces[n])
  for (const [n, { bounds }] of pieces.entries()) {
    if (isDivided(n)) continue
    const gaps = kernels.map((kernel) => (kernel ? gap(bounds, kernel.bounds) : Infinity))
    parts[gaps.indexOf(Math.min(...gaps))]?.push(n)
  }
  const areaOf = (part: readonly number[]) =>
    part.reduce((sum, n) => sum + (pieces[n]?.area ?? 0), 0)
  return parts.toSorted((a, b) => areaOf(b) - areaOf(a))
}

/**
 * The parts of a mask that a way divides, none where it divides nothing: the pixels of the cut go to the first piece
 * that touches them, so that none is lost.
 */
export function slicedMask(mask: Mask, way: readonly Point2[]): readonly Mask[] {
  const whole = bitmapOf(mask)
  const before = numbered(whole, piecesOf(whole))
  const rest = bitmapOf(mask)
  const { x, y, height } = rest
  const cut = cutAlong(rest, way)
  const pieces = piecesOf(rest).toSorted((a, b) => b.area - a.area)
  const sources = pieces.map(({ strips: [[column, top] = [x, y]] }) => {
    return before[(column - x) * height + top - y] ?? 0
  })
  const given = giveAway(cut, numbered(rest, pieces), rest)
  return partsOf(pieces, sources).flatMap((part) => {
    const made = bitmapOf(mask)
    made.bits.fill(0)
    for (const n of part) {
      const piece = pieces[n]
      if (piece) putPiece(made, piece, 1)
      for (const [column, row] of given.get(n + 1) ?? []) {
        made.bits[(column - x) * height + row - y] = 1
      }
    }
    return maskOf(made) ?? []
  })
}

/** Whose piece each pixel of the cut becomes, round by round from its edges. */
function giveAway(
  cut: readonly (readonly [number, number])[],
  owner: Int32Array,
  { x, y, width, height }: Bitmap,
): ReadonlyMap<number, readonly (readonly [number, number])[]> {
  const given = new Map<number, (readonly [number, number])[]>()
  const ownerAt = (column: number, row: number) =>
    column >= x && row >= y && column < x + width && row < y + height
      ? (owner[(column - x) * height + row - y] ?? 0)
      : 0
  let left = cut
  for (let before = -1; left.length !== before; ) {
    before = left.length
    left = left.filter(([column, row]) => {
      const around = [
        [column - 1, row],
        [column + 1, row],
        [column, row - 1],
        [column, row + 1],
      ] as const
      const taker = around.map(([c, r]) => ownerAt(c, r)).find((n) => n > 0)
      if (!taker) return true
      owner[(column - x) * height + row - y] = taker
      given.set(taker, [...(given.get(taker) ?? []), [column, row]])
      return false
    })
  }
  return given
}
