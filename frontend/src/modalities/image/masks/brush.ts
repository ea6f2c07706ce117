import { batch } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import { grow, type Point2, point2, spanning } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import { mask } from '../../../kinds/mask'
import type { OverlayView } from '../painters/overlay'
import { maskSettings, resize } from './settings'
import { Sheet, target } from './sheet'
import { seated, sweep, type Tip } from './spans'
import { FIRST, maskTool } from './tool'

/** Where the last stroke ended; Shift draws a straight line from there. */
const ends = new WeakMap<Editor, Point2>()

const tip = (): Tip => ({
  size: maskSettings.size.peek(),
  square: maskSettings.square.peek(),
})

/** Sweep the brush over the sheet while the button is down. */
class Stroke implements Gesture {
  readonly #editor: Editor
  readonly #sheet: Sheet
  readonly #value: 0 | 1
  #last: Point2

  constructor(editor: Editor, p: Pointer, value: 0 | 1) {
    this.#editor = editor
    this.#sheet = new Sheet(editor)
    this.#value = value
    const at = point2(p.at)
    this.#last = (p.shift && ends.get(editor)) || at
    this.#to(at)
  }

  #to(at: Point2): void {
    const from = this.#last
    const wide = tip()
    const bounds = grow(spanning(from, at), wide.size / 2 + 1)
    this.#sheet.draw(bounds, this.#value, (put) => sweep(from, at, wide, put))
    this.#last = at
  }

  move(p: Pointer): void {
    this.#to(point2(p.at))
  }

  release(p: Pointer): Progress {
    this.#to(point2(p.at))
    ends.set(this.#editor, this.#last)
    this.#sheet.finish(this.#value ? 'image:edit.paint' : 'image:edit.erase')
    return 'done'
  }

  cancel(): void {
    this.#sheet.drop()
  }
}

/** With nothing selected the eraser takes the mask under it. */
function erase(editor: Editor, p: Pointer): Gesture | null {
  if (!target(editor)) {
    const under = editor.picker.at(p).find(({ id, kind }) => {
      return kind === mask.id && editor.editable(id) === true
    })
    if (!under) return null
    batch(() => {
      editor.select([under.id])
      editor.hover.value = null
    })
  }
  return new Stroke(editor, p, 0)
}

/** The outline of the tip around the pointer, light beside dark so that it shows on any picture. */
function paintTip(context: CanvasRenderingContext2D, o: OverlayView): void {
  if (!o.pointer) return
  const { scale, x, y } = o.view
  const wide = tip()
  const world: Point2 = [(o.pointer[0] - x) / scale, (o.pointer[1] - y) / scale]
  const [cx, cy] = scale >= 4 ? seated(world, wide) : world
  const r = Math.max((wide.size / 2) * scale, 1.5)
  for (const [grown, colour] of [
    [1, 'rgba(0, 0, 0, 0.6)'],
    [0, '#ffffff'],
  ] as const) {
    context.beginPath()
    const at = [cx * scale + x, cy * scale + y] as const
    if (wide.square) {
      context.rect(at[0] - r - grown, at[1] - r - grown, 2 * (r + grown), 2 * (r + grown))
    } else context.arc(at[0], at[1], r + grown, 0, 2 * Math.PI)
    context.lineWidth = 1
    context.strokeStyle = colour
    context.stroke()
  }
}

const wheel = (_: Editor, steps: number) => resize(maskSettings.size, steps)
const shown = { cursor: 'none', paintOver: paintTip, wheel }

/** Alt does the opposite for one stroke. */
export const brushTool = maskTool({
  id: FIRST,
  icon: 'brush',
  keys: ['Shift+1', 'Q'],
  begin: (editor, p) => (p.alt ? erase(editor, p) : new Stroke(editor, p, 1)),
  more: shown,
})

export const eraserTool = maskTool({
  id: 'mask_eraser',
  icon: 'eraser',
  keys: ['Shift+2', 'E'],
  begin: (editor, p) => (p.alt ? new Stroke(editor, p, 1) : erase(editor, p)),
  more: shown,
})
