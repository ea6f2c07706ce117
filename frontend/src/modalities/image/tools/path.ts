import type { Editor } from '../../../core/editor'
import { distance, type Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { ShowingTool } from '../masks/tool'
import { paintSnap } from '../snapping/paint'
import { type Snap, snapAt, wayTo } from '../snapping/snap'
import { Draft, samePlace } from './draft'

interface PathStyle {
  readonly kind: string
  /** Fewest vertices that make sense; below that, finishing gives up. */
  readonly least: number
  /** A click on the first vertex closes the path. */
  readonly closes: boolean
  /** Shift draws freehand. */
  readonly freehand: boolean
  /** Vertices are drawn to those and to the edges of others. */
  readonly snaps: boolean
  data(vertices: readonly Point2[]): unknown
}

/** Distance between freehand vertices, in units of the pointer's tolerance. */
const FREEHAND_STEP = 1.5

/** One vertex per click; the last one follows the pointer until it is placed. */
class Vertices implements Gesture {
  readonly #editor: Editor
  readonly #draft: Draft
  readonly #style: PathStyle
  #placed: readonly Point2[] = []
  #pointer: Point2
  /** Vertices on the way to the pointer, along a border that the last vertex lies on. */
  #way: readonly Point2[] = []

  constructor(editor: Editor, style: PathStyle, p: Pointer) {
    this.#editor = editor
    this.#draft = new Draft(editor, style.kind)
    this.#style = style
    this.#pointer = this.#follow(p)
    this.#placed = [this.#pointer]
    this.#show()
  }

  /** Where the pointer is or is drawn to, and how to get there. */
  #follow(p: Pointer): Point2 {
    const snap = snapping(this.#editor, this.#style, p)
    const last = this.#placed.at(-1)
    this.#way = snap && last ? wayTo(last, snap, p.alt ?? false) : []
    return snap?.at ?? this.#draft.at(p)
  }

  #show(): void {
    const followed = samePlace(this.#placed.at(-1), this.#pointer)
    const ahead = followed ? [] : [...this.#way, this.#pointer]
    this.#draft.show(this.#style.data([...this.#placed, ...ahead]))
  }

  move(p: Pointer): void {
    this.#pointer = this.#follow(p)
    const last = this.#placed.at(-1)
    const isStep = last && distance(last, this.#pointer) >= p.tolerance * FREEHAND_STEP
    if (this.#style.freehand && p.shift && isStep) this.#place()
    this.#show()
  }

  #place(): void {
    this.#placed = [...this.#placed, ...this.#way, this.#pointer]
    this.#way = []
  }

  release(): Progress {
    return 'more'
  }

  press(p: Pointer): Progress {
    this.#pointer = this.#follow(p)
    if ((p.clicks ?? 1) > 1) return this.complete()
    if (this.#isClosing(p)) {
      this.#placed = [...this.#placed, ...this.#way]
      return this.complete()
    }
    if (!samePlace(this.#placed.at(-1), this.#pointer)) this.#place()
    this.#show()
    return 'more'
  }

  #isClosing(p: Pointer): boolean {
    const first = this.#placed[0]
    const enough = this.#placed.length + this.#way.length >= this.#style.least
    return (
      this.#style.closes &&
      enough &&
      first !== undefined &&
      distance(first, this.#draft.at(p)) <= p.tolerance
    )
  }

  complete(): Progress {
    snaps.delete(this.#editor)
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

/** What the pointer was drawn to last. */
const snaps = new WeakMap<Editor, Snap>()

function snapping(editor: Editor, style: PathStyle, p: Pointer): Snap | null {
  const snap = style.snaps ? snapAt(editor, p) : null
  if (snap) snaps.set(editor, snap)
  else snaps.delete(editor)
  return snap
}

const pathTool = (style: PathStyle, icon: string, key: string): ShowingTool => ({
  id: style.kind,
  title: `image:tool.${style.kind}`,
  icon,
  keys: [key],
  kind: style.kind,
  cursor: 'crosshair',
  crosshair: true,
  press: (editor, p) => new Vertices(editor, style, p),
  hover: (editor, p) => {
    snapping(editor, style, p)
    return undefined
  },
  paintOver: (context, o) => paintSnap(context, o, snaps.get(o.editor)),
})

export const polygonTool = pathTool(
  {
    kind: 'polygon',
    least: 3,
    closes: true,
    freehand: true,
    snaps: true,
    data: (points) => ({ points, holes: [] }),
  },
  'polygon',
  'P',
)

export const polylineTool = pathTool(
  {
    kind: 'polyline',
    least: 2,
    closes: false,
    freehand: true,
    snaps: true,
    data: (points) => ({ points }),
  },
  'line',
  'Y',
)

export const pointsTool = pathTool(
  {
    kind: 'points',
    least: 1,
    closes: false,
    freehand: false,
    snaps: false,
    data: (points) => ({ points }),
  },
  'point',
  'K',
)
