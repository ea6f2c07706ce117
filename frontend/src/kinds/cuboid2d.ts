import {
  boundsOf,
  clampNumber,
  type Extent,
  insideRing,
  type Point2,
  point2,
  shiftInside,
  signedArea,
} from '../core/geometry'
import type { Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { blend } from './parts/blend'
import { clipConvex } from './parts/clip'
import { hullOf } from './parts/hull'
import { outside } from './parts/numbers'
import { nearPath, scaled } from './parts/vertices'

/** An upright edge: where it stands, its upper and its lower end. */
export type UprightEdge = readonly [x: number, top: number, bottom: number]

/** A box in space as a picture shows it: left and right of the front, right and left of the back. */
export interface Cuboid2d {
  readonly edges: readonly UprightEdge[]
}

/** The four upper corners, then the four lower ones, in the order of the edges. */
export const cornersOfCuboid2d = ({ edges }: Cuboid2d): readonly Point2[] => [
  ...edges.map(([x, top]): Point2 => [x, top]),
  ...edges.map(([x, , bottom]): Point2 => [x, bottom]),
]

const outline = (data: Cuboid2d): readonly Point2[] => hullOf(cornersOfCuboid2d(data))

const mapped = ({ edges }: Cuboid2d, move: (p: Point2) => Point2): Cuboid2d => ({
  edges: edges.map(([x, top, bottom]): UprightEdge => {
    const [a, b] = [move([x, top]), move([x, bottom])]
    return [a[0], Math.min(a[1], b[1]), Math.max(a[1], b[1])]
  }),
})

const isEdge = (value: unknown): value is UprightEdge =>
  Array.isArray(value) && value.length === 3 && value.every((n) => typeof n === 'number')

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  const edges = typeof data === 'object' && data !== null && 'edges' in data ? data.edges : null
  if (!Array.isArray(edges) || !edges.every(isEdge)) return ['malformed']
  if (edges.length < 4) return ['too-few-points']
  if (edges.length > 4) return ['malformed']
  if (!edges.flat().every(Number.isFinite)) return ['not-finite']
  if (edges.some(([, top, bottom]) => top > bottom)) return ['malformed']
  return outside(boundsOf(cornersOfCuboid2d({ edges })), extent)
}

/** `t` or `b` for the end, then the number of the edge. */
const HANDLE = /^v([tb])(\d)$/

export const cuboid2d = defineKind<Cuboid2d>({
  id: 'cuboid2d',
  spatial: true,
  labelled: true,
  trackable: true,
  contains: (data, at, tolerance) => {
    const ring = outline(data)
    return insideRing(point2(at), ring) || nearPath(point2(at), ring, true, tolerance)
  },
  translate: (data, [dx = 0, dy = 0]) => ({
    edges: data.edges.map(([x, top, bottom]): UprightEdge => [x + dx, top + dy, bottom + dy]),
  }),
  handles: ({ edges }) =>
    new Map(
      edges.flatMap(([x, top, bottom], i): [string, Point2][] => [
        [`vt${i}`, [x, top]],
        [`vb${i}`, [x, bottom]],
      ]),
    ),
  moveHandle: ({ edges }, handle, to) => {
    const [, end, number] = HANDLE.exec(handle) ?? []
    const [x, y] = point2(to)
    return {
      edges: edges.map((edge, i): UprightEdge => {
        if (i !== Number(number)) return edge
        const [, top, bottom] = edge
        // An end that is dragged past the other takes it along.
        return end === 't' ? [x, y, Math.max(y, bottom)] : [x, Math.min(y, top), y]
      }),
    }
  },
  bounds: (data) => boundsOf(cornersOfCuboid2d(data)),
  area: (data) => Math.abs(signedArea(outline(data))),
  clamp: (data, extent) => {
    const bounds = boundsOf(cornersOfCuboid2d(data))
    if (!bounds) return data
    const [dx, dy] = shiftInside(bounds, extent)
    return mapped(data, ([x, y]) => [x + dx, y + dy])
  },
  scale: (data, scaling) => mapped(data, scaled(scaling)),
  validate: problems,
  interpolate: (a, b, t) => ({
    edges: a.edges.map((edge, i): UprightEdge => {
      const other = b.edges[i] ?? edge
      return [blend(edge[0], other[0], t), blend(edge[1], other[1], t), blend(edge[2], other[2], t)]
    }),
  }),
  similarity: (a, b) => {
    const [one, other] = [outline(a), outline(b)]
    const common = Math.abs(signedArea(clipConvex(one, other)))
    const all = Math.abs(signedArea(one)) + Math.abs(signedArea(other))
    return all > common ? clampNumber(common / (all - common), 0, 1) : 1
  },
})
