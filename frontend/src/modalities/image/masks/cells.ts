import type { Editor } from '../../../core/editor'
import { clampNumber, type Point2, point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { type Bitmap, blank } from '../../../kinds/parts/bitmap'
import { type PictureSource, partAt, pictureOf } from './picture'
import { maskSettings } from './settings'
import { Sheet } from './sheet'
import type { Answers } from './smart/protocol'
import { smartOf } from './smart/smart'
import { maskTool } from './tool'

/** The picture is divided where the hand is, in squares of so many pixels. */
const SIDE = 384
/** Squares that are kept. */
const MOST = 64
const SMALLEST = 8
const LARGEST = 96

interface Square extends NonNullable<Answers['cells']> {
  readonly left: number
  readonly top: number
}

/** Squares of each picture: the next frame of a video has patches of its own. */
const known = new WeakMap<PictureSource, Map<string, Promise<Square | null>>>()

/** The superpixels of the square around a place, as far as there are pixels; asked for once. */
function squareAt(editor: Editor, at: Point2): Promise<Square | null> {
  const picture = pictureOf(editor).peek()
  const part = partAt(editor, at)
  if (!(picture && part)) return Promise.resolve(null)
  const squares = known.get(picture) ?? new Map<string, Promise<Square | null>>()
  known.set(picture, squares)
  const cell = maskSettings.cell.peek()
  const [left, top] = [Math.floor(at[0] / SIDE) * SIDE, Math.floor(at[1] / SIDE) * SIDE]
  const box = {
    minX: Math.max(left, part.x),
    minY: Math.max(top, part.y),
    maxX: Math.min(left + SIDE, part.x + part.pixels.width),
    maxY: Math.min(top + SIDE, part.y + part.pixels.height),
  }
  const key = `${Object.values(box).join(' ')} ${cell}`
  const found = squares.get(key)
  if (found) return found
  const asked = smartOf(editor)
    .ask<'cells'>({ kind: 'cells', box, cell })
    .then((cells) => {
      if (cells) return { ...cells, left: box.minX, top: box.minY }
      squares.delete(key)
      return null
    })
  squares.set(key, asked)
  if (squares.size > MOST) squares.delete(squares.keys().next().value ?? '')
  return asked
}

/** The patch of a square at a place. */
export function patchAt(square: Square, [x, y]: Point2): Bitmap {
  const { left, top, width, height, labels } = square
  const wanted = labels[(Math.floor(y) - top) * width + Math.floor(x) - left]
  const made = blank({ minX: left, minY: top, maxX: left + width, maxY: top + height })
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === wanted) made.bits[(i % width) * height + Math.floor(i / width)] = 1
  }
  return made
}

/** Every superpixel that the pointer passes while the button is down becomes part of the mask, or with Alt leaves it. */
class Patches implements Gesture {
  readonly #editor: Editor
  readonly #sheet: Sheet
  readonly #value: 0 | 1
  #last: Point2
  #asked: Promise<unknown> = Promise.resolve()
  #over = false

  constructor(editor: Editor, p: Pointer) {
    this.#editor = editor
    this.#sheet = new Sheet(editor)
    this.#value = p.alt ? 0 : 1
    this.#last = point2(p.at)
    this.#take(this.#last)
  }

  #take(at: Point2): void {
    const { width, height } = this.#editor.extent
    if (at[0] < 0 || at[1] < 0 || at[0] >= width || at[1] >= height) return
    const square = squareAt(this.#editor, at)
    this.#asked = Promise.all([this.#asked, square]).then(([, found]) => {
      if (found && !this.#over) this.#sheet.lay(patchAt(found, at), this.#value)
    })
  }

  move(p: Pointer): void {
    const to = point2(p.at)
    const [x, y] = this.#last
    const far = Math.hypot(to[0] - x, to[1] - y)
    const step = maskSettings.cell.peek() / 3
    if (far < step) return
    for (let along = step; along <= far; along += step) {
      this.#take([x + ((to[0] - x) * along) / far, y + ((to[1] - y) * along) / far])
    }
    this.#last = to
  }

  release(): Progress {
    void this.#asked.then(() => {
      if (!this.#over) this.#sheet.finish('image:edit.patches')
      this.#over = true
    })
    return 'done'
  }

  cancel(): void {
    this.#over = true
    this.#sheet.drop()
  }
}

export const cellsTool = maskTool({
  id: 'mask_cells',
  icon: 'hexagons',
  keys: ['Shift+9'],
  begin: (editor, p) => (partAt(editor, point2(p.at)) ? new Patches(editor, p) : null),
  more: {
    chosen: (editor) => smartOf(editor).warm(),
    wheel: (_, notches) => {
      const next = maskSettings.cell.peek() + 4 * notches
      maskSettings.cell.value = clampNumber(next, SMALLEST, LARGEST)
    },
  },
})
