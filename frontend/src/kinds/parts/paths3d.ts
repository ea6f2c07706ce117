import type { Problem } from '../../core/kind'
import { lengthOf, resampled } from './blend'
import { between, minus, norm, type Point3 } from './space'

/** A line or an area in the scene's world frame, metres. */
export interface Path3d {
  readonly points: readonly Point3[]
  /** Of each point; absent where all of it can be seen. */
  readonly visible?: readonly boolean[]
}

/** Metres at which the similarity of two paths has fallen to 1/e. */
const CLOSENESS = 0.5
/** Points along each path at which the distance of two paths is taken. */
const SAMPLES = 64

const isPoint3 = (value: unknown): value is Point3 =>
  Array.isArray(value) && value.length === 3 && value.every((n) => typeof n === 'number')

/** Nothing beside the points, or whether each of them can be seen. */
function isKnown(rest: object, count: number): boolean {
  if (Object.keys(rest).length === 0) return true
  const { visible, ...more } = rest as { readonly visible?: unknown }
  const isSound = Array.isArray(visible) && visible.every((one) => typeof one === 'boolean')
  return isSound && visible.length === count && Object.keys(more).length === 0
}

export function pathProblems(data: unknown, least: number): readonly Problem[] {
  if (typeof data !== 'object' || data === null || !('points' in data)) return ['malformed']
  const { points, ...rest } = data
  if (!Array.isArray(points) || !points.every(isPoint3)) return ['malformed']
  if (!isKnown(rest, points.length)) return ['malformed']
  if (points.length < least) return ['too-few-points']
  if (!points.every((p) => p.every(Number.isFinite))) return ['not-finite']
  return lengthOf(points, false) === 0 ? ['not-positive'] : []
}

function distanceTo(p: Point3, a: Point3, b: Point3): number {
  const along = minus(b, a)
  const square = along[0] ** 2 + along[1] ** 2 + along[2] ** 2
  const to = minus(p, a)
  const t = square > 0 ? (to[0] * along[0] + to[1] * along[1] + to[2] * along[2]) / square : 0
  return norm(minus(p, between(a, b, Math.min(1, Math.max(0, t)))))
}

function meanDistance(from: Path3d, to: Path3d, closed: boolean): number {
  const line = closed ? [...to.points, ...to.points.slice(0, 1)] : to.points
  const samples = resampled(from.points, SAMPLES, closed)
  const nearest = samples.map(([x = 0, y = 0, z = 0]) =>
    Math.min(...line.slice(1).map((b, i) => distanceTo([x, y, z], line[i] ?? b, b))),
  )
  return nearest.reduce((sum, each) => sum + each, 0) / SAMPLES
}

/** exp(-d / 0.5 m) of the mean distance d from points along each path to the other; direction does not matter. */
export const pathSimilarity = (a: Path3d, b: Path3d, closed: boolean): number =>
  Math.exp(-(meanDistance(a, b, closed) + meanDistance(b, a, closed)) / 2 / CLOSENESS)

export const pathMoved = (
  { points, ...rest }: Path3d,
  [dx = 0, dy = 0, dz = 0]: readonly number[],
): Path3d => ({
  ...rest,
  points: points.map(([x, y, z]): Point3 => [x + dx, y + dy, z + dz]),
})
