/** The outlines of annotations that others are drawn along. */
import { type Bounds, type Point2, pathLength } from '../../../core/geometry'
import type { Annotation } from '../../../core/patch'
import { type Box, boundsOfBox } from '../../../kinds/box'
import { type Cuboid2d, cornersOfCuboid2d } from '../../../kinds/cuboid2d'
import { hullOf } from '../../../kinds/parts/hull'
import type { Polygon } from '../../../kinds/polygon'
import type { Polyline } from '../../../kinds/polyline'
import { cornersOf, type RotatedBox } from '../../../kinds/rotated_box'

export interface Outline {
  readonly points: readonly Point2[]
  readonly closed: boolean
}

const cornersOfBounds = ({ minX, minY, maxX, maxY }: Bounds): readonly Point2[] => [
  [minX, minY],
  [maxX, minY],
  [maxX, maxY],
  [minX, maxY],
]

const closed = (points: readonly Point2[]): Outline => ({ points, closed: true })

/** Those of corners and straight edges; none where an outline is round or made of pixels. */
export function outlinesOf({ kind, data }: Annotation): readonly Outline[] {
  switch (kind) {
    case 'polygon': {
      const { points, holes } = data as Polygon
      return [points, ...holes].map(closed)
    }
    case 'polyline':
      return [{ points: (data as Polyline).points, closed: false }]
    case 'box':
      return [closed(cornersOfBounds(boundsOfBox(data as Box)))]
    case 'rotated_box':
      return [closed(cornersOf(data as RotatedBox))]
    case 'cuboid2d':
      return [closed(hullOf(cornersOfCuboid2d(data as Cuboid2d)))]
    default:
      return []
  }
}

/** A place on an outline: behind vertex `index`, by a share of the edge there. */
export interface Place {
  readonly index: number
  readonly share: number
}

/** The vertices passed when going on from one place to another, in the direction of the outline. */
function ahead({ points, closed }: Outline, from: Place, to: Place): readonly Point2[] | null {
  const isBehind = from.index + from.share > to.index + to.share
  if (isBehind && !closed) return null
  const count = points.length
  const last = to.index + (isBehind ? count : 0)
  const passed: Point2[] = []
  for (let i = from.index + 1; i <= last; i++) {
    const p = points[i % count]
    // A place on a vertex is that vertex itself, which is placed anyway.
    if (p && !(i === last && to.share === 0)) passed.push(p)
  }
  return passed
}

/** The vertices between two places of an outline, the shorter way round or the other one. */
export function along(
  outline: Outline,
  from: { readonly at: Point2; readonly place: Place },
  to: { readonly at: Point2; readonly place: Place },
  longer: boolean,
): readonly Point2[] {
  const ways = [
    ahead(outline, from.place, to.place),
    ahead(outline, to.place, from.place)?.toReversed() ?? null,
  ].flatMap((way) => (way ? [{ way, length: pathLength([from.at, ...way, to.at]) }] : []))
  const [shorter, other] = ways.toSorted((a, b) => a.length - b.length)
  return (longer ? (other ?? shorter) : shorter)?.way ?? []
}
