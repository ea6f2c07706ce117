import { EndType, inflatePathsD, JoinType } from 'clipper2-ts'
import {
  distance,
  nearestOnPath,
  type Point2,
  pathLength,
  segmentsCross,
} from '../../../core/geometry'
import { type Polygon, polygon } from '../../../kinds/polygon'
import type { Polyline } from '../../../kinds/polyline'
import { DECIMALS, merged, without } from '../polygons/areas'

/** Half the width of the cut, in pixels: it is closed again, so that the parts share a border. */
const HALF = 1e-3
const MITER = 4

const path = (points: readonly Point2[]) => points.map(([x, y]) => ({ x, y }))

/** Corners of the cut as places on the way it went; all others as they are. */
function closed(ring: readonly Point2[], way: readonly Point2[]): readonly Point2[] {
  return ring.map((point) => {
    const hit = nearestOnPath(point, way, false)
    if (!hit || hit.distance > MITER * HALF) return point
    return way.find((corner) => distance(corner, hit.at) < 2 * MITER * HALF) ?? hit.at
  })
}

/** The parts into which a way divides a polygon, the largest first; one where it does not go through. */
export function slicedPolygon(shape: Polygon, way: readonly Point2[]): readonly Polygon[] {
  const strip = inflatePathsD([path(way)], HALF, JoinType.Miter, EndType.Butt, MITER, DECIMALS)
  const rough = without(shape, strip)
  if (rough.length < 2) return [shape]
  // Where the way ended inside, a part has a slit: closed, it is gone.
  const parts = rough.flatMap(({ points, holes }) =>
    merged({ points: closed(points, way), holes: holes.map((hole) => closed(hole, way)) }),
  )
  return parts.length > 1 ? parts.toSorted((a, b) => polygon.area(b) - polygon.area(a)) : [shape]
}

/** Where two segments cross, as a share of the first; null where they do not. */
function crossing(a: Point2, b: Point2, c: Point2, d: Point2): number | null {
  if (!segmentsCross(a, b, c, d)) return null
  const [ux, uy] = [b[0] - a[0], b[1] - a[1]]
  const [vx, vy] = [d[0] - c[0], d[1] - c[1]]
  return ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / (ux * vy - uy * vx)
}

/** The parts of a line between the places where a way crosses it, the longest first. */
export function slicedLine({ points }: Polyline, way: readonly Point2[]): readonly Polyline[] {
  const parts: Point2[][] = [[]]
  for (const [i, a] of points.entries()) {
    parts.at(-1)?.push(a)
    const b = points[i + 1]
    if (!b) continue
    const shares = way
      .slice(1)
      .flatMap((d, n) => crossing(a, b, way[n] ?? d, d) ?? [])
      .sort((one, other) => one - other)
    for (const share of shares) {
      const at: Point2 = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
      parts.at(-1)?.push(at)
      parts.push([at])
    }
  }
  return parts.toSorted((a, b) => pathLength(b) - pathLength(a)).map((part) => ({ points: part }))
}
