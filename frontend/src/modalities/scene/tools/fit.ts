import { labelFor } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Pointer, Progress } from '../../../core/gesture'
import type { Prompter } from '../../../core/prompts'
import type { Tool } from '../../../core/tool'
import { type Cuboid, containsPoint, cuboid, type Point3 } from '../../../kinds'
import { yawOf } from '../../../kinds/parts/space'
import { type FitOptions, fitAt } from '../data/fit'
import { lifted } from '../data/lift'
import { shownBoxes } from '../objects'
import { segmentOf } from '../segment/state'
import { sceneOf } from '../state'
import { PictureView } from '../view/picture_view'
import { Draft, sizeNamed } from './draft'
import { inScene, type ScenePointer } from './pointer'
import { groundUnder, pointUnder } from './under'

/** How far from the pointer a point may be seen, in pixels: things far away have few. */
const REACH = 14

/** A box around what was clicked; what has a box already is selected. Nothing happens where nothing stands. */
function fitUnder(editor: Editor, p: ScenePointer): void {
  const points = sceneOf(editor).points.peek()
  if (!points || editor.canWrite.peek() !== true) return
  const place = pointUnder(p.view, points, p.pixel, REACH) ?? groundUnder(editor, p)
  const taken = place && shownBoxes(editor).find(({ box }) => containsPoint(box, place))
  const { fitter } = sceneOf(editor)
  const model = fitter.peek()
  if (taken) editor.select([taken.record.id])
  else if (model && place) void askFor(editor, model, place)
  else keep(editor, place && fitAt(points, place, fitOptions(editor)))
}

/** The box that a model fits; the hand is free meanwhile, but what is drawn in another frame by then is not meant. */
async function askFor(editor: Editor, model: Prompter, place: Point3): Promise<void> {
  const scene = sceneOf(editor)
  const frame = scene.frame.peek()
  const draft = new Draft(editor)
  const [x, y, z] = scene.place(place)
  scene.tell('scene:told.asking')
  try {
    const box = await model.fit({ frame, x, y, z, label: draft.label })
    if (scene.frame.peek() !== frame || editor.canWrite.peek() !== true) return
    if (cuboid.validate(box).length > 0) scene.tell('scene:told.nothing-there')
    else draft.keep(scene.toScene(box as Cuboid), 'scene:edit.fit')
  } catch {
    scene.tell('scene:told.no-answer')
  }
}

/** What is known of a thing of a label, by default that of the next box. */
export const fitOptions = (editor: Editor, label = labelFor(editor, 'cuboid')): FitOptions => {
  const { sensor, ego } = sceneOf(editor)
  return { sensor, size: sizeNamed(label), heading: yawOf(ego) }
}

function keep(editor: Editor, box: Cuboid | null): void {
  if (box) new Draft(editor).keep(box, 'scene:edit.fit')
  else sceneOf(editor).tell('scene:told.nothing-there')
}

/** A rectangle around a thing in a picture: the box is fitted to what stands there. A click is one in the scene. */
class Around implements Gesture {
  readonly #editor: Editor
  readonly #view: PictureView
  readonly #from: ScenePointer

  constructor(editor: Editor, view: PictureView, from: ScenePointer) {
    this.#editor = editor
    this.#view = view
    this.#from = from
  }

  move(pointer: Pointer): void {
    const p = inScene(pointer)
    if (p) segmentOf(this.#editor).outline.value = cornersOf(this.#from.pixel, p.pixel)
  }

  release(pointer: Pointer): Progress {
    const p = inScene(pointer)
    this.cancel()
    if (p && isClick(this.#from.pixel, p.pixel)) fitUnder(this.#editor, this.#from)
    else if (p) this.#lift(p.pixel)
    return 'done'
  }

  cancel(): void {
    segmentOf(this.#editor).outline.value = null
  }

  #lift(to: Point2): void {
    const points = sceneOf(this.#editor).points.peek()
    const { shot } = this.#view
    if (!points || !shot) return
    const [ax, ay] = this.#view.pixel(this.#from.pixel)
    const [bx, by] = this.#view.pixel(to)
    const [x, y] = [Math.min(ax, bx), Math.min(ay, by)]
    const rect = { x, y, width: Math.abs(bx - ax), height: Math.abs(by - ay) }
    keep(this.#editor, lifted(points, shot, rect, fitOptions(this.#editor)))
  }
}

/** A press that trembles is still a click, in pixels. */
const SLIP = 4
const isClick = (a: Point2, b: Point2): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) < SLIP

const cornersOf = ([ax, ay]: Point2, [bx, by]: Point2): readonly Point2[] => [
  [ax, ay],
  [bx, ay],
  [bx, by],
  [ax, by],
]

export const fitTool: Tool = {
  id: 'fit',
  title: 'scene:tool.fit',
  icon: 'cube-spark',
  keys: ['W'],
  kind: 'cuboid',
  cursor: 'crosshair',
  press: (editor, p) => {
    const own = inScene(p)
    const isOpen = editor.canWrite.peek() === true
    if (!(own?.view instanceof PictureView) || !isOpen) return null
    return new Around(editor, own.view, own)
  },
  tap: (editor, p) => {
    const own = inScene(p)
    if (own) fitUnder(editor, own)
  },
}
