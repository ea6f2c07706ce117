import {
  boundsOf,
  clampPoint,
  type Extent,
  type Point2,
  pathLength,
  point2,
} from '../core/geometry'
import type { Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { blendPaths } from './parts/blend'
import { allFinite, outside, pointsOf } from './parts/numbers'
import {
  edgeMidpoints,
  insertedVertex,
  movedVertex,
  nearPath,
  type Rings,
  removedVertex,
  scaled,
  translated,
  vertexHandles,
} from './parts/vertices'

/** Open path of at least two points. */
export interface Polyline {
  readonly points: readonly Point2[]
}

const LEAST = 2

const fromRings = ([points = []]: Rings): Polyline => ({ points })

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  const points =
    typeof data === 'object' && data !== null && 'points' in data ? pointsOf(data.points) : null
  if (!points) return ['malformed']
  if (points.length < LEAST) return ['too-few-points']
  if (!allFinite(points)) return ['not-finite']
  if (pathLength(points) === 0) return ['not-positive']
  return outside(boundsOf(points), extent)
}

export const polyline = defineKind<Polyline>({
  id: 'polyline',
  spatial: true,
  labelled: true,
  trackable: true,
  contains: ({ points }, at, tolerance) => nearPath(point2(at), points, false, tolerance),
  translate: ({ points }, delta) => ({ points: points.map(translated(delta)) }),
  handles: ({ points }) => vertexHandles([points]),
  moveHandle: ({ points }, handle, to) => fromRings(movedVertex([points], handle, to)),
  bounds: ({ points }) => boundsOf(points),
  area: () => 0,
  clamp: ({ points }, extent) => ({ points: points.map((p) => clampPoint(p, extent)) }),
  scale: ({ points }, scaling) => ({ points: points.map(scaled(scaling)) }),
  validate: problems,
  interpolate: (a, b, t) => ({ points: blendPaths(a.points, b.points, t, false) }),
  midpoints: ({ points }) => edgeMidpoints([points], false),
  insertVertex: ({ points }, at, tolerance) => {
    const inserted = insertedVertex([points], at, tolerance, false)
    return inserted && { data: fromRings(inserted.rings), handle: inserted.handle }
  },
  removeVertex: ({ points }, handle) => {
    const rings = removedVertex([points], handle, LEAST)
    return rings && fromRings(rings)
  },
})
