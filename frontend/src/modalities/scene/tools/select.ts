import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Progress } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import type { Tool } from '../../../core/tool'
import { type Cuboid, centreOf, moved, type Point3 } from '../../../kinds'
import { minus, norm } from '../../../kinds/parts/space'
import { snapped } from '../data/snap'
import { editBoxes, type Shown, selectedBox, tilts } from '../objects'
import { handleUnder, pictureBoxUnder, type ShownPictureBox } from '../picture_boxes'
import { sceneOf } from '../state'
import { PictureView } from '../view/picture_view'
import { atHeight, type BoxView } from '../view/views'
import { BODY, cursorOf, draggedBy, type Grip, gripAt, isBoxView, turnedTo } from './grips'
import { pathGrip, pathUnder, pressPath } from './path_edit'
import { DragPictureBox } from './picture_drag'
import { DragInPicture, pictureGripAt } from './picture_edit'
import { inScene, type ScenePointer } from './pointer'
import { previewBoxes } from './preview'
import { boxesUnder } from './under'

/** A press that trembles is still a click, in pixels. */
const SLIP = 3

/** Metres within which other boxes can be taken in the views along one. */
const BESIDE = 12

const hasLeft = ([ax, ay]: Point2, [bx, by]: Point2): boolean => Math.hypot(ax - bx, ay - by) > SLIP

/** With Shift a side takes the whole box with it, and a box goes straight. */
function straightened({ kind, right, up }: Grip, [dx, dy]: Point2): Point2 {
  if (kind === 'side') return [right === 0 ? 0 : dx, up === 0 ? 0 : dy]
  return Math.abs(dx) > Math.abs(dy) ? [dx, 0] : [0, dy]
}

/** Drag a side, a corner, the front or the whole of a box in a view along its axes. */
class DragGrip implements Gesture {
  readonly #editor: Editor
  readonly #view: BoxView
  readonly #shown: Shown
  readonly #grip: Grip
  readonly #from: Point2
  #moved = false

  constructor(editor: Editor, view: BoxView, shown: Shown, grip: Grip, from: Point2) {
    this.#editor = editor
    this.#view = view
    this.#shown = shown
    this.#grip = grip
    this.#from = from
    editor.handle.value = `${shown.record.id}/${grip.kind}`
  }

