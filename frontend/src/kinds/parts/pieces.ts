import type { Bounds } from '../../core/geometry'
import { type Bitmap, blank } from './bitmap'

/** Pixels that hang together over their sides, as strips (column, top, bottom) in the image. */
export interface Piece {
  readonly area: number
  readonly bounds: Bounds
  readonly strips: readonly (readonly [column: number, top: number, bottom: number])[]
}

/** Strips of a column with this value, one after another. */
function stripsOf({ bits, height }: Bitmap, column: number, value: 0 | 1): [number, number][] {
  const found: [number, number][] = []
  const part = bits.subarray(column * height, (column + 1) * height)
  for (let at = part.indexOf(value); at >= 0; ) {
    const next = part.indexOf(value ? 0 : 1, at)
    const end = next < 0 ? height : next
    found.push([at, end])
    at = next < 0 ? -1 : part.indexOf(value, next)
  }
  return found
}

/** Which strips are of one piece: each points to an earlier one, or to itself. */
class Union {
  readonly #parent: number[] = []

  add(): number {
    this.#parent.push(this.#parent.length)
    return this.#parent.length - 1
  }

  root(i: number): number {
    let at = i
    while (this.#parent[at] !== at) {
      const above = this.#parent[at] ?? at
      this.#parent[at] = this.#parent[above] ?? above
      at = above
    }
    return at
  }

  join(a: number, b: number): void {
    const [one, other] = [this.root(a), this.root(b)]
    this.#parent[Math.max(one, other)] = Math.min(one, other)
  }
}

type Numbered = readonly [top: number, bottom: number, id: number]

function joinNeighbours(union: Union, left: readonly Numbered[], right: readonly Numbered[]): void {
  let i = 0
  let k = 0
  while (i < left.length && k < right.length) {
    const [aTop, aBottom, a] = left[i] ?? [0, 0, 0]
    const [bTop, bBottom, b] = right[k] ?? [0, 0, 0]
    if (aTop < bBottom && bTop < aBottom) union.join(a, b)
    if (aBottom < bBottom) i++
    else k++
  }
}

function pieceOf(strips: Piece['strips']): Piece {
  let area = 0
  let minY = Infinity
  let maxY = -Infinity
  for (const [, top, bottom] of strips) {
    area += bottom - top
    minY = Math.min(minY, top)
    maxY = Math.max(maxY, bottom)
  }
  const minX = strips[0]?.[0] ?? 0
  return { area, strips, bounds: { minX, minY, maxX: (strips.at(-1)?.[0] ?? 0) + 1, maxY } }
}

/** The pieces that the set pixels make, or with 0 the clear ones: holes, and what lies around. */
export function piecesOf(bitmap: Bitmap, value: 0 | 1 = 1): readonly Piece[] {
  const union = new Union()
  const all: [column: number, top: number, bottom: number][] = []
  let before: Numbered[] = []
  for (let column = 0; column < bitmap.width; column++) {
    const now = stripsOf(bitmap, column, value).map(([top, bottom]): Numbered => {
      all.push([column + bitmap.x, top + bitmap.y, bottom + bitmap.y])
      return [top, bottom, union.add()]
    })
    joinNeighbours(union, before, now)
    before = now
  }
  const byRoot = new Map<number, [number, number, number][]>()
  for (const [i, strip] of all.entries()) {
    const root = union.root(i)
    const known = byRoot.get(root)
    if (known) known.push(strip)
    else byRoot.set(root, [strip])
  }
  return [...byRoot.values()].map(pieceOf)
}

/** Holes: clear pieces that do not reach the edge of the bitmap. */
export function holesOf(bitmap: Bitmap): readonly Piece[] {
  const { x, y, width, height } = bitmap
  return piecesOf(bitmap, 0).filter(
    ({ bounds: b }) => b.minX > x && b.minY > y && b.maxX < x + width && b.maxY < y + height,
  )
}

/** Set the pixels of a piece in a bitmap that holds it, or clear them. */
export function putPiece(bitmap: Bitmap, { strips }: Piece, value: 0 | 1): void {
  for (const [column, top, bottom] of strips) {
    const base = (column - bitmap.x) * bitmap.height - bitmap.y
    bitmap.bits.fill(value, base + top, base + bottom)
  }
}

export function bitmapOfPiece(piece: Piece): Bitmap {
  const bitmap = blank(piece.bounds)
  putPiece(bitmap, piece, 1)
  return bitmap
}
