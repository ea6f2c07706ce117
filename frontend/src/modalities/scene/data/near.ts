/** Points of a frame around a place. */
import type { Chunk, Packed } from './packed'

const isFar = ({ min, max }: Chunk, x: number, y: number, reach: number): boolean =>
  min[0] > x + reach || max[0] < x - reach || min[1] > y + reach || max[1] < y - reach

/** Called with the place of a point relative to the middle, and its height in the scene frame. */
export type NearVisit = (dx: number, dy: number, z: number) => void

/** Visit every point less than `reach` metres away along both x and y (scene frame). */
export function eachNear(
  frame: Packed,
  x: number,
  y: number,
  reach: number,
  visit: NearVisit,
): void {
  for (const chunk of frame.chunks) {
    if (isFar(chunk, x, y, reach)) continue
    const at = frame.near(chunk)
    const end = 3 * (chunk.first + chunk.count)
    for (let n = 3 * chunk.first; n < end; n += 3) {
      const dx = (at[n] as number) - x
      const dy = (at[n + 1] as number) - y
      if (dx < reach && dx >= -reach && dy < reach && dy >= -reach) {
        visit(dx, dy, at[n + 2] as number)
      }
    }
  }
}
