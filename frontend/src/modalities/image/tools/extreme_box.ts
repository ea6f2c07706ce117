import { boundsOf, type Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { boxOf } from '../../../kinds/box'
import { Draft } from './draft'

const EXTREMES = 4

/** One click on each outermost place, in any order; the box is what they span. */
class Extremes implements Gesture {
  readonly #draft: Draft
  #placed: readonly Point2[]

  constructor(draft: Draft, p: Pointer) {
    this.#draft = draft
    this.#placed = [draft.at(p)]
  }

  #box(points: readonly Point2[]): unknown {
    const bounds = boundsOf(points)
    return bounds && boxOf(bounds)
  }

  move(p: Pointer): void {
    this.#draft.show(this.#box([...this.#placed, this.#draft.at(p)]))
  }

  release(): Progress {
    return 'more'
  }

  press(p: Pointer): Progress {
    this.#placed = [...this.#placed, this.#draft.at(p)]
    return this.#placed.length < EXTREMES ? 'more' : this.complete()
  }

  complete(): Progress {
    return this.#placed.length > 1 ? this.#draft.keep(this.#box(this.#placed)) : this.#draft.drop()
  }

  back(): Progress {
    if (this.#placed.length === 1) return this.#draft.drop()
    this.#placed = this.#placed.slice(0, -1)
    this.#draft.show(this.#box(this.#placed))
    return 'more'
  }
}

/** A box by its highest, lowest, leftmost and rightmost place: exact at once, where corners lie in the air. */
export const extremeBoxTool: Tool = {
  id: 'extreme_box',
  title: 'image:tool.extreme_box',
  icon: 'focus-2',
  keys: ['Shift+B'],
  kind: 'box',
  within: 'box',
  cursor: 'crosshair',
  crosshair: true,
  press: (editor, p) => new Extremes(new Draft(editor, 'box'), p),
}
