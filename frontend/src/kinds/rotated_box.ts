import {
  boundsOf,
  clampNumber,
  type Extent,
  type Point2,
  point2,
  rotate,
  shiftInside,
  signedArea,
  within,
  wrapAngle,
} from '../core/geometry'
import type { HandleOptions, Point, Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { blend } from './parts/blend'
import { clipConvex } from './parts/clip'
import { numbersOf, outside } from './parts/numbers'
import { dragged, handleAt, roomyHandles } from './parts/rectangle'

/** Rectangle about its centre; `angle` in radians, clockwise on the screen, in (-pi, pi]. */
export interface RotatedBox {
  readonly cx: number
  readonly cy: number
  readonly width: number
  readonly height: number
  readonly angle: number
}

const ROTATE = 'rotate'
const SNAP = Math.PI / 12

const centre = ({ cx, cy }: RotatedBox): Point2 => [cx, cy]

/** The same rectangle before turning, in image pixels. */
const upright = ({ cx, cy, width, height }: RotatedBox) => ({
  minX: cx - width / 2,
  minY: cy - height / 2,
  maxX: cx + width / 2,
  maxY: cy + height / 2,
})

/** Corners in the order upper left, upper right, lower right, lower left of the box before turning. */
export function cornersOf(data: RotatedBox): readonly Point2[] {
  const b = upright(data)
  const corners = ['nw', 'ne', 'se', 'sw'].map((handle) => handleAt(b, handle))
  return corners.map((corner) => rotate(corner, centre(data), data.angle))
}

function turned(data: RotatedBox, to: Point, options?: HandleOptions): RotatedBox {
  const [x, y] = point2(to)
  // The handle sits above the box, so a pointer straight up is an angle of 0.
  const angle = Math.atan2(y - data.cy, x - data.cx) + Math.PI / 2
  return { ...data, angle: wrapAngle(options?.constrain ? Math.round(angle / SNAP) * SNAP : angle) }
}

function resized(data: RotatedBox, handle: string, to: Point, options?: HandleOptions): RotatedBox {
  const local = rotate(point2(to), centre(data), -data.angle)
  const b = dragged(upright(data), handle, local, options)
  const [cx, cy] = rotate([(b.minX + b.maxX) / 2, (b.minY + b.maxY) / 2], centre(data), data.angle)
  return { cx, cy, width: b.maxX - b.minX, height: b.maxY - b.minY, angle: data.angle }
}

function handles(data: RotatedBox, reach = 0): ReadonlyMap<string, Point> {
  const b = upright(data)
  const at = new Map<string, Point>(
    roomyHandles(b, reach).map((handle) => [
      handle,
      rotate(handleAt(b, handle), centre(data), data.angle),
    ]),
  )
  return at.set(ROTATE, rotate([data.cx, b.minY - reach], centre(data), data.angle))
}

function clampInside(data: RotatedBox, extent: Extent): RotatedBox {
  const b = boundsOf(cornersOf(data))
  if (!b) return data
  const [dx, dy] = shiftInside(b, extent)
  return { ...data, cx: data.cx + dx, cy: data.cy + dy }
}

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  const values = numbersOf(data, ['cx', 'cy', 'width', 'height', 'angle'])
  if (!values) return ['malformed']
  if (!values.every(Number.isFinite)) return ['not-finite']
  const [cx = 0, cy = 0, width = 0, height = 0, angle = 0] = values
  if (width <= 0 || height <= 0) return ['not-positive']
  if (angle <= -Math.PI || angle > Math.PI) return ['malformed']
  return outside(boundsOf(cornersOf({ cx, cy, width, height, angle })), extent)
}

export const rotatedBox = defineKind<RotatedBox>({
  id: 'rotated_box',
  spatial: true,
  labelled: true,
  trackable: true,
  contains: (data, at, tolerance) =>
    within(upright(data), rotate(point2(at), centre(data), -data.angle), tolerance),
  translate: (data, delta) => ({
    ...data,
    cx: data.cx + (delta[0] ?? 0),
    cy: data.cy + (delta[1] ?? 0),
  }),
  handles,
  moveHandle: (data, handle, to, options) =>
    handle === ROTATE ? turned(data, to, options) : resized(data, handle, to, options),
  bounds: (data) => boundsOf(cornersOf(data)),
  area: ({ width, height }) => width * height,
  clamp: clampInside,
  // Stretching a turned rectangle unevenly would shear it; width and height follow their own axes instead.
  scale: (data, { x: sx, y: sy, about }) => {
    const [ox, oy] = point2(about)
    const cos = Math.cos(data.angle)
    const sin = Math.sin(data.angle)
    return {
      cx: ox + (data.cx - ox) * sx,
      cy: oy + (data.cy - oy) * sy,
      width: data.width * Math.hypot(cos * sx, sin * sy),
      height: data.height * Math.hypot(sin * sx, cos * sy),
      angle: wrapAngle(Math.atan2(sin * sy, cos * sx)),
    }
  },
  validate: problems,
  // The angle goes the shorter way round.
  interpolate: (a, b, t) => ({
    cx: blend(a.cx, b.cx, t),
    cy: blend(a.cy, b.cy, t),
    width: blend(a.width, b.width, t),
    height: blend(a.height, b.height, t),
    angle: t >= 1 ? b.angle : wrapAngle(a.angle + wrapAngle(b.angle - a.angle) * Math.max(t, 0)),
  }),
  similarity: (a, b) => {
    const common = Math.abs(signedArea(clipConvex(cornersOf(a), cornersOf(b))))
    return clampNumber(common / (a.width * a.height + b.width * b.height - common), 0, 1)
  },
})
