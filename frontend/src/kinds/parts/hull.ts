import type { Point2 } from '../../core/geometry'

const turn = (a: Point2, b: Point2, c: Point2): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

function chain(points: readonly Point2[]): readonly Point2[] {
  const kept: Point2[] = []
  for (const p of points) {
    while (kept.length > 1 && turn(kept.at(-2) as Point2, kept.at(-1) as Point2, p) <= 0) kept.pop()
    kept.push(p)
  }
  return kept.slice(0, -1)
}

/** The convex hull, clockwise on the screen (Andrew, "Another efficient algorithm for convex hulls", 1979). */
export function hullOf(points: readonly Point2[]): readonly Point2[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  return [...chain(sorted), ...chain(sorted.toReversed())]
}
