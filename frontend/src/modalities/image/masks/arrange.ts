import type { Editor } from '../../../core/editor'
import { unite } from '../../../core/geometry'
import { idBeside } from '../../../core/ids'
import { withData } from '../../../core/kind'
import { inherit } from '../../../core/orphans'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import {
  bitmapOf,
  boundsOfMask,
  type Mask,
  mask,
  maskOf,
  overlapOf,
  stamp,
  without,
} from '../../../kinds/mask'
import { type Bitmap, blank } from '../../../kinds/parts/bitmap'
import { bitmapOfPiece, holesOf, piecesOf, putPiece } from '../../../kinds/parts/pieces'
import { dataOf, masksOf, putMask } from './neighbours'
import { overlapIn } from './settings'

/** Pieces and holes with fewer pixels are specks: what the check of masks complains about. */
export const SPECK = 16

export const selectedMasks = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter(({ kind }) => kind === mask.id)

/** True when so many masks are selected that may be changed, or why not. */
export function hasMasks(editor: Editor, least = 1): true | string {
  const editable = hasEditable(editor)
  if (editable !== true) return editable
  if (selectedMasks(editor).length >= least) return true
  return least > 1 ? 'image:reason.select-to-join' : 'image:reason.select-mask'
}

/** All pixels of several masks. */
function together(records: readonly Annotation[]): Bitmap {
  const bounds = unite(records.map((record) => boundsOfMask(dataOf(record))))
  const bitmap = blank(bounds ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 })
  for (const record of records) stamp(bitmap, dataOf(record))
  return bitmap
}

/** One mask of the selected ones; label and attributes are those of the largest. */
export function join(editor: Editor): void {
  const records = selectedMasks(editor).toSorted((a, b) => dataOf(b).area - dataOf(a).area)
  const [first, ...others] = records
  const joined = maskOf(together(records))
  if (!first || !joined) return
  editor.edit('image:edit.join', (tx) => {
    tx.update(first.id, (r) => withData(r, joined))
    for (const { id } of others) tx.remove(id)
    inherit(tx, editor.kinds, new Set(others.map(({ id }) => id)), first.id)
  })
  editor.select([first.id])
}

/** Replace a mask by its parts: the largest keeps the id, the others are new. */
export function replaceByParts(
  editor: Editor,
  title: string,
  parts: ReadonlyMap<string, readonly Mask[]>,
): void {
  const selected: string[] = []
  editor.edit(title, (tx) => {
    for (const [id, masks] of parts) {
      const record = editor.find(id)
      const [largest, ...others] = masks.toSorted((a, b) => b.area - a.area)
      if (!record || !largest) continue
      tx.update(id, (r) => withData(r, largest))
      selected.push(id)
      for (const data of others) {
        const made = { ...record, id: idBeside(record.id), data }
        tx.put(made)
        selected.push(made.id)
      }
    }
  })
  editor.select(selected)
}

const partsOf = (record: Annotation): readonly Mask[] =>
  piecesOf(bitmapOf(dataOf(record))).flatMap((piece) => maskOf(bitmapOfPiece(piece)) ?? [])

/** Each piece that does not touch the others becomes a mask of its own. */
export function separate(editor: Editor): void {
  const parts = new Map(selectedMasks(editor).map((record) => [record.id, partsOf(record)]))
  replaceByParts(editor, 'image:edit.separate', parts)
}

/**
 * Change the pixels of the selected masks; what comes out empty stays as it was. Nothing is pushed away for it: what
 * lies in a hole is there on purpose.
 */
function rework(editor: Editor, title: string, change: (bitmap: Bitmap) => void): void {
  const mode = overlapIn(editor) === 'over' ? 'over' : 'free'
  editor.edit(title, (tx) => {
    for (const record of selectedMasks(editor)) {
      const now = tx.get(record.id) ?? record
      const bitmap = bitmapOf(dataOf(now))
      change(bitmap)
      putMask(editor, tx, now, bitmap, mode)
    }
  })
}

/** Masks that are not selected and share pixels with this one. */
function covering(editor: Editor, record: Annotation): readonly Mask[] {
  const selected = editor.selection.value
  return masksOf(editor)
    .filter(({ id }) => !selected.has(id))
    .map(dataOf)
    .filter((other) => overlapOf(other, dataOf(record)) > 0)
}

export const coveredMasks = (editor: Editor): readonly Annotation[] =>
  selectedMasks(editor).filter((record) => covering(editor, record).length > 0)

/** The selected masks leave all others the pixels that those have; what would have none left stays as it was. */
export function yieldPixels(editor: Editor): void {
  editor.edit('image:edit.give-way', (tx) => {
    for (const record of coveredMasks(editor)) {
      const rest = without(dataOf(record), covering(editor, record))
      if (rest) tx.update(record.id, (r) => withData(r, rest))
    }
  })
}

/** Fill every hole of the selected masks. */
export const fillHoles = (editor: Editor): void =>
  rework(editor, 'image:edit.fill-holes', (bitmap) => {
    for (const hole of holesOf(bitmap)) putPiece(bitmap, hole, 1)
  })

/** Take away specks and fill pinholes. */
export const tidy = (editor: Editor): void =>
  rework(editor, 'image:edit.tidy', (bitmap) => {
    const pieces = piecesOf(bitmap)
    const largest = Math.max(...pieces.map(({ area }) => area))
    for (const piece of pieces) {
      if (piece.area < SPECK && piece.area < largest) putPiece(bitmap, piece, 0)
    }
    for (const hole of holesOf(bitmap)) if (hole.area < SPECK) putPiece(bitmap, hole, 1)
  })
