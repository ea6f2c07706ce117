/** A box put on the ground below it. */
import type { Cuboid } from '../../../kinds'
import { groundAround } from './ground'
import type { Packed } from './packed'

/** The box (scene frame) moved up or down until it stands on the ground around it. */
export function settled(frame: Packed, box: Cuboid): Cuboid {
  const reach = Math.max(5, box.length)
  const ground = groundAround(frame, box.x, box.y, reach)
  return ground ? { ...box, z: ground.c + box.height / 2 } : box
}
