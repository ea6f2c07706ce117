import { distance, type Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { Draft, samePlace } from './draft'

interface PathStyle {
  readonly kind: string
  /** Fewest vertices that make sense; below that, finishing gives up. */
  readonly least: number
  /** A click on the first vertex closes the path. */
  readonly closes: boolean
  /** Shift draws freehand. */
  readonly freehand: boolean
  data(vertices: readonly Point2[]): unknown
}

/** Distance between freehand vertices, in units of the pointer's tolerance. */
const FREEHAND_STEP = 1.5

/** One vertex per click; the last one follows the pointer until it is placed. */
class Vertices implements Gesture {
  readonly #draft: Draft
  readonly #style: PathStyle
  #placed: readonly Point2[]
  #pointer: Point2

  constructor(draft: Draft, style: PathStyle, p: Pointer) {
    this.#draft = draft
    this.#style = style
    this.#pointer = draft.at(p)
    this.#placed = [this.#pointer]
    this.#show()
  }

  #show(): void {
    const followed = samePlace(this.#placed.at(-1), this.#pointer)
    const vertices = followed ? this.#placed : [...this.#placed, this.#pointer]
    this.#draft.show(this.#style.data(vertices))
  }

  move(p: Pointer): void {
    this.#pointer = this.#draft.at(p)
    const last = this.#placed.at(-1)
    const isStep = last && distance(last, this.#pointer) >= p.tolerance * FREEHAND_STEP
    if (this.#style.freehand && p.shift && isStep) this.#placed = [...this.#placed, this.#pointer]
    this.#show()
  }

  release(): Progress {
    return 'more'
  }

  press(p: Pointer): Progress {
    this.#pointer = this.#draft.at(p)
    if ((p.clicks ?? 1) > 1 || this.#isClosing(p)) return this.complete()
    if (!samePlace(this.#placed.at(-1), this.#pointer))
      this.#placed = [...this.#placed, this.#pointer]
    this.#show()
    return 'more'
  }

  #isClosing(p: Pointer): boolean {
    const first = this.#placed[0]
    const enough = this.#placed.length >= this.#style.least
    return (
      this.#style.closes &&
      enough &&
      first !== undefined &&
      distance(first, this.#draft.at(p)) <= p.tolerance
    )
  }

  complete(): Progress {
    const enough = this.#placed.length >= this.#style.least
    return enough ? this.#draft.keep(this.#style.data(this.#placed)) : this.#draft.drop()
  }

  back(): Progress {
    if (this.#placed.length <= 1) return this.#draft.drop()
    this.#placed = this.#placed.slice(0, -1)
    this.#show()
    return 'more'
  }
}

const pathTool = (style: PathStyle, icon: string, key: string): Tool => ({
  id: style.kind,
  title: `image:tool.${style.kind}`,
  icon,
  keys: [key],
  kind: style.kind,
  cursor: 'crosshair',
  crosshair: true,
  press: (editor, p) => new Vertices(new Draft(editor, style.kind), style, p),
})

export const polygonTool = pathTool(
  {
    kind: 'polygon',
    least: 3,
    closes: true,
    freehand: true,
    data: (points) => ({ points, holes: [] }),
  },
  'polygon',
  'P',
)

export const polylineTool = pathTool(
  { kind: 'polyline', least: 2, closes: false, freehand: true, data: (points) => ({ points }) },
  'line',
  'Y',
)

export const pointsTool = pathTool(
  { kind: 'points', least: 1, closes: false, freehand: false, data: (points) => ({ points }) },
  'point',
  'K',
)
