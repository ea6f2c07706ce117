import type { Point2 } from '../../../core/geometry'
import { bitmapOf, type Mask, maskOf } from '../../../kinds/mask'
import { bitmapOfPiece, piecesOf, putPiece } from '../../../kinds/parts/pieces'
import { sweep } from '../masks/spans'

const HAIR = { size: 1, square: true }

/**
 * The two sides of a mask along a way: it is cut one pixel wide, and the pixels of the cut go to the first piece that
 * touches them, so that none is lost.
 */
export function slicedMask(mask: Mask, way: readonly Point2[]): readonly Mask[] {
  const rest = bitmapOf(mask)
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
  const pieces = piecesOf(rest).toSorted((a, b) => b.area - a.area)
  const owner = new Int32Array(bits.length)
  for (const [n, piece] of pieces.entries()) {
    for (const [column, top, bottom] of piece.strips) {
      owner.fill(n + 1, (column - x) * height + top - y, (column - x) * height + bottom - y)
    }
  }
  const given = giveAway(cut, owner, { x, y, width, height, bits })
  return pieces.flatMap((piece, n) => {
    const made = bitmapOf(mask)
    made.bits.fill(0)
    putPiece(made, piece, 1)
    for (const [column, row] of given.get(n + 1) ?? []) {
      made.bits[(column - x) * height + row - y] = 1
    }
    return maskOf(made) ?? maskOf(bitmapOfPiece(piece)) ?? []
  })
}

type Frame = ReturnType<typeof bitmapOf>

/** Whose piece each pixel of the cut becomes, round by round from its edges. */
function giveAway(
  cut: readonly (readonly [number, number])[],
  owner: Int32Array,
  { x, y, width, height }: Frame,
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
