import { putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { snapped } from '../data/snap'
import { madeIn, shift } from '../edits'
import { type Item, placed } from '../items'
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

export class DragEdge extends Drag {
  protected readonly title = 'audio:edit.boundary'
  readonly #item: Item
  readonly #side: 'start' | 'stop'
  /** Of the same lane, with an edge at the very place: Ctrl takes it along. */
  readonly #neighbour: Item | undefined

  constructor(editor: Editor, p: Pointer, item: Item, side: 'start' | 'stop') {
    super(editor, p)
    this.#item = item
    this.#side = side
    const at = item[side]
    const other = side === 'start' ? 'stop' : 'start'
    const { tier, speaker } = item.lane
    this.#neighbour = audioOf(editor)
      .visible.peek()
      .find(
        (one) =>
          one[other] === at &&
          one.record.kind === 'segment' &&
          one.record.label === item.record.label &&
          one.lane.tier === tier &&
          one.lane.speaker === speaker,
      )
  }

  protected to(p: Pointer): void {
    const shared = p.ctrl ? this.#neighbour : undefined
    const own = new Set([this.#item.record.id, ...(shared ? [shared.record.id] : [])])
    const at = boundary(this.editor, p, own)
    const moves = [
      [this.#item, this.#side] as const,
      ...(shared ? [[shared, this.#side === 'start' ? 'stop' : 'start'] as const] : []),
    ]
    this.editor.preview((tx) => {
      for (const [{ record, start, stop }, side] of moves) {
        const [from, to] =
          side === 'start' ? [Math.min(at, stop - 1), stop] : [start, Math.max(at, start + 1)]
        tx.update(record.id, (r) => placed(r, from, to))
      }
    })
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