  move(pointer: ScenePointer): void {
    this.#moved ||= hasLeft(this.#from, pointer.pixel)
    if (!this.#moved) return
    previewBoxes(this.#editor, [this.#shown.record], (box) => this.#edited(box, pointer))
  }

  #edited(box: Cuboid, { pixel: [x, y], shift = false, ctrl = false }: ScenePointer): Cuboid {
    if (this.#grip.kind === 'turn') return turnedTo(this.#view, box, [x, y], shift)
    const by = this.#view.metres()
    const way: Point2 = [(x - this.#from[0]) * by, (this.#from[1] - y) * by]
    if (shift) return draggedBy(this.#view, box, BODY, straightened(this.#grip, way))
    const next = draggedBy(this.#view, box, this.#grip, way)
    const points = sceneOf(this.#editor).points.peek()
    const isSnapped = ctrl && points !== null && this.#grip.kind === 'side'
    return isSnapped ? snapped(points, next, this.#view.id, this.#grip) : next
  }

  release(): Progress {
    this.#editor.handle.value = null
    const title = { side: 'resize', turn: 'rotate', body: 'move' }[this.#grip.kind]
    if (this.#moved) this.#editor.keep(`editor:edit.${title}`)
    return 'done'
  }

  cancel(): void {
    this.#editor.handle.value = null
  }
}

/** Move what is selected over the ground. */
class DragOver implements Gesture {
  readonly #editor: Editor
  readonly #records: readonly Annotation[]
  readonly #from: ScenePointer
  readonly #start: Point3 | null
  readonly #height: number
  #moved = false

  constructor(editor: Editor, from: ScenePointer, height: number) {
    this.#editor = editor
    this.#from = from
    this.#height = height
    this.#start = atHeight(from.ray, height)
    this.#records = editor.selected.peek().filter(({ id }) => editor.editable(id) === true)
  }

  move(p: ScenePointer): void {
    this.#moved ||= hasLeft(this.#from.pixel, p.pixel)
    const to = atHeight(p.ray, this.#height)
    if (!this.#moved || !this.#start || !to) return
    const by = minus(to, this.#start)
    previewBoxes(this.#editor, this.#records, (box) => moved(box, by))
  }

  release(): Progress {
    if (this.#moved) this.#editor.keep('editor:edit.move')
    return 'done'
  }
}

/** Gestures get pointers of the scene only; what else comes is not heard. */
function heard(gesture: {
  move(p: ScenePointer): void
  release(p: ScenePointer): Progress
  cancel?(): void
}): Gesture {
  return {
    move: (p) => {
      const own = inScene(p)
      if (own) gesture.move(own)
    },
    release: (p) => gesture.release(p as ScenePointer),
    cancel: () => gesture.cancel?.(),
  }
}

/** The side under the pointer moved to the outermost points near it; of the whole box all but what stands on the ground. */
function snap(editor: Editor, view: BoxView, shown: Shown, grip: Grip): void {
  const scene = sceneOf(editor)
  const points = scene.points.peek()
  if (!points) return
  const below = view.id === 'top' ? -1 : 0
  const opposite = [
    { right: 1, up: 1 },
    { right: -1, up: below },
  ]
  const grips = grip.kind === 'body' ? opposite : [grip]
  editBoxes(editor, 'scene:edit.snap', [shown.record], (box) =>
    scene.toWorld(
      grips.reduce((one, each) => snapped(points, one, view.id, each), scene.toScene(box)),
    ),
  )
}

function pressBoxView(editor: Editor, p: ScenePointer, view: BoxView): Gesture | null {
  const shown = selectedBox(editor)
  if (!shown || editor.editable(shown.record.id) !== true) return null
  const grip = gripAt(view, shown.box, p.pixel, tilts(editor))
  if (!grip) return null
  if (grip.kind !== 'turn' && (p.clicks ?? 1) > 1) {
    snap(editor, view, shown, grip)
    return null
  }
  return heard(new DragGrip(editor, view, shown, grip, p.pixel))
}

/** The grip of the selected box under a pointer in a picture, if it may be changed. */
function gripInPicture(editor: Editor, p: ScenePointer) {
  const shown = p.view instanceof PictureView ? selectedBox(editor) : null
  if (!shown || editor.editable(shown.record.id) !== true) return null
  const grip = pictureGripAt(p.view as PictureView, shown.box, p.pixel)
  return grip && { shown, grip }
}

/** The gesture that begins on what is selected in a picture. */
function pressPicture(editor: Editor, p: ScenePointer, view: PictureView): Gesture | null {
  const handle = handleUnder(editor, view, p.pixel)
  if (handle) return heard(new DragPictureBox(editor, view, handle.shown, handle.handle, p))
  const held = gripInPicture(editor, p)
  if (held) return heard(new DragInPicture(editor, held.shown, held.grip, p))
  const found = boxInPicture(editor, p)
  const isOwn = found && editor.selection.peek().has(found.record.id) && !p.shift && !p.ctrl
  if (!isOwn || editor.editable(found.record.id) !== true) return null
  return heard(new DragPictureBox(editor, view, found, null, p))
}

/** The box of a picture under the pointer: by its outline, or inside where no box in space is. */
function boxInPicture(editor: Editor, p: ScenePointer): ShownPictureBox | null {
  if (!(p.view instanceof PictureView)) return null
  const [selected] = editor.selection.peek()
  const under = pictureBoxUnder(editor, p.view, p.pixel, true)
  const inside = pictureBoxUnder(editor, p.view, p.pixel, false)
  if (under || inside?.record.id === selected) return under ?? inside
  return boxesUnder(editor, p).length === 0 ? inside : null
}

function press(editor: Editor, p: ScenePointer): Gesture | null {
  if (isBoxView(p.view)) return pressBoxView(editor, p, p.view)
  const inPicture = p.view instanceof PictureView ? pressPicture(editor, p, p.view) : null
  if (inPicture) return inPicture
  const onPath = pressPath(editor, p)
  if (onPath) return onPath === 'done' ? null : onPath
  const [first] = boxesUnder(editor, p)
  if (!first || p.shift || p.ctrl || !editor.selection.peek().has(first.record.id)) return null
  if (editor.editable(first.record.id) !== true) return null
  return heard(new DragOver(editor, p, first.box.z - first.box.height / 2))
}

/** The line under the pointer, which is thin, else the box. */
export const thingUnder = (editor: Editor, p: ScenePointer): string | null =>
  pathUnder(editor, p)?.record.id ??
  boxInPicture(editor, p)?.record.id ??
  boxesUnder(editor, p)[0]?.record.id ??
  null

/** In a view along the selected box: another one that stands beside it, and is drawn there. */
function neighbourUnder(editor: Editor, p: ScenePointer): string | null {
  const shown = selectedBox(editor)
  if (!shown || sceneOf(editor).batch.peek()) return null
  const beside = boxesUnder(editor, p).find(
    ({ record, box }) =>
      record.id !== shown.record.id && norm(minus(centreOf(box), centreOf(shown.box))) < BESIDE,
  )
  return beside?.record.id ?? null
}

/** Take what was clicked; Shift adds it or takes it away. */
function tap(editor: Editor, p: ScenePointer): void {
  if (p.alt && pathGrip(editor, p)) return
  const isAlong = isBoxView(p.view)
  const id = isAlong ? neighbourUnder(editor, p) : thingUnder(editor, p)
  if (isAlong && !id) return
  if (!p.shift && !p.ctrl) {
    editor.select(id ? [id] : [])
    return
  }
  if (!id) return
  const next = new Set(editor.selection.peek())
  if (!next.delete(id)) next.add(id)
  editor.select(next)
}

/** Whether a press would take hold of a handle in a picture. */
const isHeld = (editor: Editor, p: ScenePointer, view: PictureView): boolean =>
  (handleUnder(editor, view, p.pixel) ?? gripInPicture(editor, p)) !== null

/** The cursor in a view along the selected box: over its grips, over its neighbours. */
function hoverAlong(editor: Editor, p: ScenePointer): string | undefined {
  const shown = selectedBox(editor)
  const grip = shown && gripAt(p.view, shown.box, p.pixel, tilts(editor))
  const id = grip ? shown.record.id : neighbourUnder(editor, p)
  editor.hover.value = id
  if (!grip) return id ? 'pointer' : undefined
  return editor.editable(shown.record.id) === true ? cursorOf(grip) : undefined
}

/** The cursor over a view, and what is under the pointer. */
export function hoverOver(editor: Editor, p: ScenePointer): string | undefined {
  if (isBoxView(p.view)) return hoverAlong(editor, p)
  if (p.view instanceof PictureView && isHeld(editor, p, p.view)) return 'crosshair'
  const grip = pathGrip(editor, p)
  editor.handle.value = grip?.kind === 'point' ? `${grip.path.record.id}/${grip.at}` : null
  if (grip) return grip.kind === 'point' ? 'move' : 'copy'
  const id = thingUnder(editor, p)
  editor.hover.value = id
  if (!id) return undefined
  return editor.selection.peek().has(id) ? 'move' : 'pointer'
}

export const selectTool: Tool = {
  id: 'select',
  title: 'scene:tool.select',
  icon: 'pointer',
  keys: ['S'],
  press: (editor, p) => {
    const own = inScene(p)
    return own && press(editor, own)
  },
  hover: (editor, p) => {
    const own = inScene(p)
    return own ? hoverOver(editor, own) : undefined
  },
  tap: (editor, p) => {
    const own = inScene(p)
    if (own) tap(editor, own)
  },
}
