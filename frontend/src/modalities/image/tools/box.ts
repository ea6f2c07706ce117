import { type Bounds, type Point2, spanning } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { boxOf } from '../../../kinds/box'
import { Draft, isSlip } from './draft'

/** The second corner at the same distance on both axes. */
function squared(from: Point2, to: Point2): Point2 {
  const side = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]))
  const sign = (delta: number) => (delta < 0 ? -1 : 1)
  return [from[0] + sign(to[0] - from[0]) * side, from[1] + sign(to[1] - from[1]) * side]
}

/** From corner to corner: a drag, or two clicks. `make` is what lies in the rectangle. */
export class Corners implements Gesture {
  readonly #draft: Draft
  readonly #make: (b: Bounds) => unknown
  readonly #from: Point2

  constructor(draft: Draft, p: Pointer, make: (b: Bounds) => unknown = boxOf) {
    this.#draft = draft
    this.#make = make
    this.#from = draft.at(p)
  }

  #data(p: Pointer): unknown {
    const to = this.#draft.at(p)
    const corner = p.shift ? this.#draft.at({ ...p, at: squared(this.#from, to) }) : to
    return this.#make(spanning(this.#from, corner))
  }

  move(p: Pointer): void {
    this.#draft.show(this.#data(p))
  }

  release(p: Pointer): Progress {
    return isSlip(this.#from, this.#draft.at(p), p) ? 'more' : this.#draft.keep(this.#data(p))
  }

  press(p: Pointer): Progress {
    return isSlip(this.#from, this.#draft.at(p), p)
      ? this.#draft.drop()
      : this.#draft.keep(this.#data(p))
  }

  back(): Progress {
    return this.#draft.drop()
  }
}

export const boxTool: Tool = {
  id: 'box',
  title: 'image:tool.box',
  icon: 'rectangle',
  keys: ['B'],
  kind: 'box',
  cursor: 'crosshair',
  crosshair: true,
  press: (editor, p) => new Corners(new Draft(editor, 'box'), p),
}
