import { type Signal, signal } from '@preact/signals-core'
import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import { type Bounds, grow, unite } from '../../../core/geometry'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import type { Label } from '../../../core/schema'
import { boundsOfMask, mask as maskKind, maskOf, pushAway, stamp } from '../../../kinds/mask'
import {
  type Bitmap,
  blank,
  boundsOfBitmap,
  lay,
  reframed,
  shared,
  wholeOf,
} from '../../../kinds/parts/bitmap'
import { dataOf, guardOf, masksOf } from './neighbours'
import { overlapIn } from './settings'
import type { PutSpan } from './spans'

/** Room around what is painted, so that the sheet need not grow with every movement. */
const ROOM = 192

/** Of the smallest box around one mask while it is painted. */
const MOST_PIXELS = 100e6

/** The mask that the tools go on with: the one that is selected. */
export function target(editor: Editor): Annotation | null {
  const [only, ...others] = editor.selected.peek()
  return only && others.length === 0 && only.kind === maskKind.id ? only : null
}

/** Whether the hand may paint: on the selected mask if there is one, else on a new one. */
export function mayPaint(editor: Editor): boolean {
  const old = target(editor)
  if (old) return editor.editable(old.id) === true
  return editor.canWrite.peek() === true && labelFor(editor, maskKind.id) !== undefined
}

const sheets = new WeakMap<Editor, Signal<Sheet | null>>()

/** The sheet under the hand; the stage draws it in place of its mask. */
export function sheetOf(editor: Editor): Signal<Sheet | null> {
  const known = sheets.get(editor)
  if (known) return known
  const made = signal<Sheet | null>(null)
  sheets.set(editor, made)
  return made
}

const tooWide = new WeakMap<Editor, Signal<boolean>>()

/** Whether the last stroke was refused because the mask would have become too wide. */
export function tooWideOf(editor: Editor): Signal<boolean> {
  const known = tooWide.get(editor) ?? signal(false)
  tooWide.set(editor, known)
  return known
}

/**
 * The pixels of one mask while a hand works on it. Spans are added or taken away; nothing reaches the document
 * before `finish`, which makes one step of the history, and `drop` leaves no trace.
 */
export class Sheet {
  readonly record: Annotation
  /** Whether the document has the mask already. */
  readonly isOld: boolean
  readonly #editor: Editor
  #guard: Bitmap | null
  #bitmap: Bitmap
  #before: Bitmap | null = null
  #touched: Bounds | null = null

  constructor(
    editor: Editor,
    old: Annotation | null = target(editor),
    label: Label | undefined = labelFor(editor, maskKind.id),
  ) {
    this.#editor = editor
    this.isOld = old !== null
    this.record = old ?? newAnnotation(maskKind.id, null, label)
    this.#bitmap = blank(old ? boundsOfMask(dataOf(old)) : { minX: 0, minY: 0, maxX: 0, maxY: 0 })
    if (old) stamp(this.#bitmap, dataOf(old))
    this.#guard = this.#guarded()
    tooWideOf(editor).value = false
    sheetOf(editor).value = this
  }

  get bitmap(): Bitmap {
    return this.#bitmap
  }

  /** Where it has changed since the last time somebody asked. */
  takeTouched(): Bounds | null {
    const touched = this.#touched
    this.#touched = null
    return touched
  }

  /** Remember how it is, to come back to with `restart`. */
  mark(): void {
    this.#before = { ...this.#bitmap, bits: this.#bitmap.bits.slice() }
  }

  /** As it was when it was marked. */
  restart(): void {
    if (!this.#before) return
    this.#touch(boundsOfBitmap(this.#bitmap))
    this.#bitmap = { ...this.#before, bits: this.#before.bits.slice() }
  }

  /** Draw with spans inside these bounds: set their pixels, or clear them. */
  draw(bounds: Bounds, value: 0 | 1, spans: (put: PutSpan) => void): void {
    const within = shared(bounds, wholeOf(this.#editor.extent))
    if (!within) return
    if (value && !this.#include(within)) return
    const { x, y, width, height, bits } = this.#bitmap
    const guard = value ? this.#guard : null
    spans((column, top, bottom) => {
      const c = column - x
      const from = Math.max(top - y, 0)
      const to = Math.min(bottom - y, height)
      if (c < 0 || c >= width || to <= from) return
      if (!guard) bits.fill(value, c * height + from, c * height + to)
      else fillFree(this.#bitmap, guard, c, from, to)
    })
    this.#touch(within)
  }

  /** Lay a bitmap upon it. */
  lay(above: Bitmap, value: 0 | 1): void {
    const bounds = boundsOfBitmap(above)
    if (value && !this.#include(bounds)) return
    if (value && this.#guard) {
      const free = { ...above, bits: above.bits.slice() }
      lay(free, this.#guard, 'take')
      lay(this.#bitmap, free, 'add')
    } else lay(this.#bitmap, above, value ? 'add' : 'take')
    this.#touch(bounds)
  }

  /** Put what there is into the document as one step. */
  finish(title: string): void {
    const editor = this.#editor
    const made = maskOf(this.#bitmap)
    const pushes = overlapIn(editor) === 'push'
    editor.edit(title, (tx) => {
      if (!made) {
        if (this.isOld) tx.remove(this.record.id)
        return
      }
      if (this.isOld) tx.update(this.record.id, (r) => withData(r, made))
      else putNew(tx, { ...this.record, data: made })
      if (pushes) pushAway(tx, this.record.id, (id) => editor.editable(id))
    })
    this.drop()
    editor.select(made ? [this.record.id] : [])
  }

  drop(): void {
    const showing = sheetOf(this.#editor)
    if (showing.peek() === this) showing.value = null
  }

  #touch(bounds: Bounds): void {
    this.#touched = unite([this.#touched, bounds])
  }

  /** Make room for these bounds; false, and said so, where they are too far apart. */
  #include(bounds: Bounds): boolean {
    const now = boundsOfBitmap(this.#bitmap)
    const inside = this.#bitmap.width > 0 && shared(bounds, now)
    if (inside && inside.maxX - inside.minX === bounds.maxX - bounds.minX) {
      if (inside.maxY - inside.minY === bounds.maxY - bounds.minY) return true
    }
    const roomy = shared(grow(bounds, ROOM), wholeOf(this.#editor.extent)) ?? bounds
    const wanted = this.#bitmap.width > 0 ? unite([now, roomy]) : roomy
    const room = wanted ?? roomy
    if ((room.maxX - room.minX) * (room.maxY - room.minY) > MOST_PIXELS) {
      tooWideOf(this.#editor).value = true
      return false
    }
    this.#bitmap = reframed(this.#bitmap, room)
    this.#guard = this.#guarded()
    return true
  }

  /** The pixels of the sheet that painting must leave alone; null for none. */
  #guarded(): Bitmap | null {
    const editor = this.#editor
    const others = masksOf(editor).filter(({ id }) => id !== this.record.id)
    return guardOf(editor, others, boundsOfBitmap(this.#bitmap))
  }
}

function fillFree(bitmap: Bitmap, guard: Bitmap, column: number, from: number, to: number): void {
  const base = column * bitmap.height
  const across = bitmap.x + column - guard.x
  const isBeside = across < 0 || across >= guard.width
  for (let row = from; row < to; row++) {
    const down = bitmap.y + row - guard.y
    const isFree = isBeside || down < 0 || down >= guard.height
    if (isFree || !guard.bits[across * guard.height + down]) bitmap.bits[base + row] = 1
  }
}
