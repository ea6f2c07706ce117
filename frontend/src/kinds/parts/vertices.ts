import { distance, midpoint, nearestOnPath, type Point2, point2 } from '../../core/geometry'
import type { Point, Scaling } from '../../core/kind'

/**
 * Vertices of one or several paths. A handle is `v<ring>.<index>`; ring 0 is the outline, the others
 * are holes.
 */
export type Rings = readonly (readonly Point2[])[]

export const vertexHandle = (ring: number, index: number): string => `v${ring}.${index}`

export function parseHandle(handle: string): { ring: number; index: number } | null {
  const match = /^v(\d+)\.(\d+)$/.exec(handle)
  return match ? { ring: Number(match[1]), index: Number(match[2]) } : null
}

export function vertexHandles(rings: Rings): ReadonlyMap<string, Point> {
  return new Map(
    rings.flatMap((ring, r) => ring.map((p, i): [string, Point] => [vertexHandle(r, i), p])),
  )
}

/** The middle of every edge, keyed by the vertex that inserting there would make. */
export function edgeMidpoints(rings: Rings, closed: boolean): ReadonlyMap<string, Point> {
  return new Map(
    rings.flatMap((ring, r) =>
      ring.slice(0, closed ? undefined : -1).map((p, i): [string, Point] => {
        return [vertexHandle(r, i + 1), midpoint(p, ring[(i + 1) % ring.length] ?? p)]
      }),
    ),
  )
}

export const mapRings = (rings: Rings, move: (p: Point2) => Point2): Rings =>
  rings.map((ring) => ring.map(move))

export function movedVertex(rings: Rings, handle: string, to: Point): Rings {
  const target = parseHandle(handle)
  if (!target) return rings
  return rings.map((ring, r) =>
    r === target.ring ? ring.map((p, i) => (i === target.index ? point2(to) : p)) : ring,
  )
}

export function insertedVertex(
  rings: Rings,
  at: Point,
  tolerance: number,
  closed: boolean,
): { rings: Rings; handle: string } | null {
  const hits = rings.flatMap((ring, r) => {
    const hit = nearestOnPath(point2(at), ring, closed)
    return hit && hit.distance <= tolerance ? [{ ...hit, ring: r }] : []
  })
  const best = hits.sort((a, b) => a.distance - b.distance)[0]
  if (!best) return null
  return {
    rings: rings.map((ring, r) =>
      r === best.ring ? ring.toSpliced(best.index + 1, 0, best.at) : ring,
    ),
    handle: vertexHandle(best.ring, best.index + 1),
  }
}

/** Rings without one vertex; a ring that would fall below `least` is dropped, the outline never (null). */
export function removedVertex(rings: Rings, handle: string, least: number): Rings | null {
  const target = parseHandle(handle)
  const ring = target && rings[target.ring]
  if (!target || !ring || target.index >= ring.length) return null
  if (ring.length > least) {
    return rings.with(target.ring, ring.toSpliced(target.index, 1))
  }
  return target.ring === 0 ? null : rings.toSpliced(target.ring, 1)
}

export const translated =
  (delta: Point) =>
  ([x, y]: Point2): Point2 => [x + (delta[0] ?? 0), y + (delta[1] ?? 0)]

export const scaled =
  ({ x: sx, y: sy, about }: Scaling) =>
  ([x, y]: Point2): Point2 => {
    const [ox, oy] = point2(about)
    return [ox + (x - ox) * sx, oy + (y - oy) * sy]
  }

export function nearPath(p: Point2, path: readonly Point2[], closed: boolean, tolerance: number) {
  const hit = nearestOnPath(p, path, closed)
  if (hit) return hit.distance <= tolerance
  return path.some((vertex) => distance(vertex, p) <= tolerance)
}
