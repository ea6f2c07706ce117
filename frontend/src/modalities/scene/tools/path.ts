/** Lines and areas drawn on the ground, point by point, in the main view. */
import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import type { Tool } from '../../../core/tool'
import type { Point3 } from '../../../kinds'
import { groundHit } from '../paths/ground'
import { leastOf, shownPaths, withPoints } from '../paths/paths'
import { sceneOf } from '../state'
import { isBoxView } from './grips'
import { inScene, REACH, type ScenePointer } from './pointer'
import { selectTool } from './select'

/** The place under the pointer: a point of another line where one is near, so that forks share it, else the ground. */
export function placeUnder(editor: Editor, p: ScenePointer, except = ''): Point3 | null {
  let best: Point3 | null = null
  let least = REACH
  for (const { record, points } of shownPaths(editor)) {
    if (record.id === except) continue
    for (const point of points) {
      const at = p.view.toStage(point)
      const far = at ? Math.hypot(at[0] - p.pixel[0], at[1] - p.pixel[1]) : least
      if (far >= least) continue
      least = far
      best = point
    }
  }
  const { points, road } = sceneOf(editor)
  return best ?? groundHit(points.peek(), p.ray, road.peek())
}

class Path implements Gesture {
  readonly #editor: Editor
  readonly #record: Annotation
  #points: readonly Point3[]

  constructor(editor: Editor, kind: string, first: Point3) {
    this.#editor = editor
    this.#record = newAnnotation(kind, null, labelFor(editor, kind))
    this.#points = [first]
  }

  #with(points: readonly Point3[]): Annotation {
    return withPoints(this.#editor, { ...this.#record, data: { points: [] } }, points)
  }

  #show(points: readonly Point3[]): void {
    this.#editor.preview((tx) => putNew(tx, this.#with(points)))
  }

  #place(pointer: Pointer): Point3 | null {
    const p = inScene(pointer)
    return p && placeUnder(this.#editor, p, this.#record.id)
  }

  move(pointer: Pointer): void {
    const to = this.#place(pointer)
    this.#show(to ? [...this.#points, to] : this.#points)
  }

  press(pointer: Pointer): Progress {
    if ((pointer.clicks ?? 1) > 1) return this.complete()
    const to = this.#place(pointer)
    if (to) this.#points = [...this.#points, to]
    this.#show(this.#points)
    return 'more'
  }

  release(): Progress {
    return 'more'
  }

  complete(): Progress {
    const editor = this.#editor
    editor.discard()
    if (this.#points.length < leastOf(this.#record)) return 'done'
    editor.edit('editor:edit.draw', (tx) => putNew(tx, this.#with(this.#points)))
    editor.select([this.#record.id])
    if (!editor.view.keepDrawing.peek()) editor.tool.value = selectTool
    return 'done'
  }

  back(): Progress {
    this.#points = this.#points.slice(0, -1)
    if (this.#points.length > 0) {
      this.#show(this.#points)
      return 'more'
    }
    this.#editor.discard()
    return 'done'
  }
}

function press(editor: Editor, pointer: Pointer, kind: string): Gesture | null {
  const p = inScene(pointer)
  if (!p || isBoxView(p.view) || editor.canWrite.peek() !== true) return null
  const first = placeUnder(editor, p)
  return first && new Path(editor, kind, first)
}

const tool = (kind: string, icon: string, key: string): Tool => ({
  id: kind,
  title: `scene:tool.${kind}`,
  icon,
  keys: [key],
  kind,
  cursor: 'crosshair',
  press: (editor, p) => press(editor, p, kind),
})

export const pathTools: readonly Tool[] = [
  tool('polyline3d', 'line', 'Shift+P'),
  tool('polygon3d', 'polygon', 'Alt+Y'),
]
