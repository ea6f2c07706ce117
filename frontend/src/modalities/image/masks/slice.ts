import type { Editor } from '../../../core/editor'
import { grow, type Point2, spanning } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { bitmapOf, type Mask, maskOf } from '../../../kinds/mask'
import { bitmapOfPiece, piecesOf, putPiece } from '../../../kinds/parts/pieces'
import { dataOf, replaceByParts, selectedMasks } from './arrange'
import { sweep } from './spans'
import { maskTool, placeOf } from './tool'

const HAIR = { size: 1, square: true }

/**
 * The two sides of a mask along a way: it is cut one pixel wide, and the pixels of the cut go to the first piece that
 * touches them, so that none is lost.
 */
export function sliced(mask: Mask, way: readonly Point2[]): readonly Mask[] {
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

/** A line across the selected masks: each is cut in two where it goes through. */
class Slice implements Gesture {
  readonly #editor: Editor
  #way: readonly Point2[]

  constructor(editor: Editor, p: Pointer) {
    this.#editor = editor
    this.#way = [placeOf(editor, p)]
  }

  move(p: Pointer): void {
    this.#editor.lasso.value = [...this.#way, placeOf(this.#editor, p)]
  }

  release(p: Pointer): Progress {
    const at = placeOf(this.#editor, p)
    const [first = at] = this.#way
    const reach = grow(spanning(first, at), -p.tolerance)
    const isDrag = reach.maxX > reach.minX || reach.maxY > reach.minY
    return isDrag ? this.#cut([...this.#way, at]) : 'more'
  }

  press(p: Pointer): Progress {
    if ((p.clicks ?? 1) > 1) return this.complete()
    this.#way = [...this.#way, placeOf(this.#editor, p)]
    return 'more'
  }

  complete(): Progress {
    return this.#cut(this.#way)
  }

  #cut(way: readonly Point2[]): Progress {
    const editor = this.#editor
    editor.lasso.value = null
    const parts = new Map<string, readonly Mask[]>()
    for (const record of selectedMasks(editor)) {
      const found = sliced(dataOf(record), way)
      if (found.length > piecesOf(bitmapOf(dataOf(record))).length) parts.set(record.id, found)
    }
    if (parts.size > 0) replaceByParts(editor, 'image:edit.slice', parts)
    return 'done'
  }
}

const slice = maskTool({
  id: 'mask_slice',
  icon: 'slice',
  keys: ['Alt+J'],
  begin: (editor, p) => new Slice(editor, p),
})

export const sliceTool = {
  ...slice,
  continues: (editor: Editor) => selectedMasks(editor).length > 0,
  press: (editor: Editor, p: Pointer) =>
    selectedMasks(editor).length > 0 ? new Slice(editor, p) : null,
}
