import type { Point2 } from '../../../core/geometry'

/** Takes one strip of whole pixels: rows `top` up to, not including, `bottom` of a column. */
export type PutSpan = (column: number, top: number, bottom: number) => void

/** A brush tip of so many pixels across. */
export interface Tip {
  readonly size: number
  readonly square: boolean
}

/** Where a tip of this size sits, so that small tips cover whole pixels: on a pixel, or on a corner of four. */
export function seated([x, y]: Point2, { size }: Tip): Point2 {
  const odd = Math.round(size) % 2 === 1
  return odd ? [Math.floor(x) + 0.5, Math.floor(y) + 0.5] : [Math.round(x), Math.round(y)]
}

const corners = ([x, y]: Point2, r: number): readonly Point2[] => [
  [x - r, y - r],
  [x + r, y - r],
  [x + r, y + r],
  [x - r, y + r],
]

/** The four corners of the strip that a round tip sweeps between two places. */
function strip([ax, ay]: Point2, [bx, by]: Point2, r: number): readonly Point2[] {
  const length = Math.hypot(bx - ax, by - ay)
  if (length === 0) return []
  const nx = (-(by - ay) / length) * r
  const ny = ((bx - ax) / length) * r
  return [
    [ax + nx, ay + ny],
    [ax - nx, ay - ny],
    [bx - nx, by - ny],
    [bx + nx, by + ny],
  ]
}

type Reach = [low: number, high: number]

function widen(reach: Reach, y: number): void {
  if (y < reach[0]) reach[0] = y
  if (y > reach[1]) reach[1] = y
}

/** How far up and down the hull of these points reaches along a vertical line. */
function crossHull(reach: Reach, hull: readonly Point2[], x: number): void {
  for (const [i, [ax, ay]] of hull.entries()) {
    for (const [bx, by] of hull.slice(i + 1)) {
      if (Math.min(ax, bx) > x || Math.max(ax, bx) < x) continue
      if (ax === bx) {
        widen(reach, ay)
        widen(reach, by)
      } else widen(reach, ay + ((by - ay) * (x - ax)) / (bx - ax))
    }
  }
}

function crossDisc(reach: Reach, [cx, cy]: Point2, r: number, x: number): void {
  const dx = x - cx
  if (Math.abs(dx) > r) return
  const half = Math.sqrt(r * r - dx * dx)
  widen(reach, cy - half)
  widen(reach, cy + half)
}

/** Pixels whose centres a tip covers on its way from one place to another. */
export function sweep(from: Point2, to: Point2, tip: Tip, put: PutSpan): void {
  const a = seated(from, tip)
  const b = seated(to, tip)
  const r = tip.size / 2
  const hull = tip.square ? [...corners(a, r), ...corners(b, r)] : strip(a, b, r)
  const left = Math.ceil(Math.min(a[0], b[0]) - r - 0.5)
  const right = Math.floor(Math.max(a[0], b[0]) + r - 0.5)
  for (let column = left; column <= right; column++) {
    const reach: Reach = [Infinity, -Infinity]
    crossHull(reach, hull, column + 0.5)
    if (!tip.square) {
      crossDisc(reach, a, r, column + 0.5)
      crossDisc(reach, b, r, column + 0.5)
    }
    const top = Math.ceil(reach[0] - 0.5)
    const bottom = Math.floor(reach[1] - 0.5) + 1
    if (bottom > top) put(column, top, bottom)
  }
}

/** Pixels whose centres lie inside the rings, by the even-odd rule, as the server has it. */
export function fillRings(rings: readonly (readonly Point2[])[], put: PutSpan): void {
  const columns = new Map<number, number[]>()
  for (const ring of rings) {
    for (const [i, p] of ring.entries()) crossings(p, ring[(i + 1) % ring.length] ?? p, columns)
  }
  for (const [column, rows] of columns) {
    rows.sort((a, b) => a - b)
    for (let i = 0; i + 1 < rows.length; i += 2) {
      const top = rows[i] ?? 0
      const bottom = rows[i + 1] ?? 0
      if (bottom > top) put(column, top, bottom)
    }
  }
}

/** The first rows below an edge, in every column whose middle it crosses. */
function crossings(p: Point2, q: Point2, columns: Map<number, number[]>): void {
  const [[x0, y0], [x1, y1]] = p[0] <= q[0] ? [p, q] : [q, p]
  for (let column = Math.ceil(x0 - 0.5); column < Math.ceil(x1 - 0.5); column++) {
    const y = y0 + ((column + 0.5 - x0) * (y1 - y0)) / (x1 - x0)
    const rows = columns.get(column)
    if (rows) rows.push(Math.ceil(y - 0.5))
    else columns.set(column, [Math.ceil(y - 0.5)])
  }
}
