/** Areas of polygons put together and taken apart. */
import { ClipperD, ClipType, FillRule, type PathD, type PolyPathD, PolyTreeD } from 'clipper2-ts'
import { type Point2, signedArea } from '../../../core/geometry'
import type { Polygon } from '../../../kinds/polygon'

export type Combination = 'unite' | 'subtract' | 'intersect'

const OPERATIONS: Readonly<Record<Combination, ClipType>> = {
  unite: ClipType.Union,
  subtract: ClipType.Difference,
  intersect: ClipType.Intersection,
}

/** The arithmetic is exact, on a grid of a ten thousandth of a pixel. */
export const DECIMALS = 4
/** Smaller pieces and holes are slivers along borders that were nearly the same. */
const LEAST_AREA = 1

export const ringsOf = ({ points, holes }: Polygon): readonly (readonly Point2[])[] => [
  points,
  ...holes,
]

const keyOf = (x: number, y: number): string =>
  `${Math.round(x * 10 ** DECIMALS)} ${Math.round(y * 10 ** DECIMALS)}`

/** Vertices by their place on the grid, so that those that stay are the very same numbers. */
function vertexBook(polygons: readonly Polygon[]): (x: number, y: number) => Point2 {
  const book = new Map(
    polygons.flatMap(ringsOf).flatMap((ring) => ring.map((p) => [keyOf(...p), p])),
  )
  return (x, y) => book.get(keyOf(x, y)) ?? [x, y]
}

const toPaths = (polygons: readonly Polygon[]): PathD[] =>
  polygons.flatMap(ringsOf).map((ring) => ring.map(([x, y]) => ({ x, y })))

const childrenOf = (node: PolyPathD): readonly PolyPathD[] =>
  Array.from({ length: node.count }, (_, i) => node.child(i))

/** The outlines of a tree with the holes in them, and the outlines in those. */
function polygonsIn(node: PolyPathD, vertex: (x: number, y: number) => Point2): readonly Polygon[] {
  const ringOf = ({ poly }: PolyPathD) => (poly ?? []).map(({ x, y }) => vertex(x, y))
  const sound = (ring: readonly Point2[]) => Math.abs(signedArea(ring)) >= LEAST_AREA
  return childrenOf(node).flatMap((outline) => {
    const points = ringOf(outline)
    const holes = childrenOf(outline)
    const own = sound(points) ? [{ points, holes: holes.map(ringOf).filter(sound) }] : []
    return [...own, ...holes.flatMap((hole) => polygonsIn(hole, vertex))]
  })
}

function executed(
  how: ClipType,
  subjects: readonly Polygon[],
  clip: readonly PathD[],
  vertex: (x: number, y: number) => Point2,
): readonly Polygon[] {
  const clipper = new ClipperD(DECIMALS)
  clipper.addSubjectPaths(toPaths(subjects))
  if (clip.length > 0) clipper.addClipPaths([...clip])
  const tree = new PolyTreeD()
  clipper.execute(how, FillRule.EvenOdd, tree)
  return polygonsIn(tree, vertex)
}

/** What these rings leave of a polygon. */
export const without = (shape: Polygon, rings: readonly PathD[]): readonly Polygon[] =>
  executed(ClipType.Difference, [shape], rings, vertexBook([shape]))

/** A polygon whose outline may touch itself, as one or several that do not. */
export const merged = (shape: Polygon): readonly Polygon[] =>
  executed(ClipType.Union, [shape], [], vertexBook([shape]))

/** The areas of `first` with, without, or as far as they are in each of the others; the largest first. */
export function combined(
  how: Combination,
  first: Polygon,
  others: readonly Polygon[],
): readonly Polygon[] {
  const vertex = vertexBook([first, ...others])
  const made = others.reduce<readonly Polygon[]>(
    (areas, other) => executed(OPERATIONS[how], areas, toPaths([other]), vertex),
    [first],
  )
  const sizes = new Map(made.map((one) => [one, Math.abs(signedArea(one.points))]))
  return made.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0))
}
