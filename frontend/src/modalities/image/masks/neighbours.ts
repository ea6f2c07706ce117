import type { Editor } from '../../../core/editor'
import { type Bounds, overlaps } from '../../../core/geometry'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import type { Transaction } from '../../../core/transaction'
import {
  bitmapOf,
  boundsOfMask,
  type Mask,
  mask as maskKind,
  maskOf,
  overlapOf,
  stamp,
} from '../../../kinds/mask'
import { type Bitmap, blank, boundsOfBitmap, lay } from '../../../kinds/parts/bitmap'
import { maskSettings, type Overlap } from './settings'

export const dataOf = (record: Annotation): Mask => record.data as Mask

const isMask = ({ kind }: Annotation) => kind === maskKind.id

/** Masks of the work document. */
export const masksOf = (editor: Editor): readonly Annotation[] =>
  [...editor.work.records.peek().values()].filter(isMask)

/** Masks as a transaction has them by now. */
function masksIn(tx: Transaction): readonly Annotation[] {
  const ids = new Set([...tx.base.records.peek().keys(), ...tx.patch.map(({ id }) => id)])
  return [...ids].flatMap((id) => tx.get(id) ?? []).filter(isMask)
}

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
  mode: Overlap = maskSettings.overlap.peek(),
): Bitmap | null {
  if (mode === 'over') return null
  const kept = mode === 'free' ? others : others.filter(({ id }) => editor.editable(id) !== true)
  return kept.length > 0 ? ownedBy(kept, frame) : null
}

/** Take the pixels of a mask away from others; what has none left goes. */
export function pushAway(editor: Editor, tx: Transaction, id: string, painted: Mask): void {
  for (const record of masksIn(tx)) {
    if (record.id === id || editor.editable(record.id) !== true) continue
    if (overlapOf(dataOf(record), painted) === 0) continue
    const bitmap = bitmapOf(dataOf(record))
    stamp(bitmap, painted, 0)
    const rest = maskOf(bitmap)
    if (rest) tx.update(record.id, (r) => withData(r, rest))
    else tx.remove(record.id)
  }
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
  mode: Overlap = maskSettings.overlap.peek(),
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
  if (mode === 'push') pushAway(editor, tx, record.id, made)
  return true
}
