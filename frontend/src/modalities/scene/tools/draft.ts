/** A new box on its way into the document. */
import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import type { Label } from '../../../core/schema'
import { selectDrawn } from '../../../core/selection'
import type { Transaction } from '../../../core/transaction'
import type { Cuboid, Keyframe, Point3, Track } from '../../../kinds'
import { CAR, usualSize } from '../data/sizes'
import { sceneOf } from '../state'
import { selectTool } from './select'

/** The usual size of what a label names; null when it names nothing known. */
export const sizeNamed = (label: Label | undefined): Point3 | null =>
  label ? (usualSize(label.key) ?? usualSize(label.name.en)) : null

export const sizeToDraw = (editor: Editor): Point3 => sizeNamed(labelFor(editor, 'cuboid')) ?? CAR

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

type Also = (id: string, tx: Transaction) => void

export class Draft {
  readonly #editor: Editor
  readonly #record: Annotation

  constructor(editor: Editor, label = labelFor(editor, 'cuboid')) {
    this.#editor = editor
    this.#record = newAnnotation('cuboid', null, label)
  }

  get label(): string {
    return this.#record.label
  }

  /** Show a box of the scene frame. */
  show(box: Cuboid, also: Also = () => undefined): void {
    const data = dataOf(this.#editor, sceneOf(this.#editor).toWorld(box))
    this.#editor.preview((tx) => {
      putNew(tx, { ...this.#record, ...data })
      also(this.#record.id, tx)
    })
  }

  /** `also` changes something else in the same step. */
  keep(box: Cuboid, title: string, also?: Also): Progress {
    const editor = this.#editor
    this.show(box, also)
    editor.keep(title)
    selectDrawn(editor, this.#record.id)
    if (!editor.view.keepDrawing.peek()) editor.tool.value = selectTool
    return 'done'
  }
}
