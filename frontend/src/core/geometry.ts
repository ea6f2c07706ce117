/** Plane geometry in image pixels: x right, y down, origin at the top-left corner of the top-left pixel. */

/** World coordinates: image pixels [x, y], cloud metres [x, y, z], audio seconds [t]. */
export type Point = readonly number[]
export type Point2 = readonly [number, number]

/** Axis-aligned extent of something drawn, in pixels. */
export interface Bounds {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Size of the asset in pixels. */
export interface Extent {
  readonly width: number
  readonly height: number
}

export const point2 = (p: Point): Point2 => [p[0] ?? 0, p[1] ?? 0]
export const add = (a: Point2, b: Point2): Point2 => [a[0] + b[0], a[1] + b[1]]
export const subtract = (a: Point2, b: Point2): Point2 => [a[0] - b[0], a[1] - b[1]]
export const distance = (a: Point2, b: Point2): number => Math.hypot(a[0] - b[0], a[1] - b[1])
export const midpoint = (a: Point2, b: Point2): Point2 => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
export const clampNumber = (value: number, min: number, max: number): number =>
  Math.min(Math.max(value, min), max)

/** Turn `p` about `centre` by `angle` radians, clockwise on the screen. */
export function rotate(p: Point2, centre: Point2, angle: number): Point2 {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const [dx, dy] = subtract(p, centre)
  return [centre[0] + dx * cos - dy * sin, centre[1] + dx * sin + dy * cos]
}

/** The same direction in (-pi, pi]. */
export function wrapAngle(angle: number): number {
  const turn = 2 * Math.PI
  const wrapped = angle - turn * Math.ceil((angle - Math.PI) / turn)
  return wrapped <= -Math.PI ? wrapped + turn : wrapped
}

/** Bounds of one or more points; null for none. */
export function boundsOf(points: readonly Point2[]): Bounds | null {
  if (points.length === 0) return null
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  for (const [x, y] of points) {
    if (x < minX) minX = x
    if (y < minY) minY = y
    if (x > maxX) maxX = x
    if (y > maxY) maxY = y
  }
  return { minX, minY, maxX, maxY }
}

export const grow = (b: Bounds, by: number): Bounds => ({
  minX: b.minX - by,
  minY: b.minY - by,
  maxX: b.maxX + by,
  maxY: b.maxY + by,
})

export const overlaps = (a: Bounds, b: Bounds): boolean =>
  a.minX <= b.maxX && a.maxX >= b.minX && a.minY <= b.maxY && a.maxY >= b.minY

export const encloses = (outer: Bounds, inner: Bounds): boolean =>
  outer.minX <= inner.minX &&
  outer.minY <= inner.minY &&
  outer.maxX >= inner.maxX &&
  outer.maxY >= inner.maxY

export const within = (b: Bounds, [x, y]: Point2, tolerance = 0): boolean =>
  x >= b.minX - tolerance &&
  x <= b.maxX + tolerance &&
  y >= b.minY - tolerance &&
  y <= b.maxY + tolerance

export function unite(all: readonly (Bounds | null)[]): Bounds | null {
  const known = all.filter((b) => b !== null)
  return boundsOf(
    known.flatMap((b): Point2[] => [
      [b.minX, b.minY],
      [b.maxX, b.maxY],
    ]),
  )
}

/** The rectangle that two opposite corners span, in any order. */
export const spanning = (a: Point2, b: Point2): Bounds => ({
  minX: Math.min(a[0], b[0]),
  minY: Math.min(a[1], b[1]),
  maxX: Math.max(a[0], b[0]),
  maxY: Math.max(a[1], b[1]),
})

/** The shift that brings bounds back inside the extent; what is too large is aligned to the origin side. */
export function shiftInside(b: Bounds, { width, height }: Extent): Point2 {
  const along = (min: number, max: number, size: number) => {
    if (max - min > size || min < 0) return -min
    return max > size ? size - max : 0
  }
  return [along(b.minX, b.maxX, width), along(b.minY, b.maxY, height)]
}

export const clampPoint = ([x, y]: Point2, { width, height }: Extent): Point2 => [
  clampNumber(x, 0, width),
  clampNumber(y, 0, height),
]

/** Nearest point to `p` on the segment a-b. */
export function nearestOnSegment(p: Point2, a: Point2, b: Point2): Point2 {
  const [dx, dy] = subtract(b, a)
  const length2 = dx * dx + dy * dy
  if (length2 === 0) return a
  const t = clampNumber(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2, 0, 1)
  return [a[0] + t * dx, a[1] + t * dy]
}

/** A place on a path: the segment after vertex `index`, and the point on it. */
export interface PathHit {
  readonly index: number
  readonly at: Point2
  readonly distance: number
}

/** The place on an open or closed path that is nearest to `p`; null for fewer than two points. */
export function nearestOnPath(p: Point2, path: readonly Point2[], closed: boolean): PathHit | null {
  let best: PathHit | null = null
  const last = closed ? path.length : path.length - 1
  for (let index = 0; index < last; index++) {
    const a = path[index]
    const b = path[(index + 1) % path.length]
    if (!a || !b) continue
    const at = nearestOnSegment(p, a, b)
    const d = distance(p, at)
    if (!best || d < best.distance) best = { index, at, distance: d }
  }
  return best
}

/** Shoelace formula: positive when the ring runs clockwise on the screen. */
export function signedArea(ring: readonly Point2[]): number {
  let sum = 0
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] ?? [x, y]
    sum += x * ny - nx * y
  })
  return sum / 2
}

/** Even-odd rule. Points on the outline may fall on either side. */
export function insideRing([x, y]: Point2, ring: readonly Point2[]): boolean {
  let inside = false
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  })
  return inside
}

const cross = (o: Point2, a: Point2, b: Point2): number =>
  (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

/** True when the open segments properly cross (touching end points do not count). */
export function segmentsCross(a: Point2, b: Point2, c: Point2, d: Point2): boolean {
  const abc = cross(a, b, c)
  const abd = cross(a, b, d)
  const cda = cross(c, d, a)
  const cdb = cross(c, d, b)
  return abc * abd < 0 && cda * cdb < 0
}

/** True when two edges of the closed ring cross each other. */
export function selfCrosses(ring: readonly Point2[]): boolean {
  const edges = ring.map((a, i): [Point2, Point2] => [a, ring[(i + 1) % ring.length] ?? a])
  return edges.some(([a, b], i) => edges.slice(i + 1).some(([c, d]) => segmentsCross(a, b, c, d)))
}

/** Length of an open path. */
export function pathLength(path: readonly Point2[]): number {
  return path.reduce((sum, p, i) => sum + (i === 0 ? 0 : distance(path[i - 1] ?? p, p)), 0)
}
