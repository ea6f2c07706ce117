import { defineKind } from '../core/registry'
import { blendPaths } from './parts/blend'
import { NO_PLACE } from './parts/no_place'
import { type Path3d, pathMoved, pathProblems, pathSimilarity } from './parts/paths3d'
import { cross, minus, norm, type Point3, plus } from './parts/space'

/** Closed ring in the scene's world frame, the first point not repeated; it need not be flat. */
export type Polygon3d = Path3d

/** Square metres of the largest of its shadows on a plane (Newell's normal). */
function areaOf({ points }: Polygon3d): number {
  const [origin] = points
  if (!origin) return 0
  const ring = points.map((p) => minus(p, origin))
  const normal = ring.reduce<Point3>(
    (sum, p, i) => plus(sum, cross(p, ring[(i + 1) % ring.length] ?? p)),
    [0, 0, 0],
  )
  return norm(normal) / 2
}

export const polygon3d = defineKind<Polygon3d>({
  id: 'polygon3d',
  ...NO_PLACE,
  inSpace: true,
  labelled: true,
  trackable: true,
  area: areaOf,
  translate: pathMoved,
  validate: (data) => pathProblems(data, 3),
  similarity: (a, b) => pathSimilarity(a, b, true),
  interpolate: (a, b, t) => ({ points: blendPaths(a.points, b.points, t, true) }),
})
