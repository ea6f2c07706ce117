/** Tools that paint points in the main view: brush, outlines, and what hangs together. */
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import type { Point3 } from '../../../kinds'
import { hangingTogether } from '../segment/cluster'
import {
  inView,
  NEAR,
  paint,
  paintPlaces,
  pickUp,
  type Reach,
  reachIn,
  wishOf,
} from '../segment/hand'
import { type FrameLabels, type Paint, painted } from '../segment/labels'
import { layersOf, paintable } from '../segment/layers'
import type { FramePieces } from '../segment/pieces'
import { boundsOf, inOutline, pointAt, underBrush } from '../segment/seen'
import { isThing, segmentOf } from '../segment/state'
import { pointLabelsOf } from '../segment/store'
import { sceneOf } from '../state'
import { OrbitView, type View } from '../view/views'
import { inScene, type ScenePointer } from './pointer'

type Wish = Omit<Paint, 'points'>

/** What a gesture of painting begins with; null outside the main view, or when Ctrl picked up a label. */
interface Begun {
  readonly p: ScenePointer & { readonly view: OrbitView }
  readonly reached: readonly Reach[]
  readonly wish: Wish
}

function begun(editor: Editor, pointer: Pointer): Begun | null {
  const p = inScene(pointer)
  if (!p || !(p.view instanceof OrbitView)) return null
  const { view } = p
  const reached = reachIn(editor, view)
  const wish = wishOf(editor, p)
  if (!reached || !wish || (p.ctrl && pickUp(editor, p, reached))) return null
  return { p: { ...p, view }, reached, wish }
}

/** Points of a frame that a stroke has met, by their places at the source, with the whole of their pieces if wished. */
class Places {
  readonly frame: number
  readonly #pieces: FramePieces | null
  readonly #taken = new Set<number>()
  readonly #met: number[] = []

  constructor(editor: Editor, frame: number) {
    this.frame = frame
    const isWhole = segmentOf(editor).whole.peek()
    this.#pieces = isWhole ? (sceneOf(editor).pieces.peek()?.peek(frame) ?? null) : null
  }

