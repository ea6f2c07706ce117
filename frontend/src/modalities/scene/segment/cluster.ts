/** Points that hang together around one of them: cells of space with points in them, reached from neighbour to neighbour. */
import type { Point3 } from '../../../kinds'
import type { Layer } from '../data/frames'
import type { Chunk } from '../data/packed'

/** Side of a cell in metres near the sensor, and how it grows with the distance: points are further apart there. */
const [SIDE, GROWTH] = [0.25, 0.007]
/** Nothing further from the point is looked at, in metres. */
const REACH = 15

export interface ClusterWish {
  /** Scene frame. */
  readonly place: Point3
  readonly sensor: Point3
  readonly isOpen: (layer: Layer, point: number) => boolean
}

/** Numbers of the points of each layer that hang together with what is at the place. */
export function hangingTogether(
  layers: readonly Layer[],
  wish: ClusterWish,
): readonly Uint32Array[] {
  const { place, sensor } = wish
  const far = Math.hypot(place[0] - sensor[0], place[1] - sensor[1])
  const cells = new Grid(Math.min(0.8, SIDE + GROWTH * far))
  const all = layers.map((layer) => candidates(layer, wish, cells))
  cells.spread()
  return all.map(({ points, of }) => points.filter((_, i) => cells.isReached(of[i] as number)))
}

const isNear = ({ min, max }: Chunk, [x, y]: Point3): boolean =>
  min[0] <= x + REACH && max[0] >= x - REACH && min[1] <= y + REACH && max[1] >= y - REACH

/** Points within reach that may belong to the thing, and the cell of each. */
function candidates(layer: Layer, { place, isOpen }: ClusterWish, cells: Grid) {
  const [x, y, z] = place
  const at = layer.points.positions
  const points: number[] = []
  const of: number[] = []
  const take = (n: number): void => {
    const dx = (at[3 * n] as number) - x
    const dy = (at[3 * n + 1] as number) - y
    const dz = (at[3 * n + 2] as number) - z
    const far = Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz))
    if (far >= REACH || !isOpen(layer, n)) return
    points.push(n)
    of.push(cells.mark(dx, dy, dz))
  }
  for (const chunk of layer.points.chunks) {
    if (!isNear(chunk, place)) continue
    for (let n = chunk.first; n < chunk.first + chunk.count; n++) take(n)
  }
  return { points: Uint32Array.from(points), of }
}

/** Cells of a cube around a place: 1 with points, 2 reached. */
class Grid {
  readonly #side: number
  readonly #across: number
  readonly #marks: Uint8Array

  constructor(side: number) {
    this.#side = side
    this.#across = 2 * Math.ceil(REACH / side) + 3
    this.#marks = new Uint8Array(this.#across ** 3)
  }

  /** The cell of a place relative to the middle. */
  #of(dx: number, dy: number, dz: number): number {
    const step = (d: number) => Math.floor((d + REACH) / this.#side) + 1
    return (step(dz) * this.#across + step(dy)) * this.#across + step(dx)
  }

  mark(dx: number, dy: number, dz: number): number {
    const cell = this.#of(dx, dy, dz)
    this.#marks[cell] = 1
    return cell
  }

  isReached(cell: number): boolean {
    return this.#marks[cell] === 2
  }

  /** From the middle to everything that touches, edges and corners too. */
  spread(): void {
    const row = this.#across
    const steps = [-1, 0, 1]
    const around = steps.flatMap((a) =>
      steps.flatMap((b) => steps.map((c) => (a * row + b) * row + c)),
    )
    const start = this.#of(0, 0, 0)
    const queue = around.map((by) => start + by).filter((cell) => this.#marks[cell] === 1)
    for (const cell of queue) this.#marks[cell] = 2
    for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
      for (const by of around) {
        if (this.#marks[cell + by] !== 1) continue
        this.#marks[cell + by] = 2
        queue.push(cell + by)
      }
    }
  }
}
