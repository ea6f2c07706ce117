/** What is under the pointer: boxes, points, the ground. */
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import { type Cuboid, centreOf, type Point3, sizeOf, toBox } from '../../../kinds'
import { conjugate, turned } from '../../../kinds/parts/space'
import { groundAround } from '../data/ground'
import type { Chunk, Packed } from '../data/packed'
import { eachSeen } from '../data/rays'
import { type Shown, shownBoxes } from '../objects'
import { sceneOf } from '../state'
import { coverOf, meets } from '../view/cover'
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
  const under = {
    x: at[0] - rect.x - reach,
    y: at[1] - rect.y - reach,
    width: 2 * reach,
    height: 2 * reach,
  }
  const near = frame.chunks.filter((chunk) => {
    const cover = coverOf({ ...view, rect, matrix }, chunk)
    return cover !== null && meets(cover, under)
  })
  const best = frontmost(matrix, rect, frame.positions, near, at, reach)
  return best === null ? null : frame.at(best)
}

/** The number of the point in front; it runs over every point of these chunks, so it makes nothing on the way. */
function frontmost(
  matrix: Matrix,
  rect: Rect,
  positions: Float32Array,
  chunks: readonly Chunk[],
  at: Point2,
  reach: number,
): number | null {
  const [w, h] = [rect.width / 2, rect.height / 2]
  const [mx, my] = [at[0] - rect.x - w, h - (at[1] - rect.y)]
  const row = (k: number) => [0, 4, 8, 12].map((column) => matrix[column + k] as number)
  const [xa = 0, xb = 0, xc = 0, xd = 0] = row(0)
  const [ya = 0, yb = 0, yc = 0, yd = 0] = row(1)
  const [za = 0, zb = 0, zc = 0, zd = 0] = row(2)
  const [wa = 0, wb = 0, wc = 0, wd = 0] = row(3)
  let best: number | null = null
  let nearest = Number.POSITIVE_INFINITY
  const test = (n: number): void => {
    const x = positions[n] as number
    const y = positions[n + 1] as number
    const z = positions[n + 2] as number
    const by = wa * x + wb * y + wc * z + wd
    if (by <= 0.01) return
    const dx = ((xa * x + xb * y + xc * z + xd) / by) * w - mx
    if (dx > reach || dx < -reach) return
    const dy = ((ya * x + yb * y + yc * z + yd) / by) * h - my
    const depth = (za * x + zb * y + zc * z + zd) / by
    if (dx * dx + dy * dy > reach * reach || depth >= nearest) return
    nearest = depth
    best = n / 3
  }
  for (const { first, count } of chunks) {
    for (let n = 3 * first; n < 3 * (first + count); n += 3) test(n)
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
