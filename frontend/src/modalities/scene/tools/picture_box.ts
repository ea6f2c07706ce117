/** Boxes drawn in pictures. */
import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { selectDrawn } from '../../../core/selection'
import type { Tool } from '../../../core/tool'
import type { Box } from '../../../kinds'
import { withPlace } from '../picture_boxes'
import { sceneOf } from '../state'
import { PictureView } from '../view/picture_view'
import { withinPicture } from './picture_drag'
import { inScene, type ScenePointer } from './pointer'
import { selectTool } from './select'

/** Sides shorter than this on the stage are no box, in pixels. */
const LEAST = 4

const spanned = ([ax, ay]: Point2, [bx, by]: Point2): Box => ({
  x: Math.min(ax, bx),
  y: Math.min(ay, by),
  width: Math.abs(bx - ax),
  height: Math.abs(by - ay),
})

class Draw implements Gesture {
  readonly #editor: Editor
  readonly #view: PictureView
  readonly #from: Point2
  readonly #record: Annotation
  #to: Point2

  constructor(editor: Editor, view: PictureView, { pixel }: ScenePointer) {
    this.#editor = editor
    this.#view = view
    this.#from = view.pixel(pixel)
    this.#to = this.#from
    const data = { frame: sceneOf(editor).frame.peek(), camera: view.camera?.name ?? '', of: null }
    this.#record = newAnnotation('picture_box', data, labelFor(editor, 'picture_box'))
  }

  get #place(): Box {
    return withinPicture(spanned(this.#from, this.#to), this.#view)
  }

  get #isBox(): boolean {
    const { width, height } = this.#place
    return Math.min(width, height) * this.#view.scale >= LEAST
  }

  move(pointer: ScenePointer): void {
    const p = inScene(pointer)
    if (!p) return
    this.#to = this.#view.pixel(p.pixel)
    if (!this.#isBox) return
    this.#editor.preview((tx) => putNew(tx, withPlace(this.#record, this.#place)))
  }

  release(): Progress {
    const editor = this.#editor
    if (!this.#isBox) {
      editor.discard()
      return 'done'
    }
    editor.keep('editor:edit.draw')
    selectDrawn(editor, this.#record.id)
    if (!editor.view.keepDrawing.peek()) editor.tool.value = selectTool
    return 'done'
  }
}

export const pictureBoxTool: Tool = {
  id: 'picture_box',
  title: 'scene:tool.picture_box',
  icon: 'rectangle',
  keys: ['Shift+D'],
  kind: 'picture_box',
  cursor: 'crosshair',
  press: (editor, pointer) => {
    const p = inScene(pointer)
    const mayDraw = editor.canWrite.peek() === true
    if (!p || !(p.view instanceof PictureView) || !mayDraw) return null
    return new Draw(editor, p.view, p)
  },
}
