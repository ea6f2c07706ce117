/** The outline of an annotation as an SVG path, for small pictures. Pure; by the shape of the data. */
import { rotate } from '../../core/geometry'

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

/** Empty for what is not drawn. `mark` is the size of a point in pixels of the image. */
export function outlineOf(kind: string, data: unknown, mark: number): string {
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
