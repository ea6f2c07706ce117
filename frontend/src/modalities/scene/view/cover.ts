/** Which part of a view the points of a chunk can be in. Pure. */
import type { Point3 } from '../../../kinds'
import type { Chunk } from '../data/packed'
import { clipped } from './matrix'
import type { LinearView, Rect } from './views'

/** The part of the view that a chunk may cover, in pixels from its corner; null when it is not in the view. */
export function coverOf({ matrix, rect }: LinearView, { min, max }: Chunk): Rect | null {
  const { width, height } = rect
  let [left, top, right, bottom] = [width, height, 0, 0]
  let isAround = false
  let ahead = 0
  for (let corner = 0; corner < 8; corner++) {
    const at = (k: 0 | 1 | 2) => ((corner >> k) & 1 ? max : min)[k]
    const place: Point3 = [at(0), at(1), at(2)]
    const [x, y, w] = clipped(matrix, place)
    if (w <= 0.01) {
      isAround = true
      continue
    }
    ahead++
    const [u, v] = [(width * (1 + x / w)) / 2, (height * (1 - y / w)) / 2]
    left = Math.min(left, u)
    right = Math.max(right, u)
    top = Math.min(top, v)
    bottom = Math.max(bottom, v)
  }
  if (ahead === 0) return null
  // The eye is among its points: they may be anywhere.
  if (isAround) return { x: 0, y: 0, width, height }
  const [x, y] = [Math.max(0, left), Math.max(0, top)]
  const [w, h] = [Math.min(width, right) - x, Math.min(height, bottom) - y]
  return w < 0 || h < 0 ? null : { x, y, width: w, height: h }
}

export const meets = (a: Rect, b: Rect): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
