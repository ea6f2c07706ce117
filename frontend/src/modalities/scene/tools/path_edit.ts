/** The points of a selected line: dragged over the ground, put in between, taken out. */
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { between, type Point3 } from '../../../kinds/parts/space'
import {
  edgesOf,
  type ShownPath,
  selectedPath,
  shownPaths,
  withInserted,
  withoutPoint,
  withPoints,
} from '../paths/paths'
import { segment } from '../stage/wires'
import type { View } from '../view/views'
import { placeUnder } from './path'
import { inScene, REACH, type ScenePointer } from './pointer'

/** What of a line is under the pointer: a point, or the middle of a piece, which is the point it would become. */
export interface PathGrip {
  readonly path: ShownPath
  readonly kind: 'point' | 'middle'
  readonly at: number
}

const far = (view: View, p: Point3, [x, y]: Point2): number => {
  const at = view.toStage(p)
  return at ? Math.hypot(at[0] - x, at[1] - y) : Number.POSITIVE_INFINITY
}

/** The grip of the selected line under the pointer, if it may be changed. */
export function pathGrip(editor: Editor, p: ScenePointer): PathGrip | null {
  const path = selectedPath(editor)
  if (!path || editor.editable(path.record.id) !== true) return null
  const point = path.points.findIndex((one) => far(p.view, one, p.pixel) <= REACH)
  if (point >= 0) return { path, kind: 'point', at: point }
  const middle = edgesOf(path).find(({ a, b }) => far(p.view, between(a, b, 0.5), p.pixel) <= REACH)
  return middle ? { path, kind: 'middle', at: middle.from + 1 } : null
}

/** Pixels from a place of the stage to the piece of a line. */
function distance(view: View, a: Point3, b: Point3, [x, y]: Point2): number {
  const seen = segment(view, a, b)
  if (!seen) return Number.POSITIVE_INFINITY
  const [[ax, ay], [bx, by]] = seen
  const [dx, dy] = [bx - ax, by - ay]
  const square = dx * dx + dy * dy
  const t = square > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square)) : 0
  return Math.hypot(ax + t * dx - x, ay + t * dy - y)
}

/** The line under the pointer, the nearest on the screen. */
export function pathUnder(editor: Editor, p: ScenePointer): ShownPath | null {
  let best: ShownPath | null = null
  let least: number = REACH
  for (const path of shownPaths(editor)) {
    for (const { a, b } of edgesOf(path)) {
      const off = distance(p.view, a, b, p.pixel)
      if (off >= least) continue
      least = off
      best = path
    }
  }
  return best
}

class DragPoint implements Gesture {
  readonly #editor: Editor
  readonly #grip: PathGrip
  #moved = false

  constructor(editor: Editor, grip: PathGrip) {
    this.#editor = editor
    this.#grip = grip
  }

  #edited(record: Annotation, to: Point3): Annotation {
    const { kind, at, path } = this.#grip
    if (kind === 'middle') return withInserted(this.#editor, record, at, to)
    return withPoints(
      this.#editor,
      record,
      path.points.map((p, i) => (i === at ? to : p)),
    )
  }

  move(pointer: Pointer): void {
    const p = inScene(pointer)
    const { id } = this.#grip.path.record
    const to = p && placeUnder(this.#editor, p, id)
    if (!to) return
    this.#moved = true
    this.#editor.preview((tx) => tx.update(id, (record) => this.#edited(record, to)))
  }

  release(): Progress {
    if (this.#moved) this.#editor.keep('scene:edit.point')
    return 'done'
  }
}

/** Take a point out of its line. */
function takeOut(editor: Editor, { path, at }: PathGrip): void {
  const next = withoutPoint(path.record, at)
  if (next) editor.edit('scene:edit.point', (tx) => tx.put(next))
}

/** The gesture that begins on the selected line; null where there is none, or when Alt took a point out. */
export function pressPath(editor: Editor, p: ScenePointer): Gesture | 'done' | null {
  const grip = pathGrip(editor, p)
  if (!grip) return null
  if (!p.alt) return new DragPoint(editor, grip)
  if (grip.kind === 'point') takeOut(editor, grip)
  return 'done'
}
