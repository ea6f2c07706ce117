/** A known thing found again in another frame. */
import { type Cuboid, fromBox, headingOf, type Point3, yawed } from '../../../kinds'
import { fitAt } from './fit'
import { eachInside } from './inside'
import type { Packed } from './packed'

/** How far it may have gone since, in metres. */
const GONE = 1
/** Points so near to the bottom are of the ground, in metres. */
const BOTTOM = 0.25

/** The middle of the points in and around a box that are not of the ground; null without any. */
function middleOf(frame: Packed, box: Cuboid): Point3 | null {
  let [n, x, y] = [0, 0, 0]
  eachInside(frame, box, GONE, (_, u, v, w) => {
    if (w < BOTTOM - box.height / 2 || w > box.height / 2) return
    n++
    x += u
    y += v
  })
  return n > 0 ? fromBox(box, [x / n, y / n, 0]) : null
}

/** The box (scene frame) put around its points again, of the same size; null when they are not found. */
export function refitted(frame: Packed, box: Cuboid, sensor: Point3): Cuboid | null {
  const place = middleOf(frame, box)
  const size: Point3 = [box.length, box.width, box.height]
  const heading = headingOf(box)
  const options = { sensor, size, heading, exact: true }
  const found = place && fitAt(frame, place, options)
  // How it is tilted, points of its sides do not say.
  return found && { ...found, ...turnOf(yawed(box, headingOf(found) - heading)) }
}

const turnOf = ({ qw, qx, qy, qz }: Cuboid) => ({ qw, qx, qy, qz })
