import type { Editor } from '../../../core/editor'
import { clampNumber, type Point2, point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { type Bitmap, reframed, tightBounds, wholeOf } from '../../../kinds/parts/bitmap'
import { alike, flood } from './flood'
import { masksOf, ownedBy } from './neighbours'
import { type PicturePart, partAt, pictureOf } from './picture'
import { maskSettings } from './settings'
import { Sheet } from './sheet'
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
  readonly #part: PicturePart
  readonly #sheet: Sheet
  readonly #from: Pointer
  readonly #start = maskSettings.tolerance.peek()

  constructor(editor: Editor, from: Pointer, part: PicturePart) {
    this.#part = part
    this.#from = from
    this.#sheet = new Sheet(editor)
    this.#sheet.mark()
    this.#apply()
  }

  #apply(): void {
    const { x: left, y: top, pixels } = this.#part
    const [px, py] = pixelOf(point2(this.#from.at))
    const [x, y] = [px - left, py - top]
    const accepts = alike(pixels, x, y, maskSettings.tolerance.peek())
    const found = tight(flood(pixels.width, pixels.height, x, y, accepts))
    const region = found && { ...found, x: found.x + left, y: found.y + top }
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

/** Fill the gap between masks that was pressed: up to what any mask has, and to the edge of the image or the view. */
function fillGap(editor: Editor, p: Pointer): Gesture | null {
  const frame = pictureOf(editor).peek()?.frame() ?? wholeOf(editor.extent)
  const { bits, height, width } = ownedBy(masksOf(editor), frame)
  const [px, py] = pixelOf(point2(p.at))
  const [x, y] = [px - frame.minX, py - frame.minY]
  const found = tight(flood(width, height, x, y, (cx, cy) => bits[cx * height + cy] === 0))
  if (!found) return null
  const sheet = new Sheet(editor)
  sheet.lay({ ...found, x: found.x + frame.minX, y: found.y + frame.minY }, 1)
  sheet.finish('image:edit.fill-gap')
  return null
}

export const wandTool = maskTool({
  id: 'mask_wand',
  icon: 'wand',
  keys: ['Shift+6', 'W'],
  begin: (editor, p) => {
    const part = partAt(editor, point2(p.at))
    return part ? new Wand(editor, p, part) : null
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
