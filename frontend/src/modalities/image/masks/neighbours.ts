import type { Editor } from '../../../core/editor'
import { type Bounds, overlaps } from '../../../core/geometry'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import type { Transaction } from '../../../core/transaction'
import {
  boundsOfMask,
  type Mask,
  mask as maskKind,
  maskOf,
  masksIn,
  pushAway,
  stamp,
} from '../../../kinds/mask'
import { type Bitmap, blank, boundsOfBitmap, lay } from '../../../kinds/parts/bitmap'
import { type Overlap, overlapIn } from './settings'

export const dataOf = (record: Annotation): Mask => record.data as Mask

const isMask = ({ kind }: Annotation) => kind === maskKind.id

/** Masks of the work document. */
export const masksOf = (editor: Editor): readonly Annotation[] =>
  [...editor.work.records.peek().values()].filter(isMask)

/** Every pixel inside the frame that one of these masks has. */
export function ownedBy(records: readonly Annotation[], frame: Bounds): Bitmap {
  const owned = blank(frame)
  for (const record of records) {
    if (overlaps(boundsOfMask(dataOf(record)), frame)) stamp(owned, dataOf(record))
  }
  return owned
}

/** The pixels that a mask must leave to these others, by what people chose; null for none. */
export function guardOf(
  editor: Editor,
  others: readonly Annotation[],
  frame: Bounds,
  mode: Overlap = overlapIn(editor),
): Bitmap | null {
  if (mode === 'over') return null
  const kept = mode === 'free' ? others : others.filter(({ id }) => editor.editable(id) !== true)
  return kept.length > 0 ? ownedBy(kept, frame) : null
}

/**
 * Make this the mask of an annotation, as if it had been painted: where other masks are it leaves them alone or pushes
 * them away. False where nothing of it would be left.
 */
export function putMask(
  editor: Editor,
  tx: Transaction,
  record: Annotation,
  wanted: Bitmap,
  mode: Overlap = overlapIn(editor),
): boolean {
  const others = masksIn(tx).filter(({ id }) => id !== record.id)
  const guard = guardOf(editor, others, boundsOfBitmap(wanted), mode)
  const fitted = guard ? { ...wanted, bits: wanted.bits.slice() } : wanted
  if (guard) {
    if (isMask(record)) stamp(guard, dataOf(record), 0)
    lay(fitted, guard, 'take')
  }
  const made = maskOf(fitted)
  if (!made) return false
  tx.update(record.id, (r) => ({ ...withData(r, made), kind: maskKind.id }))
  if (mode === 'push') pushAway(tx, record.id, (id) => editor.editable(id))
  return true
}
