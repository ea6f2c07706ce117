import type { Point, Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { NO_PLACE } from './parts/no_place'
import { numbersOf } from './parts/numbers'
import { overlapVolume, type Solid } from './parts/overlap3d'
import {
  between,
  conjugate,
  fromYaw,
  minus,
  normalised,
  type Point3,
  plus,
  product,
  type Quaternion,
  slerp,
  turned,
  yawOf,
} from './parts/space'

/**
 * A box in the scene's world frame, metres: geometric centre; length, width and height along its own x (forward), y
 * (left) and z (up), as ISO 8855 has them; the unit quaternion turns the box's axes into those of the world.
 */
export interface Cuboid extends Quaternion {
  readonly x: number
  readonly y: number
  readonly z: number
  readonly length: number
  readonly width: number
  readonly height: number
}

const KEYS = ['x', 'y', 'z', 'length', 'width', 'height', 'qw', 'qx', 'qy', 'qz'] as const
/** How far the length of a quaternion may be from 1. */
const UNIT = 1e-3
/** No side is dragged shorter than this, in metres. */
const LEAST = 0.02

export const centreOf = ({ x, y, z }: Cuboid): Point3 => [x, y, z]
export const sizeOf = ({ length, width, height }: Cuboid): Point3 => [length, width, height]
const point3 = (p: Point): Point3 => [p[0] ?? 0, p[1] ?? 0, p[2] ?? 0]

/** The data of a cuboid from its centre, (length, width, height) and turn. */
export const cuboidOf = (centre: Point3, size: Point3, turn: Quaternion): Cuboid => ({
  x: centre[0],
  y: centre[1],
  z: centre[2],
  length: size[0],
  width: size[1],
  height: size[2],
  qw: turn.qw,
  qx: turn.qx,
  qy: turn.qy,
  qz: turn.qz,
})

const solidOf = (data: Cuboid): Solid => ({
  centre: centreOf(data),
  size: sizeOf(data),
  turn: data,
})

/** A world point in the box's own frame: its centre is the origin, x forward, y left, z up. */
export const toBox = (data: Cuboid, p: Point3): Point3 =>
  turned(conjugate(data), minus(p, centreOf(data)))

/** A point of the box's own frame in the world. */
export const fromBox = (data: Cuboid, p: Point3): Point3 => plus(turned(data, p), centreOf(data))

/** The bottom, front left first and counter-clockwise seen from above, then the top alike. */
export function cornersOfCuboid(data: Cuboid): readonly Point3[] {
  const [l, w, h] = sizeOf(data)
  const signs = [1, 1, -1, 1, -1, -1, 1, -1]
  return [-1, 1].flatMap((k) =>
    [0, 1, 2, 3].map((i) =>
      fromBox(data, [
        ((signs[2 * i] ?? 0) * l) / 2,
        ((signs[2 * i + 1] ?? 0) * w) / 2,
        (k * h) / 2,
      ]),
    ),
  )
}

export function containsPoint(data: Cuboid, p: Point3, tolerance = 0): boolean {
  const [x, y, z] = toBox(data, p)
  const [l, w, h] = sizeOf(data)
  return (
    Math.abs(x) <= l / 2 + tolerance &&
    Math.abs(y) <= w / 2 + tolerance &&
    Math.abs(z) <= h / 2 + tolerance
  )
}

export const moved = (data: Cuboid, by: Point3): Cuboid => ({
  ...data,
  x: data.x + by[0],
  y: data.y + by[1],
  z: data.z + by[2],
})

/** Turned left about the world's upright axis through its centre. */
export const yawed = (data: Cuboid, by: number): Cuboid => ({
  ...data,
  ...product(fromYaw(by), data),
})

/** Turned about its own x (roll), y (pitch) or z axis, counter-clockwise seen against it. */
export function spun(data: Cuboid, axis: 0 | 1 | 2, by: number): Cuboid {
  const sine = Math.sin(by / 2)
  const part = (k: number) => (k === axis ? sine : 0)
  const turn = { qw: Math.cos(by / 2), qx: part(0), qy: part(1), qz: part(2) }
  return { ...data, ...normalised(product(data, turn)) }
}

/** The same body with its length and width changed over: turned by 90 degrees without moving a face. */
export const quartered = (data: Cuboid): Cuboid => ({
  ...spun(data, 2, Math.PI / 2),
  length: data.width,
  width: data.length,
})

export const headingOf = (data: Cuboid): number => yawOf(data)

/**
 * One face moved along its normal by metres, outwards positive; the opposite face stays. `axis` 0, 1, 2 is the box's
 * x, y, z and `sign` the side.
 */
export function faceMoved(data: Cuboid, axis: 0 | 1 | 2, sign: 1 | -1, by: number): Cuboid {
  const size: [number, number, number] = [data.length, data.width, data.height]
  const grown = Math.max(LEAST, size[axis] + by)
  const shift: [number, number, number] = [0, 0, 0]
  shift[axis] = (sign * (grown - size[axis])) / 2
  size[axis] = grown
  return cuboidOf(fromBox(data, shift), size, data)
}

function problems(data: unknown): readonly Problem[] {
  const values = numbersOf(data, KEYS)
  if (!values) return ['malformed']
  if (!values.every(Number.isFinite)) return ['not-finite']
  if (values.slice(3, 6).some((side) => side <= 0)) return ['not-positive']
  return Math.abs(Math.hypot(...values.slice(6)) - 1) > UNIT ? ['malformed'] : []
}

export const cuboid = defineKind<Cuboid>({
  id: 'cuboid',
  ...NO_PLACE,
  inSpace: true,
  labelled: true,
  trackable: true,
  contains: (data, at, tolerance) => containsPoint(data, point3(at), tolerance),
  translate: (data, delta) => moved(data, point3(delta)),
  validate: problems,
  similarity: (a, b) => {
    const shared = overlapVolume(solidOf(a), solidOf(b))
    const volume = ({ length, width, height }: Cuboid) => length * width * height
    return Math.min(1, Math.max(0, shared / (volume(a) + volume(b) - shared)))
  },
  interpolate: (a, b, t) => {
    if (t <= 0 || t >= 1) return t <= 0 ? a : b
    return cuboidOf(
      between(centreOf(a), centreOf(b), t),
      between(sizeOf(a), sizeOf(b), t),
      slerp(a, b, t),
    )
  },
})
