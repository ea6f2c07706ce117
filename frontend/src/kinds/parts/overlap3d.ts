import {
  between,
  conjugate,
  cross,
  minus,
  norm,
  type Point3,
  plus,
  product,
  type Quaternion,
  turned,
} from './space'

/** A box at any angle: its centre, its size along its own axes, and its turn. */
export interface Solid {
  readonly centre: Point3
  readonly size: Point3
  readonly turn: Quaternion
}

type Ring = readonly Point3[]
type Axis = 0 | 1 | 2

/** Metres within which a face lies on the other box's face and must not be counted twice. */
const EPSILON = 1e-9
const ORIGIN: Point3 = [0, 0, 0]
const AXES: readonly Axis[] = [0, 1, 2]
const FACES = AXES.flatMap((axis): { axis: Axis; sign: 1 | -1 }[] => [
  { axis, sign: 1 },
  { axis, sign: -1 },
])
const CORNERS: readonly (readonly [number, number])[] = [
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
]

const halved = ([x, y, z]: Point3): Point3 => [x / 2, y / 2, z / 2]

/** The six faces of an upright box about the origin, each counter-clockwise seen from outside. */
function facesOf(half: Point3): readonly Ring[] {
  return FACES.map(({ axis, sign }) => {
    const [u, v] = [(axis + 1) % 3, (axis + 2) % 3]
    const ring = CORNERS.map(([a, b]): Point3 => {
      const corner: [number, number, number] = [0, 0, 0]
      corner[axis] = sign * half[axis]
      corner[u] = a * (half[u] ?? 0)
      corner[v] = b * (half[v] ?? 0)
      return corner
    })
    return sign > 0 ? ring : ring.toReversed()
  })
}

/** The part of a convex ring with sign * coordinate <= limit (Sutherland and Hodgman, 1974). */
function cut(ring: Ring, axis: Axis, sign: number, limit: number): Ring {
  return ring.flatMap((p, i) => {
    const q = ring[(i + 1) % ring.length] ?? p
    const overP = sign * p[axis] - limit
    const overQ = sign * q[axis] - limit
    const kept = overP <= EPSILON ? [p] : []
    return overP > EPSILON === overQ > EPSILON
      ? kept
      : [...kept, between(p, q, overP / (overP - overQ))]
  })
}

/** True when the ring lies on a face of the upright box and looks the same way. */
function liesOn(ring: Ring, half: Point3): boolean {
  const [a = ORIGIN, b = ORIGIN, c = ORIGIN] = ring
  const normal = cross(minus(b, a), minus(c, a))
  return FACES.some(
    ({ axis, sign }) =>
      sign * normal[axis] > 0 &&
      ring.every((corner) => Math.abs(sign * corner[axis] - half[axis]) <= EPSILON),
  )
}

/** Three times the signed volume between `about` and the part of a face inside the upright box. */
function cone(face: Ring, half: Point3, about: Point3): number {
  const ring = FACES.reduce((rest, { axis, sign }) => cut(rest, axis, sign, half[axis]), face)
  const [first, ...rest] = ring.map((p) => minus(p, about))
  if (!first) return 0
  let sum = 0
  rest.slice(0, -1).forEach((p, i) => {
    const [x, y, z] = cross(p, rest[i + 1] ?? p)
    sum += first[0] * x + first[1] * y + first[2] * z
  })
  return sum / 2
}

/**
 * Cubic metres that both boxes hold. The surface of what two convex bodies share is each one's faces cut to the inside
 * of the other; the divergence theorem gives the volume from it. The server computes the same.
 */
export function overlapVolume(a: Solid, b: Solid): number {
  const halfA = halved(a.size)
  const halfB = halved(b.size)
  const back = conjugate(b.turn)
  const shift = turned(back, minus(a.centre, b.centre))
  if (norm(shift) > norm(halfA) + norm(halfB)) return 0
  const turn = product(back, a.turn)
  const inverse = conjugate(turn)
  const origin = turned(inverse, minus(ORIGIN, shift))
  let sum = 0
  for (const face of facesOf(halfA)) {
    const moved = face.map((corner) => plus(turned(turn, corner), shift))
    sum += cone(moved, halfB, ORIGIN)
  }
  for (const face of facesOf(halfB)) {
    const moved = face.map((corner) => plus(turned(inverse, corner), origin))
    if (!liesOn(moved, halfA)) sum += cone(moved, halfA, origin)
  }
  return Math.max(0, sum / 3)
}
