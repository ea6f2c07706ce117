/** Ellipses and turned rectangles around other shapes. Pure. */
import { type Bounds, boundsOf, type Point2, rotate, wrapAngle } from '../../../core/geometry'
import type { Ellipse } from '../../../kinds/ellipse'
import { hullOf } from '../../../kinds/parts/hull'
import type { RotatedBox } from '../../../kinds/rotated_box'

type Ring = readonly Point2[]

/** The ellipse that touches the sides of a rectangle. */
export const ellipseIn = ({ minX, minY, maxX, maxY }: Bounds): Ellipse => ({
  cx: (minX + maxX) / 2,
  cy: (minY + maxY) / 2,
  width: maxX - minX,
  height: maxY - minY,
  angle: 0,
})

interface Moments {
  readonly area: number
  readonly x: number
  readonly y: number
  readonly xx: number
  readonly yy: number
  readonly xy: number
}

const NONE: Moments = { area: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 }

/** Integrals over a ring, by Green's theorem. */
function momentsOf(ring: Ring): Moments {
  const sum = { ...NONE }
  ring.forEach(([x, y], i) => {
    const [u = 0, v = 0] = ring[(i + 1) % ring.length] ?? []
    const cross = x * v - u * y
    sum.area += cross / 2
    sum.x += ((x + u) * cross) / 6
    sum.y += ((y + v) * cross) / 6
    sum.xx += ((x * x + x * u + u * u) * cross) / 12
    sum.yy += ((y * y + y * v + v * v) * cross) / 12
    sum.xy += ((x * v + 2 * x * y + 2 * u * v + u * y) * cross) / 24
  })
  return sum
}

function added(a: Moments, b: Moments, sign: number): Moments {
  return {
    area: a.area + sign * b.area,
    x: a.x + sign * b.x,
    y: a.y + sign * b.y,
    xx: a.xx + sign * b.xx,
    yy: a.yy + sign * b.yy,
    xy: a.xy + sign * b.xy,
  }
}

/** The ellipse with the same centre and spread as an area: the first ring without the others. */
export function ellipseLike(rings: readonly Ring[]): Ellipse | null {
  const m = rings.reduce((sum, ring, i) => {
    const own = momentsOf(ring)
    return added(sum, own, Math.sign(own.area) * (i === 0 ? 1 : -1))
  }, NONE)
  if (m.area <= 0) return null
  const [cx, cy] = [m.x / m.area, m.y / m.area]
  const [xx, yy, xy] = [m.xx / m.area - cx * cx, m.yy / m.area - cy * cy, m.xy / m.area - cx * cy]
  const mean = (xx + yy) / 2
  const apart = Math.hypot((xx - yy) / 2, xy)
  if (mean - apart <= 0) return null
  return {
    cx,
    cy,
    width: 4 * Math.sqrt(mean + apart),
    height: 4 * Math.sqrt(mean - apart),
    angle: wrapAngle(Math.atan2(2 * xy, xx - yy) / 2),
  }
}

/** Thinner than this it is a line. */
const LEAST_SIDE = 1e-6

/** The rectangle around points with a side in this direction; its width is the side that lies flatter. */
function rectangleAlong(points: readonly Point2[], angle: number): RotatedBox {
  const local = points.map((point) => rotate(point, [0, 0], -angle))
  const bounds = boundsOf(local) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 }
  const { cx, cy, width, height } = ellipseIn(bounds)
  const [x, y] = rotate([cx, cy], [0, 0], angle)
  const quarters = Math.round(angle / (Math.PI / 2))
  const sides = quarters % 2 === 0 ? { width, height } : { width: height, height: width }
  return { cx: x, cy: y, ...sides, angle: wrapAngle(angle - (quarters * Math.PI) / 2) }
}

/** The smallest turned rectangle around some points: one of its sides lies along one of their hull's. */
export function rectangleAround(points: readonly Point2[]): RotatedBox | null {
  const hull = hullOf(points)
  const area = ({ width, height }: RotatedBox) => width * height
  const all = hull.map((p, i) => {
    const q = hull[(i + 1) % hull.length] ?? p
    return rectangleAlong(hull, Math.atan2(q[1] - p[1], q[0] - p[0]))
  })
  const [best] = all
    .filter(({ width, height }) => Math.min(width, height) > LEAST_SIDE)
    .sort((a, b) => area(a) - area(b))
  return best ?? null
}
