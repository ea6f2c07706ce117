import { type Bounds, type Point2, spanning } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { type Cuboid2d, cuboid2d } from '../../../kinds/cuboid2d'
import { Draft, isSlip } from './draft'

/** The back is seen a little smaller than the front. */
const FORESHORTENED = 0.9

/** The front and a back whose upper corner, on the side of `p`, lies there. */
export function cuboidFrom({ minX, minY, maxX, maxY }: Bounds, p: Point2): Cuboid2d {
  const width = (maxX - minX) * FORESHORTENED
  const height = (maxY - minY) * FORESHORTENED
  const left = p[0] >= (minX + maxX) / 2 ? p[0] - width : p[0]
  const bottom = p[1] + height
  return {
    edges: [
      [minX, minY, maxY],
      [maxX, minY, maxY],
      [left + width, p[1], bottom],
      [left, p[1], bottom],
    ],
  }
}

/** First the front (a drag or two clicks), then with a further click the back. */
class FrontThenBack implements Gesture {
  readonly #draft: Draft
  readonly #from: Point2
  #front: Bounds | null = null

  constructor(draft: Draft, p: Pointer) {
    this.#draft = draft
    this.#from = draft.at(p)
  }

  move(p: Pointer): void {
    const at = this.#draft.at(p)
    const front = this.#front ?? spanning(this.#from, at)
    this.#draft.show(cuboidFrom(front, this.#front ? at : [front.maxX, front.minY]))
  }

  #settle(p: Pointer): Progress {
    const at = this.#draft.at(p)
    if (this.#front) return this.#draft.keep(cuboidFrom(this.#front, at))
    if (!isSlip(this.#from, at, p)) this.#front = spanning(this.#from, at)
    return 'more'
  }

  release(p: Pointer): Progress {
    return this.#front ? 'more' : this.#settle(p)
  }

  press(p: Pointer): Progress {
    return this.#settle(p)
  }

  back(): Progress {
    if (!this.#front) return this.#draft.drop()
    this.#front = null
    return 'more'
  }
}

export const cuboid2dTool: Tool = {
  id: cuboid2d.id,
  title: 'image:tool.cuboid2d',
  icon: 'cube',
  keys: ['Alt+U'],
  kind: cuboid2d.id,
  cursor: 'crosshair',
  crosshair: true,
  press: (editor, p) => new FrontThenBack(new Draft(editor, cuboid2d.id), p),
}
