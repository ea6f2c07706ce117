import { boundsOf, clampPoint, distance, type Extent, type Point2, point2 } from '../core/geometry'
import type { Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { blendPaths } from './parts/blend'
import { allFinite, outside, pointsOf } from './parts/numbers'
import { movedVertex, removedVertex, scaled, translated, vertexHandles } from './parts/vertices'

/** One or more places that belong together (key points). */
export interface Points {
  readonly points: readonly Point2[]
}

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  const points =
    typeof data === 'object' && data !== null && 'points' in data ? pointsOf(data.points) : null
  if (!points) return ['malformed']
  if (points.length === 0) return ['too-few-points']
  if (!allFinite(points)) return ['not-finite']
  return outside(boundsOf(points), extent)
}

export const points = defineKind<Points>({
  id: 'points',
  spatial: true,
  labelled: true,
  trackable: true,
  contains: (data, at, tolerance) => data.points.some((p) => distance(p, point2(at)) <= tolerance),
  translate: (data, delta) => ({ points: data.points.map(translated(delta)) }),
  handles: (data) => vertexHandles([data.points]),
  moveHandle: (data, handle, to) => ({ points: movedVertex([data.points], handle, to)[0] ?? [] }),
  bounds: (data) => boundsOf(data.points),
  area: () => 0,
  clamp: (data, extent) => ({ points: data.points.map((p) => clampPoint(p, extent)) }),
  scale: (data, scaling) => ({ points: data.points.map(scaled(scaling)) }),
  validate: problems,
  // Where the numbers differ it stays at the nearer of the two.
  interpolate: (a, b, t) => {
    if (a.points.length !== b.points.length) return t < 0.5 ? a : b
    return { points: blendPaths(a.points, b.points, t, false) }
  },
  removeVertex: (data, handle) => {
    const rings = removedVertex([data.points], handle, 1)
    return rings && { points: rings[0] ?? [] }
  },
})
