import type { Editor } from '../../../core/editor'
import { boundsOf, distance, grow, type Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { Sheet } from './sheet'
import { fillRings } from './spans'
import { maskTool, placeOf } from './tool'

const LEAST = 3
/** Distance between freehand vertices, in units of the pointer's tolerance. */
const FREEHAND_STEP = 0.5

/** Fill an outline into the mask, or cut it out. */
export function fillOutline(editor: Editor, ring: readonly Point2[], value: 0 | 1): void {
  const bounds = boundsOf(ring)
  if (!bounds || ring.length < LEAST) return
  const sheet = new Sheet(editor)
  sheet.draw(grow(bounds, 1), value, (put) => fillRings([ring], put))
  sheet.finish(value ? 'image:edit.fill-outline' : 'image:edit.cut-outline')
}

/** One vertex per click, freehand while Shift is held; N, Enter or a double click closes it. */
class Corners implements Gesture {
  readonly #editor: Editor
  readonly #value: 0 | 1
  #placed: readonly Point2[]

  constructor(editor: Editor, p: Pointer, value: 0 | 1) {
    this.#editor = editor
    this.#value = value
    this.#placed = [placeOf(editor, p)]
  }

  move(p: Pointer): void {
    const at = placeOf(this.#editor, p)
    const last = this.#placed.at(-1)
    const isStep = last && distance(last, at) >= p.tolerance * FREEHAND_STEP
    if (p.shift && isStep) this.#placed = [...this.#placed, at]
    this.#editor.lasso.value = [...this.#placed, at]
  }

  release(): Progress {
    return 'more'
  }

  press(p: Pointer): Progress {
    const at = placeOf(this.#editor, p)
    const [first] = this.#placed
    const closes = first && this.#placed.length >= LEAST && distance(first, at) <= p.tolerance
    if (closes || (p.clicks ?? 1) > 1) return this.complete()
    this.#placed = [...this.#placed, at]
    this.#editor.lasso.value = this.#placed
    return 'more'
  }

  complete(): Progress {
    this.#editor.lasso.value = null
    fillOutline(this.#editor, this.#placed, this.#value)
    return 'done'
  }

  back(): Progress {
    this.#placed = this.#placed.slice(0, -1)
    this.#editor.lasso.value = this.#placed.length > 0 ? this.#placed : null
    return this.#placed.length > 0 ? 'more' : 'done'
  }
}

/** The way of the pointer while the button is down. */
class Lasso implements Gesture {
  readonly #editor: Editor
  readonly #value: 0 | 1
  readonly #way: Point2[]

  constructor(editor: Editor, p: Pointer, value: 0 | 1) {
    this.#editor = editor
    this.#value = value
    this.#way = [placeOf(editor, p)]
  }

  move(p: Pointer): void {
    const at = placeOf(this.#editor, p)
    const last = this.#way.at(-1)
    if (last && distance(last, at) < p.tolerance * FREEHAND_STEP) return
    this.#way.push(at)
    this.#editor.lasso.value = [...this.#way]
  }

  release(): Progress {
    this.#editor.lasso.value = null
    fillOutline(this.#editor, this.#way, this.#value)
    return 'done'
  }
}

export const addPolygonTool = maskTool({
  id: 'mask_polygon_add',
  icon: 'polygon',
  keys: ['Shift+3'],
  begin: (editor, p) => new Corners(editor, p, 1),
})

export const cutPolygonTool = maskTool({
  id: 'mask_polygon_cut',
  icon: 'polygon-off',
  keys: ['Shift+4'],
  begin: (editor, p) => new Corners(editor, p, 0),
})

/** Alt cuts out what it goes around. */
export const lassoTool = maskTool({
  id: 'mask_lasso',
  icon: 'lasso',
  keys: ['Shift+5'],
  begin: (editor, p) => new Lasso(editor, p, p.alt ? 0 : 1),
})
