import { putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { snapped } from '../data/snap'
import { madeIn, putEdge, type Side, sharing, shift } from '../edits'
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

const opposite = (side: Side): Side => (side === 'start' ? 'stop' : 'start')

/** The segment of the same lane that has an edge at the very place. */
function neighbour(editor: Editor, item: Item, side: Side): Item | undefined {
  const { tier, speaker } = item.lane
  return audioOf(editor)
    .visible.peek()
    .find(
      (one) =>
        one[opposite(side)] === item[side] &&
        one.record.kind === 'segment' &&
        one.record.label === item.record.label &&
        one.lane.tier === tier &&
        one.lane.speaker === speaker,
    )
}

/** Between which samples a boundary may go so that a sample is left of those whose it is. */
function within(own: readonly Item[], beside: readonly Item[], side: Side): [number, number] {
  const [item, next] = [own[0], beside[0]]
  const [before, after] = side === 'start' ? [next, item] : [item, next]
  return [(before?.start ?? -1) + 1, (after?.stop ?? Number.POSITIVE_INFINITY) - 1]
}

export class DragEdge extends Drag {
  protected readonly title = 'audio:edit.boundary'
  readonly #side: Side
  /** Itself and the parts that share its boundary. */
  readonly #own: readonly Item[]
  /** Of the same lane, with an edge at the very place, and its parts: Ctrl takes them along. */
  readonly #beside: readonly Item[]

  constructor(editor: Editor, p: Pointer, item: Item, side: Side) {
    super(editor, p)
    const items = audioOf(editor).items.peek()
    this.#side = side
    this.#own = sharing(items, item, side)
    const next = neighbour(editor, item, side)
    this.#beside = next ? sharing(items, next, opposite(side)) : []
  }

  protected to(p: Pointer): void {
    const beside = p.ctrl ? this.#beside : []
    const all = [...this.#own, ...beside]
    const at = boundary(this.editor, p, new Set(all.map(({ record }) => record.id)))
    const [least, most] = within(this.#own, beside, this.#side)
    const to = Math.min(Math.max(least, at), most)
    this.editor.preview((tx) => {
      putEdge(tx, this.#own, this.#side, to)
      putEdge(tx, beside, opposite(this.#side), to)
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
