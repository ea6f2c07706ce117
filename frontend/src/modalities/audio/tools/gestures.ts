import { putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { type Boundary, boundaryOf, isPart, putBoundary, type Side } from '../boundary'
import { snapped } from '../data/snap'
import { madeIn, shift } from '../edits'
import type { Item } from '../items'
import type { LaneRow } from '../lanes'
import { audioOf } from '../state'
import { sampleOf } from './pointer'

/** Pixels that a press may slip and still be a click, in units of the pointer's tolerance. */
const SLIP = 0.5

/** Where a boundary goes: on a sample, at something near unless Alt is held or snapping is off. */
function boundary(editor: Editor, p: Pointer, except: ReadonlySet<string>): number {
  const audio = audioOf(editor)
  const recording = audio.recording.peek()
  const length = recording?.samples ?? Number.POSITIVE_INFINITY
  const at = Math.min(Math.max(0, sampleOf(p)), length)
  if (!recording || p.alt || !audio.snap.peek()) return Math.round(at)
  const edges = audio.visible
    .peek()
    .filter(({ record }) => !except.has(record.id))
    .flatMap(({ start, stop }) => [start, stop])
  return snapped(recording, at, { edges: [...edges, 0, length], reach: p.tolerance })
}

/** Something that moves with the pointer and is kept on release unless it was no more than a click. */
abstract class Drag implements Gesture {
  protected readonly editor: Editor
  readonly #from: number
  moved = false

  constructor(editor: Editor, p: Pointer) {
    this.editor = editor
    this.#from = sampleOf(p)
  }

  protected abstract readonly title: string
  protected abstract to(p: Pointer): void

  move(p: Pointer): void {
    this.moved ||= Math.abs(sampleOf(p) - this.#from) > p.tolerance * SLIP
    if (this.moved) this.to(p)
  }

  release(p: Pointer): Progress {
    this.move(p)
    if (this.moved) this.editor.keep(this.title)
    else this.editor.discard()
    this.ended(p)
    return 'done'
  }

  protected ended(_p: Pointer): void {
    // Most drags end with what they did.
  }

  protected by(p: Pointer): number {
    return sampleOf(p) - this.#from
  }
}

/** Ctrl takes along what touches a segment there; words and phones go together, and with Ctrl alone. */
export class DragEdge extends Drag {
  protected readonly title = 'audio:edit.boundary'
  readonly #alone: Boundary
  readonly #together: Boundary
  readonly #isPart: boolean

  constructor(editor: Editor, p: Pointer, item: Item, side: Side) {
    super(editor, p)
    const items = audioOf(editor).items.peek()
    this.#alone = boundaryOf(items, item, side, false)
    this.#together = boundaryOf(items, item, side, true)
    this.#isPart = isPart(item)
  }

  protected to(p: Pointer): void {
    const own = this.#isPart === p.ctrl ? this.#alone : this.#together
    const ids = new Set([...own.own, ...own.beside].map(({ record }) => record.id))
    const at = boundary(this.editor, p, ids)
    this.editor.preview((tx) => putBoundary(tx, own, at))
  }
}

export class DragItem extends Drag {
  protected readonly title = 'editor:edit.move'
  readonly #item: Item
  readonly #click: () => void

  constructor(editor: Editor, p: Pointer, item: Item, click: () => void) {
    super(editor, p)
    this.#item = item
    this.#click = click
  }

  protected to(p: Pointer): void {
    const { start, record } = this.#item
    const target = { ...p, at: [start + this.by(p), 0] }
    const at = boundary(this.editor, target, new Set([record.id]))
    this.editor.preview((tx) => shift(this.editor, tx, this.#item, at - start))
  }

  protected override ended(): void {
    if (!this.moved) this.#click()
  }
}

/** A new segment from where the press was to where the pointer is. */
export class DrawSegment extends Drag {
  protected readonly title = 'audio:edit.draw'
  readonly #start: number
  readonly #lane: LaneRow
  readonly #click: () => void
  #made: Annotation | null = null

  constructor(editor: Editor, p: Pointer, lane: LaneRow, click: () => void) {
    super(editor, p)
    this.#lane = lane
    this.#click = click
    this.#start = boundary(editor, p, new Set())
  }

  protected to(p: Pointer): void {
    const at = boundary(this.editor, p, new Set(this.#made ? [this.#made.id] : []))
    const [start, stop] = [Math.min(this.#start, at), Math.max(this.#start, at)]
    if (start === stop) return
    const fresh = madeIn(this.editor, this.#lane, start, stop)
    const record = { ...fresh, id: this.#made?.id ?? fresh.id }
    this.#made = record
    this.editor.preview((tx) => putNew(tx, record))
  }

  protected override ended(): void {
    if (this.#made && this.editor.work.get(this.#made.id)) this.editor.select([this.#made.id])
    else this.#click()
  }
}
