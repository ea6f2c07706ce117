import type { Editor } from '../../../core/editor'
import {
  type Bounds,
  clampPoint,
  distance,
  type Extent,
  encloses,
  type Point,
  type Point2,
  point2,
  shiftInside,
  spanning,
  subtract,
} from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { boundsOfRecords, editableSelection } from '../../../core/selection'
import type { Transaction } from '../../../core/transaction'
import type { Showing } from '../masks/tool'
import type { OverlayView } from '../painters/overlay'
import type { Context } from '../painters/shapes'
import { paintSnap } from '../snapping/paint'
import { type Corner, SNAPPING_KINDS, type Snap, sharedCorners, snapAt } from '../snapping/snap'

/** A press that trembles is still a click: nothing moves before the pointer has gone this far. */
const hasLeft = (from: Pointer, p: Pointer): boolean =>
  distance(point2(from.at), point2(p.at)) > from.tolerance / 2

/** The shift as far as the image allows. What already reaches beyond the edge may be moved freely. */
function limited(delta: Point2, bounds: Bounds | null, extent: Extent): Point2 {
  const whole = { minX: 0, minY: 0, maxX: extent.width, maxY: extent.height }
  if (!bounds || !encloses(whole, bounds)) return delta
  const [dx, dy] = delta
  const moved = {
    minX: bounds.minX + dx,
    minY: bounds.minY + dy,
    maxX: bounds.maxX + dx,
    maxY: bounds.maxY + dy,
  }
  const [bx, by] = shiftInside(moved, extent)
  return [dx + bx, dy + by]
}

/** Move everything selected that may be moved. */
export class DragSelection {
  readonly #editor: Editor
  readonly #from: Pointer
  readonly #records: readonly Annotation[]
  readonly #bounds: Bounds | null
  moved = false

  constructor(editor: Editor, from: Pointer) {
    this.#editor = editor
    this.#from = from
    this.#records = editableSelection(editor).filter((r) => editor.kindOf(r)?.spatial)
    this.#bounds = boundsOfRecords(editor, this.#records)
  }

  move(p: Pointer): void {
    this.moved ||= hasLeft(this.#from, p)
    if (!this.moved) return
    const wanted = subtract(point2(p.at), point2(this.#from.at))
    const straight: Point2 =
      Math.abs(wanted[0]) > Math.abs(wanted[1]) ? [wanted[0], 0] : [0, wanted[1]]
    const delta = limited(p.shift ? straight : wanted, this.#bounds, this.#editor.extent)
    this.#editor.preview((tx) => {
      for (const { id } of this.#records) {
        tx.update(id, (r) => {
          const data = this.#editor.kindOf(r)?.translate(r.data, delta) ?? r.data
          return withData(r, data)
        })
      }
    })
  }

  release(): void {
    if (this.moved) this.#editor.keep('editor:edit.move')
  }

  cancel(): void {
    this.#editor.discard()
  }
}

/** Drag a corner, side, vertex or the turning handle of one annotation. */
export class DragHandle implements Gesture, Showing {
  readonly #editor: Editor
  readonly #start: Annotation
  readonly #handle: string
  readonly #from: Pointer
  readonly #isNew: boolean
  /** Vertices of others in the same place: a border in common stays one. */
  readonly #shared: readonly Corner[]
  readonly #own: ReadonlySet<string>
  #snap: Snap | null = null
  #moved = false

  /** `start` is the annotation before the drag, with the new vertex if one was just made. */
  constructor(editor: Editor, start: Annotation, handle: string, from: Pointer, isNew: boolean) {
    this.#editor = editor
    this.#start = start
    this.#handle = handle
    this.#from = from
    this.#isNew = isNew
    const at = this.#snaps ? editor.kindOf(start)?.handles(start.data).get(handle) : undefined
    this.#shared = at ? sharedCorners(editor, start, point2(at)) : []
    this.#own = new Set([start.id, ...this.#shared.map(({ record }) => record.id)])
    editor.handle.value = `${start.id}/${handle}`
    if (isNew) this.#show(start.data, null)
  }

  get #snaps(): boolean {
    return SNAPPING_KINDS.has(this.#start.kind)
  }

  #show(data: unknown, to: Point | null): void {
    this.#editor.preview((tx) => {
      tx.update(this.#start.id, (r) => withData(r, data))
      if (to) for (const corner of this.#shared) this.#take(tx, corner, to)
    })
  }

  #take(tx: Transaction, { record, handle }: Corner, to: Point): void {
    const kind = this.#editor.kindOf(record)
    tx.update(record.id, (r) => withData(r, kind?.moveHandle(r.data, handle, to)))
  }

  move(p: Pointer): void {
    this.#moved ||= hasLeft(this.#from, p)
    if (!this.#moved) return
    this.#snap = this.#snaps ? snapAt(this.#editor, p, this.#own) : null
    const to = this.#handle === 'rotate' ? p.at : this.#placeOf(p)
    const kind = this.#editor.kindOf(this.#start)
    const options = { constrain: p.shift ?? false }
    this.#show(kind?.moveHandle(this.#start.data, this.#handle, to, options), to)
  }

  #placeOf(p: Pointer): Point2 {
    return this.#snap?.at ?? clampPoint(point2(p.at), this.#editor.extent)
  }

  release(): Progress {
    this.#editor.handle.value = null
    if (this.#moved || this.#isNew) this.#editor.keep(this.#title())
    return 'done'
  }

  cancel(): void {
    this.#editor.handle.value = null
  }

  paintOver(context: Context, o: OverlayView): void {
    paintSnap(context, o, this.#snap)
  }

  #title(): string {
    if (this.#isNew) return 'editor:edit.add-vertex'
    if (this.#handle === 'rotate') return 'editor:edit.rotate'
    return this.#handle.startsWith('v') ? 'editor:edit.move-vertex' : 'editor:edit.resize'
  }
}

/** Take one vertex out, unless too few would remain. */
export function removeVertex(editor: Editor, record: Annotation, handle: string): void {
  const data = editor.kindOf(record)?.removeVertex?.(record.data, handle)
  if (!data) return
  editor.edit('editor:edit.remove-vertex', (tx) => tx.update(record.id, (r) => withData(r, data)))
}

/** Add everything inside a rectangle to the selection. */
export class RubberBand implements Gesture {
  readonly #editor: Editor
  readonly #from: Pointer
  readonly #before: ReadonlySet<string>

  constructor(editor: Editor, from: Pointer) {
    this.#editor = editor
    this.#from = from
    this.#before = editor.selection.peek()
  }

  move(p: Pointer): void {
    const b = spanning(point2(this.#from.at), point2(p.at))
    this.#editor.lasso.value = [
      [b.minX, b.minY],
      [b.maxX, b.minY],
      [b.maxX, b.maxY],
      [b.minX, b.maxY],
    ]
    const caught = this.#editor.picker.inside(b).map(({ id }) => id)
    this.#editor.select([...this.#before, ...caught])
  }

  release(): Progress {
    this.#editor.discard()
    return 'done'
  }

  cancel(): void {
    this.#editor.select(this.#before)
  }
}
