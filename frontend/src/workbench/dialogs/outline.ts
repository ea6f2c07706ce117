/** The outline of an annotation as an SVG path, for small pictures. Pure; by the shape of the data. */
import { rotate } from '../../core/geometry'
import type { Cuboid2d } from '../../kinds/cuboid2d'
import { type Ellipse, outlineOfEllipse } from '../../kinds/ellipse'
import { markedJoints, placeOf, type Skeleton } from '../../kinds/skeleton'

type Vertex = readonly [number, number]

const path = (points: readonly Vertex[], closed: boolean): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('') + (closed ? 'Z' : '')

const cross = ([x, y]: Vertex, r: number): string =>
  `M${x - r} ${y}L${x + r} ${y}M${x} ${y - r}L${x} ${y + r}`

interface Shape {
  readonly x?: number
  readonly y?: number
  readonly cx?: number
  readonly cy?: number
  readonly width?: number
  readonly height?: number
  readonly angle?: number
  readonly points?: readonly Vertex[]
  readonly edges?: readonly (readonly [number, number, number])[]
  readonly holes?: readonly (readonly Vertex[])[]
}

function rectangle({ x = 0, y = 0, width = 0, height = 0 }: Shape): readonly Vertex[] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
}

const faces = ({ edges = [] }: Shape): string =>
  edges
    .map(([x, top, bottom], i) => {
      const [u, high, low] = edges[(i + 1) % edges.length] ?? [x, top, bottom]
      return path(
        [
          [x, top],
          [u, high],
          [u, low],
          [x, bottom],
        ],
        true,
      )
    })
    .join('')

/** Kinds whose outline does not follow from the names of their numbers. */
const OWN: Readonly<Record<string, (data: never, mark: number) => string>> = {
  skeleton: (data: Skeleton, mark) =>
    markedJoints(data)
      .map(([, joint]) => cross(placeOf(joint), mark))
      .join(''),
  ellipse: (data: Ellipse) => path(outlineOfEllipse(data), true),
  cuboid2d: (data: Cuboid2d) => faces(data),
}

/** Empty for what is not drawn. `mark` is the size of a point in pixels of the image. */
export function outlineOf(kind: string, data: unknown, mark: number): string {
  const own = OWN[kind]
  if (own) return own(data as never, mark)
  const shape = data as Shape
  const { cx, cy, width = 0, height = 0, angle = 0, points } = shape
  if (points) {
    if (kind === 'points') return points.map((point) => cross(point, mark)).join('')
    const rings = [points, ...(shape.holes ?? [])]
    return rings.map((ring) => path(ring, kind === 'polygon')).join('')
  }
  if (cx !== undefined && cy !== undefined) {
    const upright = rectangle({ x: cx - width / 2, y: cy - height / 2, width, height })
    return path(
      upright.map((corner) => rotate(corner, [cx, cy], angle)),
      true,
    )
  }
  return shape.x === undefined ? '' : path(rectangle(shape), true)
}
