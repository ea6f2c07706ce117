import { insideRing, type Point2, signedArea } from '../../core/geometry'
import type { Bitmap } from './bitmap'

/** An area's outline and the holes in it. */
export interface Outline {
  readonly ring: readonly Point2[]
  readonly holes: readonly (readonly Point2[])[]
}

/** East, south, west, north: steps along the edges of pixels, the mask at the right hand. */
const DX = [1, 0, -1, 0]
const DY = [0, 1, 0, -1]

/** Edges between a set and a clear pixel, one bit per direction, at the corner where each begins. */
function edgesOf({ width, height, bits }: Bitmap): Uint8Array {
  const edges = new Uint8Array((width + 1) * (height + 1))
  const at = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && bits[x * height + y] === 1
  const mark = (x: number, y: number, way: number) => {
    const i = y * (width + 1) + x
    edges[i] = (edges[i] ?? 0) | (1 << way)
  }
  const markAround = (x: number, y: number) => {
    if (!at(x, y - 1)) mark(x, y, 0)
    if (!at(x + 1, y)) mark(x + 1, y, 1)
    if (!at(x, y + 1)) mark(x + 1, y + 1, 2)
    if (!at(x - 1, y)) mark(x, y + 1, 3)
  }
  for (let i = bits.indexOf(1); i >= 0; i = bits.indexOf(1, i + 1)) {
    markAround(Math.floor(i / height), i % height)
  }
  return edges
}

/** One closed way along edges, which are taken; corners only. Pixels that touch at a corner stay apart. */
function follow(edges: Uint8Array, width: number, start: number): Point2[] {
  const ring: Point2[] = []
  let i = start
  let way = Math.log2((edges[i] ?? 0) & -(edges[i] ?? 0))
  let last = -1
  while (((edges[i] ?? 0) >> way) & 1) {
    edges[i] = (edges[i] ?? 0) & ~(1 << way)
    if (way !== last) ring.push([i % width, Math.floor(i / width)])
    last = way
    i += (DX[way] ?? 0) + (DY[way] ?? 0) * width
    const turns = [(way + 1) % 4, way, (way + 3) % 4]
    way = turns.find((turn) => ((edges[i] ?? 0) >> turn) & 1) ?? way
  }
  return ring
}

/** Every ring along the edges of the pixels, in pixels of the image. */
function ringsOf(bitmap: Bitmap): Point2[][] {
  const edges = edgesOf(bitmap)
  const width = bitmap.width + 1
  const rings: Point2[][] = []
  for (let i = 0; i < edges.length; i++) {
    while (edges[i]) {
      const ring = follow(edges, width, i)
      rings.push(ring.map(([x, y]): Point2 => [x + bitmap.x, y + bitmap.y]))
    }
  }
  return rings
}

/** The outlines of a bitmap, exactly along the edges of its pixels. */
export function outlinesOf(bitmap: Bitmap): readonly Outline[] {
  const rings = ringsOf(bitmap).map((ring) => ({ ring, area: signedArea(ring) }))
  const outer = rings.filter(({ area }) => area > 0).sort((a, b) => a.area - b.area)
  const made = outer.map(({ ring }) => ({ ring, holes: [] as Point2[][] }))
  for (const { ring: hole } of rings.filter(({ area }) => area < 0)) {
    // A place inside the hole: half a pixel below and right of its upper left corner, where it turns.
    const [x, y] = insideOf(hole)
    made.find(({ ring }) => insideRing([x, y], ring))?.holes.push(hole)
  }
  return made
}

function insideOf(ring: readonly Point2[]): Point2 {
  const [x, y] = ring.reduce((best, p) =>
    p[1] < best[1] || (p[1] === best[1] && p[0] < best[0]) ? p : best,
  )
  return [x + 0.5, y + 0.5]
}

/** How far `p` is from the line through a and b. */
function offLine([x, y]: Point2, [ax, ay]: Point2, [bx, by]: Point2): number {
  const length = Math.hypot(bx - ax, by - ay)
  if (length === 0) return Math.hypot(x - ax, y - ay)
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
}

/** Douglas and Peucker: keeps `from` and `to`, and between them what is farther than `tolerance` from the line. */
function keepBetween(
  path: readonly Point2[],
  from: number,
  to: number,
  tolerance: number,
  kept: Set<number>,
): void {
  const waiting: [number, number][] = [[from, to]]
  for (let range = waiting.pop(); range; range = waiting.pop()) {
    const [first, last] = range
    const a = path[first]
    const b = path[last % path.length]
    let farthest = tolerance
    let index = -1
    for (let i = first + 1; a && b && i < last; i++) {
      const off = offLine(path[i] ?? a, a, b)
      if (off > farthest) {
        farthest = off
        index = i
      }
    }
    if (index < 0) continue
    kept.add(index)
    waiting.push([first, index], [index, last])
  }
}

/** A ring with fewer vertices, none of the old ones farther than `tolerance` from it. */
export function simplified(ring: readonly Point2[], tolerance: number): readonly Point2[] {
  const [first] = ring
  if (!first || ring.length <= 3) return ring
  let far = 0
  for (const [i, p] of ring.entries()) {
    const best = ring[far] ?? first
    if (
      Math.hypot(p[0] - first[0], p[1] - first[1]) >
      Math.hypot(best[0] - first[0], best[1] - first[1])
    )
      far = i
  }
  const kept = new Set([0, far])
  keepBetween(ring, 0, far, tolerance, kept)
  keepBetween(ring, far, ring.length, tolerance, kept)
  const left = ring.filter((_, i) => kept.has(i))
  return left.length >= 3 ? left : ring
}

/** The same for an open path, which keeps its ends. */
export function simplifiedPath(path: readonly Point2[], tolerance: number): readonly Point2[] {
  const last = path.length - 1
  const kept = new Set([0, last])
  keepBetween(path, 0, last, tolerance, kept)
  return path.filter((_, i) => kept.has(i))
}
