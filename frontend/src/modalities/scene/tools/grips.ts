/** What of a box can be grabbed in the views that look along its axes. */
import type { Point2 } from '../../../core/geometry'
import {
  type Cuboid,
  cornersOfCuboid,
  faceMoved,
  fromBox,
  moved,
  type Point3,
  spun,
  yawed,
} from '../../../kinds'
import { plus } from '../../../kinds/parts/space'
import { scaled } from '../view/matrix'
import { type BoxView, type BoxViewId, FACING, type View } from '../view/views'
import { REACH } from './pointer'

/** -1, 0 or 1: which side of the outline on the screen, right and up. */
export interface Grip {
  readonly kind: 'side' | 'turn' | 'body'
  readonly right: -1 | 0 | 1
  readonly up: -1 | 0 | 1
}

export const BODY: Grip = { kind: 'body', right: 0, up: 0 }
export const TURN: Grip = { kind: 'turn', right: 0, up: 1 }

/** How far before the front the handle for turning stands, in pixels. */
const ARM = 22

const half = (box: Cuboid): Point3 => [box.length / 2, box.width / 2, box.height / 2]

/** The point of a box at so many half sizes to the right and up of its middle, as a view sees it. */
export function placeOf(id: BoxViewId, box: Cuboid, right: number, up: number): Point3 {
  const { right: r, up: u } = FACING[id]
  const size = half(box)
  const local: [number, number, number] = [0, 0, 0]
  local[r.axis] = right * r.sign * size[r.axis]
  local[u.axis] = up * u.sign * size[u.axis]
  return fromBox(box, local)
}

/** Where the handle for turning is on the stage: that of the view from above, of the others where boxes may be tilted. */
export function turnHandle(view: View, box: Cuboid, tilted: boolean): Point2 | null {
  if (!isBoxView(view) || !(tilted || view.id === 'top')) return null
  const end = view.toStage(placeOf(view.id, box, 0, 1))
  return end && [end[0], end[1] - ARM]
}

export const isBoxView = (view: View): view is BoxView =>
  view.id !== 'main' && view.id !== 'picture'

/** The outline of a box on the stage: left, top, right, bottom. */
function outline(view: BoxView, box: Cuboid): readonly [number, number, number, number] | null {
  const corners = cornersOfCuboid(box).map((corner) => view.toStage(corner))
  const known = corners.filter((corner) => corner !== null)
  if (known.length < 8) return null
  const xs = known.map(([x]) => x)
  const ys = known.map(([, y]) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

const side = (at: number, low: number, high: number): -1 | 0 | 1 => {
  const reach = Math.min(REACH, Math.max(3, (high - low) / 4))
  if (Math.abs(at - high) <= reach) return 1
  return Math.abs(at - low) <= reach ? -1 : 0
}

/** What of the box is under a place of the stage, or null. */
export function gripAt(view: View, box: Cuboid, [x, y]: Point2, tilted = false): Grip | null {
  if (!isBoxView(view)) return null
  const turn = turnHandle(view, box, tilted)
  if (turn && Math.hypot(turn[0] - x, turn[1] - y) <= REACH + 2) return TURN
  const edges = outline(view, box)
  if (!edges) return null
  const [left, top, right, bottom] = edges
  const isNear = x > left - REACH && x < right + REACH && y > top - REACH && y < bottom + REACH
  if (!isNear) return null
  const at = side(x, left, right)
  const up = -side(y, top, bottom) as -1 | 0 | 1
  if (at !== 0 || up !== 0) return { kind: 'side', right: at, up }
  return BODY
}

/** The box after its grip was dragged by so many metres to the right and up on the screen. */
export function draggedBy(view: BoxView, box: Cuboid, grip: Grip, [right, up]: Point2): Cuboid {
  if (grip.kind === 'body') {
    return moved(box, plus(scaled(view.right, right), scaled(view.up, up)))
  }
  const { right: r, up: u } = FACING[view.id]
  const sign = (of: 1 | -1, way: number): 1 | -1 => (of * way > 0 ? 1 : -1)
  let next = box
  if (grip.right !== 0) {
    next = faceMoved(next, r.axis, sign(r.sign, grip.right), right * grip.right)
  }
  if (grip.up !== 0) next = faceMoved(next, u.axis, sign(u.sign, grip.up), up * grip.up)
  return next
}

const STEP = Math.PI / 36

/**
 * The box turned so that its front, or where it is seen from the side its top, looks at a place of a view; by steps of
 * 5 degrees if wanted.
 */
export function turnedTo(view: BoxView, box: Cuboid, to: Point2, stepped: boolean): Cuboid {
  const middle = view.toStage([box.x, box.y, box.z])
  if (!middle) return box
  const by = -Math.atan2(to[0] - middle[0], middle[1] - to[1])
  const angle = stepped ? Math.round(by / STEP) * STEP : by
  if (view.id === 'top') return yawed(box, angle)
  // Seen from its right and from behind its own axes point away from the viewer.
  return spun(box, view.id === 'side' ? 1 : 0, -angle)
}

/** CSS cursor over a grip. */
export function cursorOf(grip: Grip): string {
  if (grip.kind !== 'side') return grip.kind === 'turn' ? 'grab' : 'move'
  if (grip.up === 0) return 'ew-resize'
  if (grip.right === 0) return 'ns-resize'
  return grip.right === grip.up ? 'nesw-resize' : 'nwse-resize'
}
