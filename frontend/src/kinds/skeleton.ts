import {
  type Bounds,
  boundsOf,
  clampPoint,
  distance,
  type Extent,
  type Point2,
  point2,
  within,
} from '../core/geometry'
import type { Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { blend } from './parts/blend'
import { outside } from './parts/numbers'
import { scaled, translated } from './parts/vertices'

/** As COCO has it: nobody says where it is; covered, but its place is known; seen. */
export type Visibility = 0 | 1 | 2
export const UNLABELLED: Visibility = 0
export const HIDDEN: Visibility = 1
export const VISIBLE: Visibility = 2

export type Joint = readonly [x: number, y: number, visibility: Visibility]
export type Joints = Readonly<Record<string, Joint>>

/** Named points that belong together as the label's template says. */
export interface Skeleton {
  readonly points: Joints
}

/** Handle of a point; `v` as vertices of other kinds have it. */
export const jointHandle = (name: string): string => `v:${name}`
export const jointOf = (handle: string): string | null =>
  handle.startsWith('v:') ? handle.slice(2) : null

export const placeOf = ([x, y]: Joint): Point2 => [x, y]

function mapped({ points }: Skeleton, move: (p: Point2) => Point2): Skeleton {
  return {
    points: Object.fromEntries(
      Object.entries(points).map(([name, joint]): [string, Joint] => {
        const [x, y] = move(placeOf(joint))
        return [name, [x, y, joint[2]]]
      }),
    ),
  }
}

/** The points whose place is known. */
export const markedJoints = ({ points }: Skeleton): readonly (readonly [string, Joint])[] =>
  Object.entries(points).filter(([, joint]) => joint[2] !== UNLABELLED)

function placesOf(data: Skeleton): readonly Point2[] {
  const known = markedJoints(data)
  const shown = known.length > 0 ? known.map(([, joint]) => joint) : Object.values(data.points)
  return shown.map(placeOf)
}

const bounds = (data: Skeleton): Bounds | null => boundsOf(placesOf(data))

const isJoint = (value: unknown): value is Joint =>
  Array.isArray(value) &&
  value.length === 3 &&
  value.every((n) => typeof n === 'number') &&
  [0, 1, 2].includes(value[2] as number)

function jointsIn(data: unknown): Joints | null {
  const points = typeof data === 'object' && data !== null && 'points' in data ? data.points : null
  if (typeof points !== 'object' || points === null || Array.isArray(points)) return null
  return Object.values(points).every(isJoint) ? (points as Joints) : null
}

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  const points = jointsIn(data)
  if (!points) return ['malformed']
  const joints = Object.values(points)
  if (joints.length === 0) return ['too-few-points']
  if (!joints.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) return ['not-finite']
  return outside(bounds({ points }), extent)
}

/** Spread of a point for which the template gives none, as a share of the object's size. */
const SIGMA = 0.09

function similarity(a: Skeleton, b: Skeleton): number {
  const first = new Map(markedJoints(a))
  const second = new Map(markedJoints(b))
  if (first.size === 0 || second.size === 0) return Number(first.size === second.size)
  const sizeOf = (box: Bounds | null) => (box ? (box.maxX - box.minX) * (box.maxY - box.minY) : 0)
  const area = Math.max((sizeOf(bounds(a)) + sizeOf(bounds(b))) / 2, 1)
  const names = new Set([...first.keys(), ...second.keys()])
  let found = 0
  for (const name of names) {
    const [p, q] = [first.get(name), second.get(name)]
    if (!p || !q) continue
    found += Math.exp(-(distance(placeOf(p), placeOf(q)) ** 2) / (2 * area * (2 * SIGMA) ** 2))
  }
  return found / names.size
}

function interpolate(a: Skeleton, b: Skeleton, t: number): Skeleton {
  const nearer = t < 0.5 ? a : b
  const before = new Map(markedJoints(a))
  const after = new Map(markedJoints(b))
  const between = Object.entries(nearer.points).map(([name, joint]): [string, Joint] => {
    const [p, q] = [before.get(name), after.get(name)]
    return [name, p && q ? [blend(p[0], q[0], t), blend(p[1], q[1], t), joint[2]] : joint]
  })
  return { points: Object.fromEntries(between) }
}

export const skeleton = defineKind<Skeleton>({
  id: 'skeleton',
  spatial: true,
  labelled: true,
  trackable: true,
  // Anywhere between its points: the lines that join them are the template's.
  contains: (data, at, tolerance) => {
    const box = bounds(data)
    return box !== null && within(box, point2(at), tolerance)
  },
  translate: (data, delta) => mapped(data, translated(delta)),
  handles: ({ points }) =>
    new Map(Object.entries(points).map(([name, joint]) => [jointHandle(name), placeOf(joint)])),
  moveHandle: ({ points }, handle, to) => {
    const name = jointOf(handle)
    const joint = name === null ? undefined : points[name]
    if (name === null || !joint) return { points }
    const [x, y] = point2(to)
    const rests = x === joint[0] && y === joint[1]
    // Whoever puts a point somewhere says where it is.
    const visibility = joint[2] === UNLABELLED && !rests ? VISIBLE : joint[2]
    return { points: { ...points, [name]: [x, y, visibility] } }
  },
  bounds,
  area: () => 0,
  clamp: (data, extent) => mapped(data, (p) => clampPoint(p, extent)),
  scale: (data, scaling) => mapped(data, scaled(scaling)),
  validate: problems,
  interpolate,
  similarity,
  // A point is not taken out of its template: it is no longer labelled.
  removeVertex: ({ points }, handle) => {
    const name = jointOf(handle)
    const joint = name === null ? undefined : points[name]
    if (name === null || !joint) return null
    return { points: { ...points, [name]: [joint[0], joint[1], UNLABELLED] } }
  },
})