  get points(): Uint32Array {
    return Uint32Array.from(this.#met)
  }

  /** Take a point; what is new by it goes to `fresh` too. */
  add(point: number, fresh: number[]): void {
    const piece = this.#pieces?.at(point) ?? 0
    if (piece > 0 && this.#taken.has(piece)) return
    this.#taken.add(piece)
    for (const one of piece > 0 ? (this.#pieces?.points(piece) ?? []) : [point]) {
      this.#met.push(one)
      fresh.push(one)
    }
  }
}

/** Paints what it meets, from the press on. Recomputed from where it started only in that it keeps the points met. */
class Brush implements Gesture {
  readonly #editor: Editor
  readonly #view: View
  readonly #reached: readonly Reach[]
  readonly #wish: Wish
  readonly #met: readonly Set<number>[]
  readonly #places: readonly Places[]
  readonly #shown = new Map<number, FrameLabels>()
  #last: Point2

  constructor(editor: Editor, { p, reached, wish }: Begun) {
    this.#editor = editor
    this.#view = p.view
    this.#reached = reached
    this.#wish = wish
    this.#met = reached.map(() => new Set())
    this.#places = reached.map(({ layer }) => new Places(editor, layer.frame))
    this.#last = p.pixel
    this.#paint(p.pixel)
  }

  #paint(to: Point2): void {
    const { radius, through } = segmentOf(this.#editor)
    const [a, b] = [inView(this.#view, this.#last), inView(this.#view, to)]
    this.#last = to
    let isNew = false
    this.#reached.forEach(({ layer, seen, labels }, i) => {
      const met = this.#met[i] as Set<number>
      const fresh: number[] = []
      underBrush(seen, a, b, radius.peek(), through.peek(), (n) => {
        if (met.has(n)) return
        met.add(n)
        this.#places[i]?.add(layer.points.source[n] as number, fresh)
      })
      if (fresh.length === 0) return
      const before = this.#shown.get(layer.frame) ?? labels
      const points = Uint32Array.from(fresh)
      const next = before && painted(before, { ...this.#wish, points })
      if (next) this.#shown.set(layer.frame, next)
      isNew ||= next !== null
    })
    if (isNew) pointLabelsOf(this.#editor).preview(this.#shown)
  }

  move(pointer: Pointer): void {
    const p = inScene(pointer)
    if (!p) return
    segmentOf(this.#editor).brush.value = p.pixel
    this.#paint(p.pixel)
  }

  release(): Progress {
    const met = new Map(this.#places.map((places) => [places.frame, places.points]))
    paintPlaces(this.#editor, 'scene:edit.paint', met, this.#wish)
    return 'done'
  }

  cancel(): void {
    pointLabelsOf(this.#editor).preview(new Map())
  }
}

/** Paint what an outline on the stage holds. */
function paintInside(
  editor: Editor,
  { p, reached, wish }: Begun,
  outline: readonly Point2[],
): void {
  const { through } = segmentOf(editor)
  const inside = outline.map((at) => inView(p.view, at))
  const found = reached.map(({ layer, seen }) => ({
    layer,
    points: inOutline(seen, inside, through.peek()),
  }))
  paint(editor, 'scene:edit.paint', found, wish)
}

/** Paint inside what was drawn; the view may have been zoomed since the gesture began. */
function finish(editor: Editor, start: Begun, outline: readonly Point2[]): Progress {
  segmentOf(editor).outline.value = null
  const reached = reachIn(editor, start.p.view)
  if (reached && outline.length > 2) paintInside(editor, { ...start, reached }, outline)
  return 'done'
}

/** From a press to its release: by hand, or as a rectangle. */
class Loop implements Gesture {
  readonly #editor: Editor
  readonly #start: Begun
  readonly #outlineTo: (path: readonly Point2[], to: Point2) => readonly Point2[]
  #path: readonly Point2[]

  constructor(editor: Editor, start: Begun, outlineTo: Loop['outlineTo']) {
    this.#editor = editor
    this.#start = start
    this.#outlineTo = outlineTo
    this.#path = [start.p.pixel]
  }

  get outlineTo() {
    return this.#outlineTo
  }

  move(pointer: Pointer): void {
    const p = inScene(pointer)
    if (!p) return
    this.#path = this.#outlineTo(this.#path, p.pixel)
    segmentOf(this.#editor).outline.value = this.#path
    // What the outline takes in is looked up on the way, so that nothing is left to wait for at its end.
    const bounds = boundsOf(this.#path.map((at) => inView(this.#start.p.view, at)))
    for (const { seen } of this.#start.reached) seen.within(bounds)
  }

  release(): Progress {
    return finish(this.#editor, this.#start, this.#path)
  }

  cancel(): void {
    segmentOf(this.#editor).outline.value = null
  }
}

/** Corner by corner; a double click, Enter or a press on the first corner ends it, Backspace takes a corner back. */
class Corners implements Gesture {
  readonly #editor: Editor
  readonly #start: Begun
  #corners: readonly Point2[]
  #to: Point2

  constructor(editor: Editor, start: Begun) {
    this.#editor = editor
    this.#start = start
    this.#corners = [start.p.pixel]
    this.#to = start.p.pixel
    this.#show()
  }

  #show(): void {
    segmentOf(this.#editor).outline.value = [...this.#corners, this.#to]
  }

  press(pointer: Pointer): Progress {
    const p = inScene(pointer)
    if (!p) return 'more'
    const [first] = this.#corners
    const isClosed = first && Math.hypot(first[0] - p.pixel[0], first[1] - p.pixel[1]) < NEAR
    if ((p.clicks ?? 1) > 1 || (isClosed && this.#corners.length > 2)) return this.complete()
    this.#corners = [...this.#corners, p.pixel]
    this.#show()
    return 'more'
  }

  move(pointer: Pointer): void {
    const p = inScene(pointer)
    if (p) this.#to = p.pixel
    this.#show()
  }

  release(): Progress {
    return 'more'
  }

  complete(): Progress {
    return finish(this.#editor, this.#start, this.#corners)
  }

  back(): Progress {
    this.#corners = this.#corners.slice(0, -1)
    if (this.#corners.length > 0) {
      this.#show()
      return 'more'
    }
    this.cancel()
    return 'done'
  }

  cancel(): void {
    segmentOf(this.#editor).outline.value = null
  }
}

/** The place under the pointer at which something stands: what lies around it on the ground is not meant. */
function standingAt({ p, reached }: Begun): Point3 | null {
  for (const { layer, seen } of reached) {
    const isMeant = (n: number) => !layer.points.isGround(n)
    const point = pointAt(seen, inView(p.view, p.pixel), NEAR, isMeant)
    if (point !== null) return layer.points.at(point)
  }
  return null
}

/** Paint the thing under the pointer; of what is counted each click is a new one, with Shift more of the same. */
function paintThing(editor: Editor, pointer: Pointer): void {
  const start = begun(editor, pointer)
  if (!start) return
  const scene = sceneOf(editor)
  const place = standingAt(start)
  if (!place) {
    scene.tell('scene:told.stands-nothing')
    return
  }
  const state = segmentOf(editor)
  const label = state.label.peek()
  if (label && isThing(label) && start.wish.label && !start.p.shift) state.nextInstance()
  const layers = start.reached.map(({ layer }) => layer)
  const open = new Map(layers.map((layer) => [layer, paintable(editor, layer)]))
  const found = hangingTogether(layers, {
    place,
    sensor: scene.sensor,
    isOpen: (layer, n) => !layer.points.isGround(n) && open.get(layer)?.(n) === true,
  })
  const wish = wishOf(editor, start.p)
  if (!wish) return
  const store = pointLabelsOf(editor)
  const before = layers.map(({ frame }) => store.painted(frame))
  const points = layers.map((layer, i) => ({ layer, points: found[i] ?? new Uint32Array() }))
  paint(editor, 'scene:edit.thing', points, wish)
  const isSame = layers.every(({ frame }, i) => before[i] && store.painted(frame) === before[i])
  if (isSame) scene.tell('scene:told.stays-labelled')
}

/** The pieces of what is drawn, before the hand comes down. */
function fetchPieces(editor: Editor): void {
  for (const { frame } of layersOf(editor)) sceneOf(editor).pieces.peek()?.peek(frame)
}

const tool = (
  id: string,
  icon: string,
  key: string,
  more: Pick<Tool, 'press'> & Partial<Tool>,
): Tool => ({
  id,
  title: `scene:tool.${id}`,
  icon,
  keys: [key],
  kind: 'point_labels',
  cursor: 'crosshair',
  ...more,
})

const started = (editor: Editor, p: Pointer, make: (start: Begun) => Gesture): Gesture | null => {
  const start = begun(editor, p)
  return start && make(start)
}

const rectangle = (path: readonly Point2[], [x, y]: Point2): readonly Point2[] => {
  const [left = 0, top = 0] = path[0] ?? []
  return [
    [left, top],
    [x, top],
    [x, y],
    [left, y],
  ]
}

export const pointTools: readonly Tool[] = [
  tool('brush', 'brush', 'M', {
    cursor: 'none',
    press: (editor, p) => started(editor, p, (start) => new Brush(editor, start)),
    hover: (editor, pointer) => {
      const p = inScene(pointer)
      const isOver = p?.view instanceof OrbitView
      segmentOf(editor).brush.value = isOver ? p.pixel : null
      if (isOver && segmentOf(editor).whole.peek()) fetchPieces(editor)
      return isOver ? undefined : 'default'
    },
  }),
  tool('lasso', 'lasso', 'O', {
    press: (editor, p) =>
      started(editor, p, (start) => new Loop(editor, start, (path, to) => [...path, to])),
  }),
  tool('outline', 'lasso-polygon', 'Shift+O', {
    press: (editor, p) => started(editor, p, (start) => new Corners(editor, start)),
  }),
  tool('frame', 'marquee-2', 'T', {
    press: (editor, p) => started(editor, p, (start) => new Loop(editor, start, rectangle)),
  }),
  tool('thing', 'wand', 'Y', { press: () => null, tap: paintThing }),
]
