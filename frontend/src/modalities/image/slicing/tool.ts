import type { Editor } from '../../../core/editor'
import { type Bounds, boundsOf, grow, type Point2, spanning } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { idBeside } from '../../../core/ids'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { byStack, editableSelection } from '../../../core/selection'
import type { Tool } from '../../../core/tool'
import { type Mask, mask } from '../../../kinds/mask'
import { type Polygon, polygon } from '../../../kinds/polygon'
import { type Polyline, polyline } from '../../../kinds/polyline'
import { FIRST, placeOf } from '../masks/tool'
import { slicedMask } from './masks'
import { slicedLine, slicedPolygon } from './outlines'

type Way = readonly Point2[]
/** The parts that a way makes of an annotation, the largest first. */
type Sliced = (record: Annotation, way: Way) => readonly unknown[]

const SLICED: { readonly [kind: string]: Sliced } = {
  [mask.id]: ({ data }, way) => slicedMask(data as Mask, way),
  [polygon.id]: ({ data }, way) => slicedPolygon(data as Polygon, way),
  [polyline.id]: ({ data }, way) => slicedLine(data as Polyline, way),
}

/** Kinds that can be cut along a line. */
export const SLICED_KINDS: ReadonlySet<string> = new Set(Object.keys(SLICED))

const canBeSliced = ({ kind }: Annotation) => SLICED_KINDS.has(kind)

interface Cut {
  readonly record: Annotation
  readonly parts: readonly unknown[]
}

function cutsOf(records: readonly Annotation[], way: Way): readonly Cut[] {
  return records
    .map((record) => ({ record, parts: SLICED[record.kind]?.(record, way) ?? [] }))
    .filter(({ parts }) => parts.length > 1)
}

/** The selected ones; where nothing is selected, the uppermost that the way divides. */
function cutBy(editor: Editor, way: Way): readonly Cut[] {
  const selected = editableSelection(editor).filter(canBeSliced)
  if (selected.length > 0) return cutsOf(selected, way)
  const bounds: Bounds | null = boundsOf(way)
  const near = bounds ? editor.picker.touching(bounds) : []
  const free = near.filter((one) => canBeSliced(one) && editor.editable(one.id) === true)
  return cutsOf(free.toSorted(byStack), way).slice(-1)
}

/** The largest part keeps the id; the others are new. */
function divide(editor: Editor, cuts: readonly Cut[]): void {
  const selected: string[] = []
  editor.edit('image:edit.slice', (tx) => {
    for (const { record, parts } of cuts) {
      const [largest, ...others] = parts
      const made = others.map((data) => ({ ...record, id: idBeside(record.id), data }))
      tx.update(record.id, (r) => withData(r, largest))
      for (const one of made) tx.put(one)
      selected.push(record.id, ...made.map(({ id }) => id))
    }
  })
  editor.select(selected)
}

/** A line across what is selected: each is cut where it goes through. */
class Slice implements Gesture {
  readonly #editor: Editor
  #way: Way

  constructor(editor: Editor, p: Pointer) {
    this.#editor = editor
    this.#way = [placeOf(editor, p)]
  }

  /** There and back again: a line, not an area. */
  #show(way: Way): void {
    this.#editor.lasso.value = way.length > 0 ? [...way, ...way.toReversed()] : null
  }

  move(p: Pointer): void {
    this.#show([...this.#way, placeOf(this.#editor, p)])
  }

  release(p: Pointer): Progress {
    const at = placeOf(this.#editor, p)
    const [first = at] = this.#way
    const reach = grow(spanning(first, at), -p.tolerance)
    const isDrag = reach.maxX > reach.minX || reach.maxY > reach.minY
    if (isDrag && this.#way.length === 1) return this.#finish([first, at])
    return this.#isThrough(at) ? this.complete() : 'more'
  }

  /** Whether it has come out on the other side of what it cuts. */
  #isThrough(at: Point2): boolean {
    const cuts = this.#way.length > 1 ? cutBy(this.#editor, this.#way) : []
    const holds = ({ record: { kind, data } }: Cut) =>
      this.#editor.kinds.get(kind)?.contains(data, at, 0) ?? false
    return cuts.length > 0 && !cuts.some(holds)
  }

  press(p: Pointer): Progress {
    if ((p.clicks ?? 1) > 1) return this.complete()
    this.#way = [...this.#way, placeOf(this.#editor, p)]
    return 'more'
  }

  back(): Progress {
    this.#way = this.#way.slice(0, -1)
    this.#show(this.#way)
    return this.#way.length > 0 ? 'more' : 'done'
  }

  cancel(): void {
    this.#editor.lasso.value = null
  }

  complete(): Progress {
    return this.#finish(this.#way)
  }

  #finish(way: Way): Progress {
    this.#editor.lasso.value = null
    const cuts = way.length > 1 ? cutBy(this.#editor, way) : []
    if (cuts.length > 0) divide(this.#editor, cuts)
    return 'done'
  }
}

const anySlices = (editor: Editor) =>
  editor.schema.value.labels.some(({ kinds }) => kinds.some((kind) => SLICED_KINDS.has(kind)))

export const sliceTool: Tool = {
  id: 'slice',
  title: 'image:tool.slice',
  icon: 'slice',
  keys: ['Alt+J'],
  cursor: 'crosshair',
  within: FIRST,
  offered: anySlices,
  allowed: (editor) =>
    editor.canWrite.value !== true
      ? editor.canWrite.value
      : anySlices(editor) || 'kind-not-in-schema',
  press: (editor, p) => (editor.canWrite.peek() === true ? new Slice(editor, p) : null),
}
