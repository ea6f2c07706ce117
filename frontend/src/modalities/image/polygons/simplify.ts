import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { clampNumber, type Point2, selfCrosses } from '../../../core/geometry'
import type { Gesture, Progress } from '../../../core/gesture'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import { simplified, simplifiedPath } from '../../../kinds/parts/outlines'
import { type Polygon, polygon } from '../../../kinds/polygon'
import { type Polyline, polyline } from '../../../kinds/polyline'
import type { Showing } from '../masks/tool'
import type { OverlayView } from '../painters/overlay'
import type { Context } from '../painters/shapes'

/** How far an outline may leave its old vertices, in pixels of the image; kept while the page is open. */
const tolerance = signal(2)

export const LEAST_TOLERANCE = 0.25
export const MOST_TOLERANCE = 64
const STEP = 1.25
/** As often is the tolerance halved before an outline that would cross itself is left as it is. */
const ATTEMPTS = 6

type Ring = readonly Point2[]

/** An area must remain one. */
function simplerRing(ring: Ring, within: number): Ring {
  const crossed = selfCrosses(ring)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const made = simplified(ring, within / 2 ** attempt)
    if (made.length >= 3 && (crossed || !selfCrosses(made))) return made
  }
  return ring
}

function simpler({ kind, data }: Annotation, within: number): unknown {
  if (kind === polyline.id) return { points: simplifiedPath((data as Polyline).points, within) }
  const { points, holes } = data as Polygon
  return {
    points: simplerRing(points, within),
    holes: holes.map((hole) => simplerRing(hole, within)),
  }
}

const verticesOf = ({ kind, data }: Annotation): Ring =>
  kind === polyline.id
    ? (data as Polyline).points
    : [(data as Polygon).points, ...(data as Polygon).holes].flat()

const countOf = (records: readonly Annotation[]): number =>
  records.reduce((sum, record) => sum + verticesOf(record).length, 0)

/** Fewer vertices, to be seen before it is done: the tolerance is turned until it looks right. */
export class Simplifying implements Gesture, Showing {
  readonly before: number
  readonly tolerance: ReadonlySignal<number> = tolerance
  readonly #after = signal(0)
  readonly #editor: Editor
  readonly #records: readonly Annotation[]
  #shown: readonly Annotation[] = []

  constructor(editor: Editor, records: readonly Annotation[]) {
    this.#editor = editor
    this.#records = records
    this.before = countOf(records)
    this.#show()
  }

  /** How many vertices there would be. */
  get after(): ReadonlySignal<number> {
    return this.#after
  }

  within(pixels: number): void {
    tolerance.value = clampNumber(pixels, LEAST_TOLERANCE, MOST_TOLERANCE)
    this.#show()
  }

  step(by: number): void {
    this.within(tolerance.peek() * STEP ** by)
  }

  #show(): void {
    this.#shown = this.#records.map((r) => withData(r, simpler(r, tolerance.peek())))
    this.#after.value = countOf(this.#shown)
    this.#editor.preview((tx) => {
      for (const record of this.#shown) tx.update(record.id, () => record)
    })
  }

  move(): void {}

  press(): Progress {
    return 'more'
  }

  release(): Progress {
    return 'more'
  }

  complete(): Progress {
    this.#editor.keep('image:edit.simplify')
    return 'done'
  }

  back(): Progress {
    this.#editor.discard()
    return 'done'
  }

  paintOver(context: Context, { view }: OverlayView): void {
    context.fillStyle = '#ffffff'
    context.strokeStyle = 'rgba(0, 0, 0, 0.75)'
    context.lineWidth = 1
    for (const [x, y] of this.#shown.flatMap(verticesOf)) {
      context.beginPath()
      context.arc(x * view.scale + view.x, y * view.scale + view.y, 3, 0, 2 * Math.PI)
      context.fill()
      context.stroke()
    }
  }
}

/** What is being simplified; null while nothing is. */
export function simplifying(gesture: Signal<Gesture | null>): Simplifying | null {
  const running = gesture.value
  return running instanceof Simplifying ? running : null
}

const simplifiable = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter(({ kind }) => kind === polygon.id || kind === polyline.id)

export const simplifyCommand: Command = {
  id: 'polygon.simplify',
  title: 'image:command.polygon.simplify',
  group: 'edit',
  icon: 'polygon-off',
  keys: ['Shift+P'],
  enabled: (editor) => {
    const editable = hasEditable(editor)
    if (editable !== true) return editable
    return simplifiable(editor).length > 0 || 'image:reason.select-outline'
  },
  active: (editor) => simplifying(editor.gesture) !== null,
  run: (editor) => {
    if (simplifying(editor.gesture)) return editor.complete()
    const records = simplifiable(editor)
    editor.cancel()
    editor.gesture.value = new Simplifying(editor, records)
  },
}
