import type { Point2 } from '../../core/geometry'

/** Which side of the line a-b: positive on the right when walking from a to b on the screen. */
const side = (p: Point2, a: Point2, b: Point2): number =>
  (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

function meet(p: Point2, q: Point2, a: Point2, b: Point2): Point2 {
  const dp = side(p, a, b)
  const dq = side(q, a, b)
  const t = dp / (dp - dq)
  return [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]
}

function clipEdge(ring: readonly Point2[], a: Point2, b: Point2): readonly Point2[] {
  return ring.flatMap((p, i) => {
    const q = ring[(i + 1) % ring.length] ?? p
    const pIn = side(p, a, b) >= 0
    const qIn = side(q, a, b) >= 0
    if (pIn && qIn) return [q]
    if (pIn) return [meet(p, q, a, b)]
    return qIn ? [meet(p, q, a, b), q] : []
  })
}

/**
 * Intersection of two convex rings, both clockwise on the screen (Sutherland and Hodgman, "Reentrant
 * polygon clipping", 1974).
 */
export function clipConvex(subject: readonly Point2[], by: readonly Point2[]): readonly Point2[] {
  return by.reduce<readonly Point2[]>(
    (ring, a, i) => clipEdge(ring, a, by[(i + 1) % by.length] ?? a),
    subject,
  )
}
