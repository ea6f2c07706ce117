import {
  boundsOf,
  clampPoint,
  type Extent,
  insideRing,
  type Point2,
  point2,
  selfCrosses,
  signedArea,
} from '../core/geometry'
import type { Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { blendPaths } from './parts/blend'
import { allFinite, outside, pointsOf } from './parts/numbers'
import {
  edgeMidpoints,
  insertedVertex,
  mapRings,
  movedVertex,
  nearPath,
  type Rings,
  removedVertex,
  scaled,
  translated,
  vertexHandles,
} from './parts/vertices'

/** Closed outline without repeated end point, and holes in it. Parts of one object share a group. */
export interface Polygon {
  readonly points: readonly Point2[]
  readonly holes: readonly (readonly Point2[])[]
}

const LEAST = 3

const ringsOf = ({ points, holes }: Polygon): Rings => [points, ...holes]
const fromRings = ([points = [], ...holes]: Rings): Polygon => ({ points, holes })

function contains(data: Polygon, at: Point2, tolerance: number): boolean {
  const inside = insideRing(at, data.points) && !data.holes.some((hole) => insideRing(at, hole))
  return inside || ringsOf(data).some((ring) => nearPath(at, ring, true, tolerance))
}

function parse(data: unknown): Polygon | null {
  if (typeof data !== 'object' || data === null) return null
  if (!('points' in data) || !('holes' in data) || !Array.isArray(data.holes)) return null
  const points = pointsOf(data.points)
  const holes = data.holes.map(pointsOf)
  const known = holes.filter((hole) => hole !== null)
  return points && known.length === holes.length ? { points, holes: known } : null
}

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  const polygon = parse(data)
  if (!polygon) return ['malformed']
  const rings = ringsOf(polygon)
  if (rings.some((ring) => ring.length < LEAST)) return ['too-few-points']
  if (!rings.every(allFinite)) return ['not-finite']
  if (signedArea(polygon.points) === 0) return ['not-positive']
  const crossing: readonly Problem[] = rings.some(selfCrosses) ? ['self-crossing'] : []
  return [...crossing, ...outside(boundsOf(polygon.points), extent)]
}

export const polygon = defineKind<Polygon>({
  id: 'polygon',
  spatial: true,
  labelled: true,
  trackable: true,
  contains: (data, at, tolerance) => contains(data, point2(at), tolerance),
  translate: (data, delta) => fromRings(mapRings(ringsOf(data), translated(delta))),
  handles: (data) => vertexHandles(ringsOf(data)),
  moveHandle: (data, handle, to) => fromRings(movedVertex(ringsOf(data), handle, to)),
  bounds: (data) => boundsOf(data.points),
  area: ({ points, holes }) =>
    holes.reduce((area, hole) => area - Math.abs(signedArea(hole)), Math.abs(signedArea(points))),
  clamp: (data, extent) => fromRings(mapRings(ringsOf(data), (p) => clampPoint(p, extent))),
  scale: (data, scaling) => fromRings(mapRings(ringsOf(data), scaled(scaling))),
  validate: problems,
  interpolate: (a, b, t) => {
    const points = blendPaths(a.points, b.points, t, true)
    if (a.holes.length !== b.holes.length) return { points, holes: t < 0.5 ? a.holes : b.holes }
    return {
      points,
      holes: a.holes.map((hole, i) => blendPaths(hole, b.holes[i] ?? hole, t, true)),
    }
  },
  midpoints: (data) => edgeMidpoints(ringsOf(data), true),
  insertVertex: (data, at, tolerance) => {
    const inserted = insertedVertex(ringsOf(data), at, tolerance, true)
    return inserted && { data: fromRings(inserted.rings), handle: inserted.handle }
  },
  removeVertex: (data, handle) => {
    const rings = removedVertex(ringsOf(data), handle, LEAST)
    return rings && fromRings(rings)
  },
})
