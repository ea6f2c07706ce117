/** A side of a box moved to the points. */
import { type Cuboid, faceMoved } from '../../../kinds'
import { type BoxViewId, FACING } from '../view/views'
import { eachInside } from './inside'
import type { Packed } from './packed'

/** How far outside the box points still count, in metres. */
const OUTSIDE = 0.4
/** Points so near to the bottom are of the ground, in metres. */
const BOTTOM = 0.15
/** So few points are strays. */
const STRAYS = 2

/** Where the outermost points lie along an axis of the box on one side, from its middle; null without points. */
function outermost(frame: Packed, box: Cuboid, axis: 0 | 1 | 2, sign: 1 | -1): number | null {
  const found: number[] = []
  const half = [box.length / 2, box.width / 2, box.height / 2]
  eachInside(frame, box, OUTSIDE, (n, ...at) => {
    if (axis !== 2 && (at[2] < BOTTOM - box.height / 2 || frame.isGround(n))) return
    const isAside = [0, 1, 2].some((k) => k !== axis && Math.abs(at[k] ?? 0) > (half[k] ?? 0))
    if (!isAside) found.push(sign * (at[axis] ?? 0))
  })
  found.sort((a, b) => b - a)
  return found[Math.min(STRAYS, found.length - 1)] ?? null
}

/** The box (scene frame) with the sides that a grip names moved to the outermost points near them. */
export function snapped(
  frame: Packed,
  box: Cuboid,
  id: BoxViewId,
  grip: { readonly right: number; readonly up: number },
): Cuboid {
  const { right, up } = FACING[id]
  let next = box
  for (const [facing, way] of [
    [right, grip.right],
    [up, grip.up],
  ] as const) {
    if (way === 0) continue
    const sign = facing.sign * way > 0 ? 1 : -1
    const out = outermost(frame, next, facing.axis, sign)
    const half = [next.length / 2, next.width / 2, next.height / 2][facing.axis] ?? 0
    if (out !== null && out > 0) next = faceMoved(next, facing.axis, sign, out - half)
  }
  return next
}
