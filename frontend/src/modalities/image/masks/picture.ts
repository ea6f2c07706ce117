import { type Signal, signal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Bounds, Extent, Point2 } from '../../../core/geometry'

/** A rectangle of a picture: its pixels, row by row, four bytes each; (x, y) is the first one's place. */
export interface PicturePart {
  readonly x: number
  readonly y: number
  readonly pixels: ImageData
}

/** What tools that look at colours need to know of the picture. */
export interface PictureSource {
  readonly extent: Extent
  /**
   * Pixels at the size of the asset that hold `around` and more, the same ones again as long as they do; of a picture
   * that is here as a whole, all of it. Null where they are not to be had: outside the view, or from too far away.
   */
  part(around: Bounds): PicturePart | null
  /** As far as tools go that would otherwise look at everything. */
  frame(): Bounds
  /** Screen pixels a pixel above which there is a part to be had. */
  readonly seenFrom: number
}

const pictures = new WeakMap<Editor, Signal<PictureSource | null>>()

/** The picture that an editor's stage shows; null until it is there. */
export function pictureOf(editor: Editor): Signal<PictureSource | null> {
  const known = pictures.get(editor)
  if (known) return known
  const made = signal<PictureSource | null>(null)
  pictures.set(editor, made)
  return made
}

/** The pixels around a place, or null. */
export function partAt(editor: Editor, [x, y]: Point2, reach = 0): PicturePart | null {
  const picture = pictureOf(editor).peek()
  if (!picture) return null
  const { width, height } = picture.extent
  const within = (at: number, most: number) => Math.min(Math.max(at, 0), most)
  return picture.part({
    minX: within(Math.floor(x) - reach, width),
    minY: within(Math.floor(y) - reach, height),
    maxX: within(Math.floor(x) + 1 + reach, width),
    maxY: within(Math.floor(y) + 1 + reach, height),
  })
}

/** True, or why tools that go by pixels have none to go by. Reads signals. */
export function mayLook(editor: Editor): true | string {
  const from = pictureOf(editor).value?.seenFrom ?? 0
  const scale = editor.view.camera.value?.scale.value ?? 1
  return from === 0 || scale > from || 'image:reason.zoom-in'
}
