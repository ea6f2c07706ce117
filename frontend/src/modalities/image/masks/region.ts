import type { Editor } from '../../../core/editor'
import { clampNumber, type Point2, point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { type Bitmap, reframed, tightBounds } from '../../../kinds/parts/bitmap'
import { alike, flood } from './flood'
import { pictureOf } from './picture'
import { maskSettings } from './settings'
import { masksOf, ownedBy, Sheet } from './sheet'
import { maskTool } from './tool'

/** Screen pixels of a drag that change the tolerance by one. */
const PIXELS_PER_STEP = 3
const MOST = 255
/** Of the pointer, in screen pixels: the stage's own. */
const TOLERANCE = 6

const pixelOf = ([x, y]: Point2): Point2 => [Math.floor(x), Math.floor(y)]

function tight(bitmap: Bitmap | null): Bitmap | null {
  const bounds = bitmap && tightBounds(bitmap)
  return bitmap && bounds ? reframed(bitmap, bounds) : null
}

/** Takes in what is coloured like the pixel pressed; a drag to the right takes more, to the left less. */
class Wand implements Gesture {
  readonly #editor: Editor
  readonly #pixels: ImageData
  readonly #sheet: Sheet
  readonly #from: Pointer
  readonly #start = maskSettings.tolerance.peek()

  constructor(editor: Editor, from: Pointer, pixels: ImageData) {
    this.#editor = editor
    this.#pixels = pixels
    this.#from = from
    this.#sheet = new Sheet(editor)
    this.#sheet.mark()
    this.#apply()
  }

  #apply(): void {
    const { width, height } = this.#editor.extent
    const [x, y] = pixelOf(point2(this.#from.at))
    const accepts = alike(this.#pixels, x, y, maskSettings.tolerance.peek())
    const region = tight(flood(width, height, x, y, accepts))
    this.#sheet.restart()
    if (region) this.#sheet.lay(region, this.#from.alt ? 0 : 1)
  }

  move(p: Pointer): void {
    const gone = ((p.at[0] ?? 0) - (this.#from.at[0] ?? 0)) * (TOLERANCE / p.tolerance)
    const wanted = clampNumber(this.#start + Math.round(gone / PIXELS_PER_STEP), 0, MOST)
    if (wanted === maskSettings.tolerance.peek()) return
    maskSettings.tolerance.value = wanted
    this.#apply()
  }

  release(): Progress {
    this.#sheet.finish('image:edit.wand')
    return 'done'
  }

  cancel(): void {
    this.#sheet.drop()
  }
}

/** Fill the gap between masks that was pressed: up to what any mask has, and to the edge of the image. */
function fillGap(editor: Editor, p: Pointer): Gesture | null {
  const { width, height } = editor.extent
  const owned = ownedBy(editor, masksOf(editor))
  const [x, y] = pixelOf(point2(p.at))
  const gap = tight(flood(width, height, x, y, (px, py) => owned.bits[px * height + py] === 0))
  if (!gap) return null
  const sheet = new Sheet(editor)
  sheet.lay(gap, 1)
  sheet.finish('image:edit.fill-gap')
  return null
}

export const wandTool = maskTool({
  id: 'mask_wand',
  icon: 'wand',
  keys: ['Shift+6', 'W'],
  begin: (editor, p) => {
    const pixels = pictureOf(editor).peek()?.pixels()
    return pixels ? new Wand(editor, p, pixels) : null
  },
  more: {
    wheel: (_, notches) => {
      maskSettings.tolerance.value = clampNumber(
        maskSettings.tolerance.peek() + 2 * notches,
        0,
        MOST,
      )
    },
  },
})

export const bucketTool = maskTool({
  id: 'mask_bucket',
  icon: 'bucket-droplet',
  keys: ['Shift+7'],
  begin: fillGap,
})
