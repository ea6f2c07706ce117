/** Boxes in pictures moved, and dragged by their handles. */
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Progress } from '../../../core/gesture'
import { type Box, box, placeInPicture } from '../../../kinds'
import { type ShownPictureBox, withPlace } from '../picture_boxes'
import type { PictureView } from '../view/picture_view'
import { inScene, type ScenePointer } from './pointer'

/** The part of a box that lies in the picture. */
export function withinPicture({ x, y, width, height }: Box, { camera }: PictureView): Box {
  return box.clamp({ x, y, width, height }, camera ?? { width: 1, height: 1 })
}

/** Drag a box in its picture: a handle of it, or the whole. */
export class DragPictureBox implements Gesture {
  readonly #editor: Editor
  readonly #view: PictureView
  readonly #shown: ShownPictureBox
  readonly #handle: string | null
  readonly #from: Point2
  #moved = false

  constructor(
    editor: Editor,
    view: PictureView,
    shown: ShownPictureBox,
    handle: string | null,
    { pixel }: ScenePointer,
  ) {
    this.#editor = editor
    this.#view = view
    this.#shown = shown
    this.#handle = handle
    this.#from = view.pixel(pixel)
  }

  #placeAt(to: Point2): Box {
    const before = placeInPicture(this.#shown.data)
    const [dx, dy] = [to[0] - this.#from[0], to[1] - this.#from[1]]
    const after = this.#handle
      ? box.moveHandle(before, this.#handle, to)
      : box.translate(before, [dx, dy])
    return withinPicture(after, this.#view)
  }

  move(pointer: ScenePointer): void {
    const p = inScene(pointer)
    if (!p) return
    this.#moved = true
    const place = this.#placeAt(this.#view.pixel(p.pixel))
    this.#editor.preview((tx) => tx.update(this.#shown.record.id, (one) => withPlace(one, place)))
  }

  release(): Progress {
    if (this.#moved) this.#editor.keep(`editor:edit.${this.#handle ? 'resize' : 'move'}`)
    return 'done'
  }
}
