/** What is under the pointer: boxes, points, the ground. */
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import { type Cuboid, centreOf, type Point3, sizeOf, toBox } from '../../../kinds'
import { conjugate, turned } from '../../../kinds/parts/space'
import { groundAround } from '../data/ground'
import type { Packed } from '../data/packed'
import { eachSeen } from '../data/rays'
import { type Shown, shownBoxes } from '../objects'
import { sceneOf } from '../state'
import type { Matrix } from '../view/matrix'
import { PictureView } from '../view/picture_view'
import { atHeight, type Ray, type Rect, type View } from '../view/views'
import { REACH, type ScenePointer } from './pointer'

/** How far along the ray it enters the box grown by `margin`; null when it misses. */
export function entry(box: Cuboid, { from, along }: Ray, margin: number): number | null {
  const start = toBox(box, from)
  const way = turned(conjugate(box), along)
  let [near, far] = [0, Number.POSITIVE_INFINITY]
  for (const k of [0, 1, 2] as const) {
    const reach = sizeOf(box)[k] / 2 + margin
    const a = (-reach - start[k]) / way[k]
    const b = (reach - start[k]) / way[k]
    near = Math.max(near, Math.min(a, b))
    far = Math.min(far, Math.max(a, b))
  }
  return near <= far ? near : null
}

/** Boxes under the pointer, what to take first: what is selected, then the nearest. */
export function boxesUnder(editor: Editor, p: ScenePointer): readonly Shown[] {
  const hits = shownBoxes(editor).flatMap((shown) => {
    const margin = 3 * p.view.metres(centreOf(shown.box))
    const at = entry(shown.box, p.ray, margin)
    return at === null ? [] : [{ shown, at }]
  })
  const rank = ({ shown }: (typeof hits)[number]) =>
    editor.selection.peek().has(shown.record.id) ? 0 : 1
  return hits.sort((a, b) => rank(a) - rank(b) || a.at - b.at).map(({ shown }) => shown)
}

/** Pixels right of and above the middle of the view, and a depth that grows with the distance; null behind the viewer. */
type Seen = readonly [x: number, y: number, depth: number] | null

function seenFrom(m: Matrix, rect: Rect): (x: number, y: number, z: number) => Seen {
  const [w, h] = [rect.width / 2, rect.height / 2]
  const row = (k: number, x: number, y: number, z: number) =>
    (m[k] as number) * x +
    (m[4 + k] as number) * y +
    (m[8 + k] as number) * z +
    (m[12 + k] as number)
  return (x, y, z) => {
    const by = row(3, x, y, z)
    if (by <= 0.01) return null
    return [(row(0, x, y, z) / by) * w, (row(1, x, y, z) / by) * h, row(2, x, y, z) / by]
  }
}

/** The same in the picture of a camera, of the points that it sees. */
function pointInPicture(
  view: PictureView,
  frame: Packed,
  at: Point2,
  reach: number,
): Point3 | null {
  const { shot } = view
  if (!shot) return null
  const [x, y] = view.pixel(at)
  let best: number | null = null
  let nearest = Number.POSITIVE_INFINITY
  eachSeen(frame, shot.origin, shot.camera, shot.pose, 1, (n, [u, v, depth]) => {
    if (depth >= nearest || Math.hypot(u - x, v - y) * view.scale > reach) return
    nearest = depth
    best = n
  })
  return best === null ? null : frame.at(best)
}

/** The point of a frame that is seen at a place of the stage: of those within reach the one in front. */
export function pointUnder(view: View, frame: Packed, at: Point2, reach = REACH): Point3 | null {
  if (view instanceof PictureView) return pointInPicture(view, frame, at, reach)
  const { rect, matrix } = view
  if (!matrix) return null
  const [mx, my] = [at[0] - rect.x - rect.width / 2, rect.height / 2 - (at[1] - rect.y)]
  const seen = seenFrom(matrix, rect)
  const positions = frame.positions
  let best: Point3 | null = null
  let nearest = Number.POSITIVE_INFINITY
  for (let n = 0; n < 3 * frame.count; n += 3) {
    const p = [positions[n], positions[n + 1], positions[n + 2]] as unknown as Point3
    const on = seen(...p)
    if (!on || on[2] >= nearest || Math.hypot(on[0] - mx, on[1] - my) > reach) continue
    nearest = on[2]
    best = p
  }
  return best
}

/** Metres around a place that say how high the ground is there. */
const AROUND = 6

/** The place on the ground under the pointer, scene frame; null above the horizon. */
export function groundUnder(editor: Editor, p: ScenePointer): Point3 | null {
  const scene = sceneOf(editor)
  const first = atHeight(p.ray, scene.road.peek())
  const points = scene.points.peek()
  if (!first || !points) return first
  const plane = groundAround(points, first[0], first[1], AROUND)
  return plane ? atHeight(p.ray, plane.c) : first
}
