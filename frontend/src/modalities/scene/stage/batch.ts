/** One object in many frames at once, seen from above, in place of the main view. */
import type { Editor } from '../../../core/editor'
import type { Cuboid } from '../../../kinds'
import { cropped } from '../data/crop'
import type { Packed } from '../data/packed'
import { boxAt, type Shown, trackOf } from '../objects'
import { liveRecords, sceneOf } from '../state'
import { BoxView, type Rect, type View } from '../view/views'

/** Cells are no narrower and no lower, in pixels. */
const LEAST = 170
const SEAM = 1
/** Metres around the box that a cell shows, and how far the box may go before they are cut anew. */
const AROUND = 4
const DRIFT = 1.5

export interface Cell {
  readonly frame: number
  readonly view: BoxView
  /** The object in that frame; null where it is not there. */
  readonly shown: Shown | null
}

interface Cut {
  readonly of: Packed
  readonly box: Cuboid
  readonly points: Packed
}

export class Batch {
  readonly #editor: Editor
  readonly #views: BoxView[] = []
  readonly #cuts = new Map<BoxView, Cut>()
  #rect: Rect = { x: 0, y: 0, width: 1, height: 1 }
  /** What the cells look at: the object and the first frame. */
  #looked = ''

  constructor(editor: Editor) {
    this.#editor = editor
  }

  /** Asked for, and one object is selected. Reads signals. */
  get active(): boolean {
    const { batch, frames } = sceneOf(this.#editor)
    return batch.value && frames.value > 1 && this.#editor.selection.value.size === 1
  }

  arrange(rect: Rect): void {
    this.#rect = rect
    this.#looked = ''
  }

  get #columns(): number {
    return Math.max(1, Math.floor(this.#rect.width / LEAST))
  }

  /** As many cells as there are frames, up to what fits. */
  get #count(): number {
    const rows = Math.max(1, Math.floor(this.#rect.height / LEAST))
    return Math.min(this.#columns * rows, sceneOf(this.#editor).frames.value)
  }

  #place(index: number, count: number): Rect {
    const columns = Math.min(this.#columns, Math.ceil(Math.sqrt(count * 1.4)))
    const rows = Math.ceil(count / columns)
    const [width, height] = [this.#rect.width / columns, this.#rect.height / rows]
    const [column, row] = [index % columns, Math.floor(index / columns)]
    return {
      x: Math.round(this.#rect.x + column * width),
      y: Math.round(this.#rect.y + row * height),
      width: Math.round(width) - SEAM,
      height: Math.round(height) - SEAM,
    }
  }

  /** The frames of the page that holds the one on the screen. Reads signals. */
  cells(): readonly Cell[] {
    const scene = sceneOf(this.#editor)
    const count = this.#count
    const first = Math.floor(scene.frame.value / count) * count
    const shown = Math.min(count, scene.frames.value - first)
    const [id = ''] = this.#editor.selection.value
    const record = liveRecords(this.#editor).get(id)
    const isAnew = this.#looked !== `${id}@${first}`
    this.#looked = `${id}@${first}`
    return Array.from({ length: shown }, (_, i): Cell => {
      const frame = first + i
      const box = record ? boxAt(record, frame) : null
      const view = this.#views[i] ?? new BoxView('top')
      this.#views[i] = view
      view.rect = this.#place(i, count)
      const here = box && scene.toScene(box)
      if (here && (isAnew || !this.#editor.gesture.value)) view.look(here, isAnew)
      if (!record || !here) return { frame, view, shown: null }
      const track = trackOf(record)
      const isKey = track?.keyframes.some((key) => key.frame === frame) ?? true
      return { frame, view, shown: { record, box: here, isKey, isTrack: track !== null } }
    })
  }

  /** The frame of a cell; null for every other view. */
  frameOf(view: View): number | null {
    const index = this.#views.indexOf(view as BoxView)
    const { frame } = sceneOf(this.#editor)
    const count = this.#count
    return index < 0 ? null : Math.floor(frame.peek() / count) * count + index
  }

  /** The points around the box of a cell; null while they are on their way. */
  points({ frame, view, shown }: Cell, forget: (points: Packed) => void): Packed | null {
    const source = sceneOf(this.#editor).source.peek()
    const whole = source?.peek(frame)
    if (!whole) void source?.get(frame).catch(() => undefined)
    if (!whole || !shown) return null
    const { box } = shown
    const old = this.#cuts.get(view)
    const drift = old ? Math.hypot(old.box.x - box.x, old.box.y - box.y) : 0
    if (old?.of === whole && drift < DRIFT) return old.points
    if (old) forget(old.points)
    const made = { of: whole, box, points: cropped(whole, box, AROUND) }
    this.#cuts.set(view, made)
    return made.points
  }
}
