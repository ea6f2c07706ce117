/** Places on the ground for lines: where a ray meets it, and how high it is somewhere. */
import type { Point3 } from '../../../kinds'
import { groundAround } from '../data/ground'
import type { Packed } from '../data/packed'
import { atHeight, type Ray } from '../view/views'

/** Metres around a place that say how high the ground is there; wider where there are no points. */
const [AROUND, WIDER] = [2.5, 8]
/** Times that the ray is asked anew at the height found. */
const ROUNDS = 3

/** Height of the ground at a place of the scene; `otherwise` where no points tell. */
export function groundAt(points: Packed | null, x: number, y: number, otherwise: number): number {
  if (!points) return otherwise
  const plane = groundAround(points, x, y, AROUND) ?? groundAround(points, x, y, WIDER)
  return plane?.c ?? otherwise
}

/** Where a ray meets the ground, which need not be level; null above the horizon. */
export function groundHit(points: Packed | null, ray: Ray, road: number): Point3 | null {
  let hit = atHeight(ray, road)
  for (let round = 0; hit && round < ROUNDS; round++) {
    const z = groundAt(points, hit[0], hit[1], hit[2])
    if (Math.abs(z - hit[2]) < 0.005) break
    hit = atHeight(ray, z)
  }
  return hit
}
