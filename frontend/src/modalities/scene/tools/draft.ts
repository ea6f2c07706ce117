/** A new box on its way into the document. */
import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { selectDrawn } from '../../../core/selection'
import type { Cuboid, Keyframe, Point3, Track } from '../../../kinds'
import { CAR, usualSize } from '../data/sizes'
import { sceneOf } from '../state'
import { selectTool } from './select'

/** The usual size of what the label of the next box names; null when it names nothing known. */
export function nextSize(editor: Editor): Point3 | null {
  const label = labelFor(editor, 'cuboid')
  return label ? (usualSize(label.key) ?? usualSize(label.name.en)) : null
}

export const sizeToDraw = (editor: Editor): Point3 => nextSize(editor) ?? CAR

/** In a scene of several frames what is drawn is followed; in one frame it simply is there. */
function dataOf(editor: Editor, box: Cuboid): { kind: string; data: unknown } {
  const scene = sceneOf(editor)
  if (scene.frames.peek() === 1) return { kind: 'cuboid', data: box }
  const key: Keyframe<Cuboid> = {
    frame: scene.frame.peek(),
    data: box,
    outside: false,
    occluded: false,
    attributes: {},
    origin: 'human',
  }
  return { kind: 'track', data: { of: 'cuboid', keyframes: [key] } satisfies Track<Cuboid> }
}

export class Draft {
  readonly #editor: Editor
  readonly #record: Annotation

  constructor(editor: Editor) {
    this.#editor = editor
    this.#record = newAnnotation('cuboid', null, labelFor(editor, 'cuboid'))
  }

  /** Show a box of the scene frame. */
  show(box: Cuboid): void {
    const data = dataOf(this.#editor, sceneOf(this.#editor).toWorld(box))
    this.#editor.preview((tx) => putNew(tx, { ...this.#record, ...data }))
  }

  keep(box: Cuboid, title: string): Progress {
    const editor = this.#editor
    this.show(box)
    editor.keep(title)
    selectDrawn(editor, this.#record.id)
    if (!editor.view.keepDrawing.peek()) editor.tool.value = selectTool
    return 'done'
  }
}
