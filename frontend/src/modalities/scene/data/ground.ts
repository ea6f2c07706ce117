/** The ground around a place as a plane, from the lowest points of a grid. */
import { eachNear } from './near'
import type { Packed } from './packed'

/** z = a x + b y + c, with x and y counted from the place that was asked about. */
export interface Plane {
  readonly a: number
  readonly b: number
  readonly c: number
}

/** Side of a cell of the grid in metres. */
const CELL = 1
/** Cells that lie higher above the plane than this are not of the ground. */
const HIGH = 0.25
const ROUNDS = 6
const FEWEST = 6
/** No road is steeper. */
const STEEPEST = 0.3

type Low = readonly [x: number, y: number, z: number]

function lowest(frame: Packed, x: number, y: number, reach: number): readonly Low[] {
  const side = Math.ceil((2 * reach) / CELL)
  const least = new Float32Array(side * side).fill(Number.POSITIVE_INFINITY)
  eachNear(frame, x, y, reach, (dx, dy, z) => {
    const cell = Math.floor((dy + reach) / CELL) * side + Math.floor((dx + reach) / CELL)
    least[cell] = Math.min(z, least[cell] as number)
  })
  const lows: Low[] = []
  least.forEach((z, cell) => {
    if (!Number.isFinite(z)) return
    const [column, row] = [cell % side, Math.floor(cell / side)]
    lows.push([(column + 0.5) * CELL - reach, (row + 0.5) * CELL - reach, z])
  })
  return lows
}

/** Least squares over the places; level when they do not say how it slopes. */
function through(lows: readonly Low[]): Plane {
  const n = lows.length
  const mean = (k: 0 | 1 | 2) => lows.reduce((sum, low) => sum + low[k], 0) / n
  const [mx, my, mz] = [mean(0), mean(1), mean(2)]
  let [xx, xy, yy, xz, yz] = [0, 0, 0, 0, 0]
  for (const [x, y, z] of lows) {
    xx += (x - mx) * (x - mx)
    xy += (x - mx) * (y - my)
    yy += (y - my) * (y - my)
    xz += (x - mx) * (z - mz)
    yz += (y - my) * (z - mz)
  }
  const det = xx * yy - xy * xy
  if (det < 1e-6 * n * n) return { a: 0, b: 0, c: mz }
  const a = (xz * yy - yz * xy) / det
  const b = (yz * xx - xz * xy) / det
  if (Math.hypot(a, b) > STEEPEST) return { a: 0, b: 0, c: mz }
  return { a, b, c: mz - a * mx - b * my }
}

/** The ground within `reach` metres of a place of the scene frame; null when there are no points. */
export function groundAround(frame: Packed, x: number, y: number, reach: number): Plane | null {
  const lows = lowest(frame, x, y, reach)
  if (lows.length === 0) return null
  const heights = lows.map(([, , z]) => z).sort((p, q) => p - q)
  let plane: Plane = { a: 0, b: 0, c: heights[Math.floor(heights.length * 0.2)] ?? 0 }
  for (let round = 0; round < ROUNDS; round++) {
    // Strays below the ground count as little as things above it.
    const limit = HIGH * (1 + (ROUNDS - round) / ROUNDS)
    const kept = lows.filter(([px, py, z]) => Math.abs(z - heightOf(plane, px, py)) < limit)
    if (kept.length < FEWEST) break
    plane = through(kept)
  }
  return plane
}

/** Height of the plane, x and y counted from the place it was asked about. */
export const heightOf = ({ a, b, c }: Plane, x: number, y: number): number => a * x + b * y + c
