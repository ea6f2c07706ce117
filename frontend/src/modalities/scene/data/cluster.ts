/** The points of one thing: those around a place that hang together above the ground. */
import type { Point3 } from '../../../kinds'
import { heightOf, type Plane } from './ground'
import { eachNear } from './near'
import type { Packed } from './packed'

export interface Cluster {
  /** Relative to the place, in metres. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** Above the ground. */
  readonly height: Float64Array
}

export interface ClusterOptions {
  readonly ground: Plane
  /** Metres around the place that are looked at. */
  readonly reach: number
  /** Points higher above the ground are of something else: a tree, a bridge. */
  readonly ceiling: number
  /** Cells further apart than this do not hang together, in metres. */
  readonly gap: number
}

/** Side of a cell in metres. */
const CELL = 0.2
/** What is lower than this above the ground is ground. */
const FLOOR = 0.2
/** How far from the place the thing may begin, in metres. */
const AIM = 0.9

function above(frame: Packed, place: Point3, options: ClusterOptions): Cluster {
  const { reach, ceiling, ground } = options
  const x: number[] = []
  const y: number[] = []
  const height: number[] = []
  eachNear(frame, place[0], place[1], reach, (dx, dy, z) => {
    const up = z - heightOf(ground, dx, dy)
    if (up < FLOOR || up > ceiling) return
    x.push(dx)
    y.push(dy)
    height.push(up)
  })
  return { x: Float64Array.from(x), y: Float64Array.from(y), height: Float64Array.from(height) }
}

/** Cells of a square grid, those with points marked 1. */
class Cells {
  readonly side: number
  readonly marks: Uint8Array
  readonly #reach: number

  constructor(reach: number) {
    this.#reach = reach
    this.side = Math.ceil((2 * reach) / CELL) + 1
    this.marks = new Uint8Array(this.side * this.side)
  }

  of(x: number, y: number): number {
    const column = Math.floor((x + this.#reach) / CELL)
    return Math.floor((y + this.#reach) / CELL) * this.side + column
  }

  /** The marked cell nearest to the middle, if one is within `most` metres. */
  nearest(most: number): number | null {
    const middle = Math.floor(this.#reach / CELL)
    const steps = Math.ceil(most / CELL)
    let best: number | null = null
    let least = steps * steps + 1
    for (let row = -steps; row <= steps; row++) {
      for (let column = -steps; column <= steps; column++) {
        const far = row * row + column * column
        const cell = (middle + row) * this.side + middle + column
        if (far < least && this.marks[cell]) {
          least = far
          best = cell
        }
      }
    }
    return best
  }

  /** Mark 2 whatever can be reached from a cell over gaps of at most so many metres. */
  spread(start: number, gap: number): void {
    const around = this.#within(Math.max(1, Math.round(gap / CELL)))
    const queue = [start]
    this.marks[start] = 2
    for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
      for (const [row, column] of around) {
        const next = this.#beside(cell, row, column)
        if (this.marks[next] !== 1) continue
        this.marks[next] = 2
        queue.push(next)
      }
    }
  }

  /** Rows and columns from a cell to those around it. */
  #within(steps: number): readonly (readonly [number, number])[] {
    const all = Array.from({ length: 2 * steps + 1 }, (_, i) => i - steps)
    const pairs = all.flatMap((row) => all.map((column) => [row, column] as const))
    return pairs.filter(([row, column]) => row * row + column * column <= steps * steps + 1)
  }

  /** The cell so many rows and columns away; -1 outside the grid. */
  #beside(cell: number, rows: number, columns: number): number {
    const row = Math.floor(cell / this.side) + rows
    const column = (cell % this.side) + columns
    const isInside = row >= 0 && column >= 0 && row < this.side && column < this.side
    return isInside ? row * this.side + column : -1
  }
}

/** The thing at a place of the scene frame; null when nothing stands there. */
export function clusterAt(frame: Packed, place: Point3, options: ClusterOptions): Cluster | null {
  const all = above(frame, place, options)
  const cells = new Cells(options.reach)
  all.x.forEach((x, i) => {
    cells.marks[cells.of(x, all.y[i] ?? 0)] = 1
  })
  const start = cells.nearest(AIM)
  if (start === null) return null
  cells.spread(start, options.gap)
  const isOwn = (_: number, i: number) => cells.marks[cells.of(all.x[i] ?? 0, all.y[i] ?? 0)] === 2
  return { x: all.x.filter(isOwn), y: all.y.filter(isOwn), height: all.height.filter(isOwn) }
}
