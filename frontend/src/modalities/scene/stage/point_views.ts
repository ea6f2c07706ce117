/** Points in the views of the stage: as many at once as the machine can, the rest in the frames that follow. */
import type { Packed } from '../data/packed'
import { type Drawn, Fill } from '../view/fill'
import type { Look, PointsGl, Relabelled, Rgb } from '../view/points_gl'
import type { LinearView, View } from '../view/views'

/** While the view stands, frames may take longer: so many times the points are drawn in each. */
const AT_REST = 5

interface Shown {
  /** What the view shows. */
  readonly key: string
  readonly fill: Fill
}

/** What a view is to show; `version` changes with what is neither the view nor the look. */
export interface Wish {
  readonly all: readonly Drawn[]
  readonly look: Look
  readonly background: Rgb
  readonly version: string
  /** Points to draw at once. */
  readonly most: number
}

export class PointViews {
  readonly #gl: PointsGl
  readonly #shown = new Map<View, Shown>()
  readonly #numbers = new WeakMap<object, number>()
  #next = 1

  constructor(gl: PointsGl) {
    this.#gl = gl
  }

  /** Draw what a view lacks; how many points that were. */
  show(view: LinearView, wish: Wish): number {
    const key = this.#keyOf(view, wish)
    let shown = this.#shown.get(view)
    const isAnew = shown?.key !== key
    if (!shown || isAnew) {
      this.#gl.clear(view.rect, wish.background)
      shown = { key, fill: new Fill(view, wish.all) }
      this.#shown.set(view, shown)
    }
    if (shown.fill.isDone) return 0
    const pieces = shown.fill.next(isAnew ? wish.most : AT_REST * wish.most)
    this.#gl.draw(view, pieces, wish.look)
    return pieces.reduce((sum, { count }) => sum + count, 0)
  }

  isDone(view: View): boolean {
    return this.#shown.get(view)?.fill.isDone ?? true
  }

  /** A view begins anew; false when it showed nothing. */
  forget(view: View): boolean {
    return this.#shown.delete(view)
  }

  forgetAll(): void {
    this.#shown.clear()
  }

  /** Points look different: what has changed is drawn over itself, and what went is gone with all around it. */
  relabelled({ chunks, isLess }: Relabelled): void {
    if (isLess) this.forgetAll()
    for (const { fill } of this.#shown.values()) fill.again(chunks)
  }

  #keyOf({ rect, matrix }: LinearView, { all, look, background, version }: Wish): string {
    const points = all.map((one) => `${this.numberOf(one.points)}@${one.moment}`)
    const place = [rect.x, rect.y, rect.width, rect.height, ...matrix]
    return [version, ...points, JSON.stringify(look), ...background, ...place].join()
  }

  /** The same for the same thing. */
  numberOf(thing: object): number {
    const known = this.#numbers.get(thing) ?? this.#next++
    this.#numbers.set(thing, known)
    return known
  }

  /** Let go of points that no view shows any more. */
  drop(points: Packed): void {
    this.#gl.forget(points)
  }
}
