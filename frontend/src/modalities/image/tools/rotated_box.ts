import { clampNumber, distance, type Extent, type Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import type { RotatedBox } from '../../../kinds/rotated_box'
import { Draft, isSlip } from './draft'

/** A side that leaves the edge of the image by less than this per pixel never meets it. */
const PARALLEL = 1e-9

/** As much of a depth as the far side of the rectangle has room for in the image. */
function roomFor(
  depth: number,
  corners: readonly Point2[],
  normal: Point2,
  extent: Extent,
): number {
  const limits = corners.flatMap(([x, y]) => [
    [x, normal[0], extent.width] as const,
    [y, normal[1], extent.height] as const,
  ])
  return limits.reduce((left, [at, n, end]) => {
    if (Math.abs(n) < PARALLEL) return left
    const [one, other] = [-at / n, (end - at) / n]
    return clampNumber(left, Math.min(one, other), Math.max(one, other))
  }, depth)
}

/**
 * The rectangle with one side from `a` to `b` that reaches to `p` on either side of it, and not beyond the image.
 * The angle is that of the side, so drawing along an object gives its heading.
 */
export function rectangleAlong(a: Point2, b: Point2, p: Point2, extent: Extent): RotatedBox {
  const angle = Math.atan2(b[1] - a[1], b[0] - a[0])
  const normal: Point2 = [-Math.sin(angle), Math.cos(angle)]
  const wanted = (p[0] - a[0]) * normal[0] + (p[1] - a[1]) * normal[1]
  const depth = roomFor(wanted, [a, b], normal, extent)
  return {
    cx: (a[0] + b[0]) / 2 + (normal[0] * depth) / 2,
    cy: (a[1] + b[1]) / 2 + (normal[1] * depth) / 2,
    width: distance(a, b),
    height: Math.abs(depth),
    angle: angle === -Math.PI ? Math.PI : angle,
  }
}

/** First one side (a drag or two clicks), then the width with a further click. */
class SideThenWidth implements Gesture {
  readonly #draft: Draft
  readonly #from: Point2
  #to: Point2 | null = null

  constructor(draft: Draft, p: Pointer) {
    this.#draft = draft
    this.#from = draft.at(p)
  }

  #box(at: Point2): RotatedBox {
    return rectangleAlong(this.#from, this.#to ?? at, at, this.#draft.extent)
  }

  move(p: Pointer): void {
    this.#draft.show(this.#box(this.#draft.at(p)))
  }

  #side(p: Pointer): Progress {
    const at = this.#draft.at(p)
    if (!isSlip(this.#from, at, p)) this.#to = at
    return 'more'
  }

  release(p: Pointer): Progress {
    if (!this.#to) return this.#side(p)
    const at = this.#draft.at(p)
    return isSlip(this.#to, at, p) ? 'more' : this.#finish(at)
  }

  press(p: Pointer): Progress {
    return this.#to ? this.#finish(this.#draft.at(p)) : this.#side(p)
  }

  #finish(at: Point2): Progress {
    return this.#draft.keep(this.#box(at))
  }

  back(): Progress {
    if (!this.#to) return this.#draft.drop()
    this.#to = null
    return 'more'
  }
}

export const rotatedBoxTool: Tool = {
  id: 'rotated_box',
  title: 'image:tool.rotated_box',
  icon: 'rotate-rectangle',
  keys: ['O'],
  kind: 'rotated_box',
  cursor: 'crosshair',
  crosshair: true,
  press: (editor, p) => new SideThenWidth(new Draft(editor, 'rotated_box'), p),
}
