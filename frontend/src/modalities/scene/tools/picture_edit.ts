/** A selected box in the picture of a camera: its faces and lower corners can be dragged. */
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Gesture, Progress } from '../../../core/gesture'
import { type Cuboid, faceMoved, fromBox, type Point3, sizeOf } from '../../../kinds'
import { conjugate, minus, norm, turned } from '../../../kinds/parts/space'
import type { Shown } from '../objects'
import { dot, scaled } from '../view/matrix'
import type { PictureView } from '../view/picture_view'
import { atHeight, type Ray } from '../view/views'
import { inScene, REACH, type ScenePointer } from './pointer'
import { previewBoxes } from './preview'

type Sign = -1 | 0 | 1

/** Which faces move: one, or the two that meet in a lower corner. */
export interface PictureGrip {
  readonly sides: readonly [Sign, Sign, Sign]
  readonly at: Point2
}

const FACES: readonly PictureGrip['sides'][] = [
  [1, 0, 0],
  [-1, 0, 0],
  [0, 1, 0],
  [0, -1, 0],
  [0, 0, 1],
]
const CORNERS: readonly PictureGrip['sides'][] = [
  [1, 1, 0],
  [1, -1, 0],
  [-1, -1, 0],
  [-1, 1, 0],
]
/** A face that is looked at so straight does not say how far it is moved. */
const STRAIGHT = 0.97

/** A box that takes fewer pixels of the stage has no grips: it would be nothing but them. */
const SMALLEST = 30

/** The middle of a face; of two, the lower corner between them. */
function placeOf(box: Cuboid, [x, y, z]: PictureGrip['sides']): Point3 {
  const [length, width, height] = sizeOf(box)
  const isCorner = x !== 0 && y !== 0
  return fromBox(box, [(x * length) / 2, (y * width) / 2, ((isCorner ? -1 : z) * height) / 2])
}

const normalOf = (box: Cuboid, sides: PictureGrip['sides']): Point3 => turned(box, sides)

/** Whether the camera looks at a face, and not so straight that it could not be dragged. */
function isSeen(view: PictureView, box: Cuboid, sides: PictureGrip['sides']): boolean {
  const pose = view.ray([0, 0]).from
  const back = minus(pose, placeOf(box, sides))
  const cosine = dot(back, normalOf(box, sides)) / Math.max(1e-6, norm(back))
  return cosine > 0.02 && cosine < STRAIGHT
}

/** What of a box can be dragged in a picture. */
export function pictureGrips(view: PictureView, box: Cuboid): readonly PictureGrip[] {
  const all = [...CORNERS, ...FACES.filter((sides) => isSeen(view, box, sides))]
  const grips = all.flatMap((sides) => {
    const at = view.toStage(placeOf(box, sides))
    return at ? [{ sides, at }] : []
  })
  return spanOf(grips) < SMALLEST ? [] : grips
}

function spanOf(grips: readonly PictureGrip[]): number {
  const [xs, ys] = [grips.map(({ at }) => at[0]), grips.map(({ at }) => at[1])]
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
}

export function pictureGripAt(view: PictureView, box: Cuboid, [x, y]: Point2): PictureGrip | null {
  const grips = pictureGrips(view, box)
  const far = ({ at }: PictureGrip) => Math.hypot(at[0] - x, at[1] - y)
  // Between the grips of a small box there is still room to take the whole.
  const reach = Math.min(REACH, spanOf(grips) / 10)
  const [nearest] = grips.filter((grip) => far(grip) <= reach).sort((a, b) => far(a) - far(b))
  return nearest ?? null
}

/** How far along a line from a place the ray comes nearest to it. */
function along(from: Point3, way: Point3, ray: Ray): number {
  const off = minus(from, ray.from)
  const cosine = dot(way, ray.along)
  return (cosine * dot(ray.along, off) - dot(way, off)) / Math.max(1e-6, 1 - cosine * cosine)
}

/** The box after its grip was dragged from one ray to another. */
export function draggedInPicture(box: Cuboid, { sides }: PictureGrip, from: Ray, to: Ray): Cuboid {
  const place = placeOf(box, sides)
  const isCorner = sides[0] !== 0 && sides[1] !== 0
  if (!isCorner) {
    const way = normalOf(box, sides)
    return moveSides(box, sides, scaled(way, along(place, way, to) - along(place, way, from)))
  }
  const [a, b] = [atHeight(from, place[2]), atHeight(to, place[2])]
  return a && b ? moveSides(box, sides, minus(b, a)) : box
}

function moveSides(box: Cuboid, sides: PictureGrip['sides'], by: Point3): Cuboid {
  const local = turned(conjugate(box), by)
  let next = box
  for (const axis of [0, 1, 2] as const) {
    const sign = sides[axis]
    if (sign !== 0) next = faceMoved(next, axis, sign, local[axis] * sign)
  }
  return next
}

/** Drag a face or a corner of a box in a picture. */
export class DragInPicture implements Gesture {
  readonly #editor: Editor
  readonly #shown: Shown
  readonly #grip: PictureGrip
  readonly #from: ScenePointer
  #moved = false

  constructor(editor: Editor, shown: Shown, grip: PictureGrip, from: ScenePointer) {
    this.#editor = editor
    this.#shown = shown
    this.#grip = grip
    this.#from = from
    editor.handle.value = `${shown.record.id}/side`
  }

  move(pointer: ScenePointer): void {
    const p = inScene(pointer)
    if (!p) return
    this.#moved = true
    previewBoxes(this.#editor, [this.#shown.record], (box) =>
      draggedInPicture(box, this.#grip, this.#from.ray, p.ray),
    )
  }

  release(): Progress {
    this.#editor.handle.value = null
    if (this.#moved) this.#editor.keep('editor:edit.resize')
    return 'done'
  }

  cancel(): void {
    this.#editor.handle.value = null
  }
}
