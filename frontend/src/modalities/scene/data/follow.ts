/** A thing found again in frame after frame. */
import { type Cuboid, moved, type Point3 } from '../../../kinds'
import { minus, norm } from '../../../kinds/parts/space'
import { countInside } from './inside'
import type { Packed } from './packed'
import { refitted } from './refit'

export interface Look {
  readonly points: Packed
  /** Where the lidar was, scene frame. */
  readonly sensor: Point3
}

export interface Found {
  readonly frame: number
  /** Scene frame. */
  readonly box: Cuboid
}

/** It is lost where it seems to have jumped this far from where it was expected, in metres. */
const JUMP = 1.5
/** It is lost where fewer of its points are left than this share of those before. */
const LEFT = 0.3
const FEWEST = 5

/**
 * Find a box of one frame again in the frames that follow, with its size. `by` is how far it goes from frame to frame.
 * Ends where it is lost: where few of its points are left, or they are not where they should be.
 */
export async function followed(
  start: { readonly box: Cuboid; readonly by: Point3; readonly count: number },
  frames: readonly number[],
  look: (frame: number) => Promise<Look>,
): Promise<readonly Found[]> {
  const found: Found[] = []
  let { box, by, count } = start
  for (const frame of frames) {
    const { points, sensor } = await look(frame)
    const expected = moved(box, by)
    const next = refitted(points, expected, sensor)
    const left = next ? countInside(points, next) : 0
    if (!next || left < Math.max(FEWEST, LEFT * count)) break
    if (norm(minus([next.x, next.y, next.z], [expected.x, expected.y, expected.z])) > JUMP) break
    by = minus([next.x, next.y, next.z], [box.x, box.y, box.z])
    box = next
    count = left
    found.push({ frame, box })
  }
  return found
}
