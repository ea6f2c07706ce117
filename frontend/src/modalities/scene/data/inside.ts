/** Which points of a frame lie in a box. */
import { type Cuboid, cornersOfCuboid, type Point3 } from '../../../kinds'
import type { Chunk, Packed } from './packed'

function reach(box: Cuboid): { min: Point3; max: Point3 } {
  const corners = cornersOfCuboid(box)
  const axis = (k: 0 | 1 | 2) => corners.map((corner) => corner[k])
  return {
    min: [Math.min(...axis(0)), Math.min(...axis(1)), Math.min(...axis(2))],
    max: [Math.max(...axis(0)), Math.max(...axis(1)), Math.max(...axis(2))],
  }
}

const meets = ({ min, max }: { min: Point3; max: Point3 }, chunk: Chunk): boolean =>
  [0, 1, 2].every((k) => {
    const axis = k as 0 | 1 | 2
    return chunk.min[axis] <= max[axis] && chunk.max[axis] >= min[axis]
  })

/** Rows of the matrix that turns a scene direction into the box's axes. */
function axesOf({ qw: w, qx: x, qy: y, qz: z }: Cuboid): readonly number[] {
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y + w * z),
    2 * (x * z - w * y),
    2 * (x * y - w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z + w * x),
    2 * (x * z + w * y),
    2 * (y * z - w * x),
    1 - 2 * (x * x + y * y),
  ]
}

/** The number of a point, and where it lies in the box's own frame. */
type Visit = (point: number, x: number, y: number, z: number) => void

/** Call `found` with every point in the box (scene frame) grown by `margin` metres on all sides. */
export function eachInside(frame: Packed, box: Cuboid, margin: number, found: Visit): void {
  const grown = {
    ...box,
    length: box.length + 2 * margin,
    width: box.width + 2 * margin,
    height: box.height + 2 * margin,
  }
  const bounds = reach(grown)
  for (const chunk of frame.chunks) {
    if (meets(bounds, chunk)) eachOf(frame.near(chunk), chunk, grown, found)
  }
}

function eachOf(at: Float32Array, { first, count }: Chunk, box: Cuboid, found: Visit): void {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = axesOf(box)
  const [hl, hw, hh] = [box.length / 2, box.width / 2, box.height / 2]
  for (let n = first; n < first + count; n++) {
    const x = (at[3 * n] as number) - box.x
    const y = (at[3 * n + 1] as number) - box.y
    const z = (at[3 * n + 2] as number) - box.z
    const u = a * x + b * y + c * z
    if (u > hl || u < -hl) continue
    const v = d * x + e * y + f * z
    if (v > hw || v < -hw) continue
    const w = g * x + h * y + i * z
    if (w <= hh && w >= -hh) found(n, u, v, w)
  }
}

/** Points in a box of the scene frame. */
export function countInside(frame: Packed, box: Cuboid): number {
  let count = 0
  eachInside(frame, box, 0, () => {
    count++
  })
  return count
}
