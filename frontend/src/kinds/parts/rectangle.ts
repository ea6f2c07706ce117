import { type Bounds, clampNumber, type Point2, point2 } from '../../core/geometry'
import type { HandleOptions, Point } from '../../core/kind'

/** Sides of a rectangle that a handle moves: -1 the left or upper side, 1 the right or lower, 0 neither. */
const SIDES: { readonly [handle: string]: Point2 } = {
  nw: [-1, -1],
  n: [0, -1],
  ne: [1, -1],
  e: [1, 0],
  se: [1, 1],
  s: [0, 1],
  sw: [-1, 1],
  w: [-1, 0],
}

const shown = ([sx, sy]: Point2, b: Bounds, reach: number): boolean =>
  (sx !== 0 || b.maxX - b.minX >= reach) && (sy !== 0 || b.maxY - b.minY >= reach)

/** Names of the handles for which there is room: a side shorter than `reach` has its corners only. */
export const roomyHandles = (b: Bounds, reach: number): readonly string[] =>
  Object.entries(SIDES).flatMap(([handle, side]) => (shown(side, b, reach) ? [handle] : []))

/** No side is dragged shorter than this, in pixels, unless it was shorter already. */
export const MIN_SIDE = 1

/** Where a handle sits. */
export function handleAt(b: Bounds, handle: string): Point2 {
  const [sx, sy] = SIDES[handle] ?? [0, 0]
  return [
    (b.minX + b.maxX) / 2 + (sx * (b.maxX - b.minX)) / 2,
    (b.minY + b.maxY) / 2 + (sy * (b.maxY - b.minY)) / 2,
  ]
}

/** The side that stays (`anchor`) and the one that follows the pointer, in order, never closer than the least length. */
function stretched(min: number, max: number, side: number, to: number): Point2 {
  if (side === 0) return [min, max]
  const anchor = side < 0 ? max : min
  const length = to - anchor
  const sign = length === 0 ? side : Math.sign(length)
  const least = Math.min(MIN_SIDE, max - min)
  const end = anchor + sign * Math.max(Math.abs(length), least)
  return anchor < end ? [anchor, end] : [end, anchor]
}

/** The pointer pulled onto the diagonal, so that a corner keeps the proportions. */
function onDiagonal(b: Bounds, [sx, sy]: Point2, to: Point2): Point2 {
  const width = b.maxX - b.minX
  const height = b.maxY - b.minY
  const ax = sx < 0 ? b.maxX : b.minX
  const ay = sy < 0 ? b.maxY : b.minY
  const factor = Math.max(Math.abs(to[0] - ax) / width, Math.abs(to[1] - ay) / height)
  const size = clampNumber(factor, MIN_SIDE / Math.min(width, height), Number.MAX_SAFE_INTEGER)
  const direction = (delta: number, side: number) => (delta === 0 ? side : Math.sign(delta))
  return [
    ax + direction(to[0] - ax, sx) * width * size,
    ay + direction(to[1] - ay, sy) * height * size,
  ]
}

/** Bounds after dragging a handle; dragging past the opposite side turns the rectangle over. */
export function dragged(b: Bounds, handle: string, to: Point, options?: HandleOptions): Bounds {
  const side = SIDES[handle]
  if (!side) return b
  const isCorner = side[0] !== 0 && side[1] !== 0
  const target = options?.constrain && isCorner ? onDiagonal(b, side, point2(to)) : point2(to)
  const [minX, maxX] = stretched(b.minX, b.maxX, side[0], target[0])
  const [minY, maxY] = stretched(b.minY, b.maxY, side[1], target[1])
  return { minX, minY, maxX, maxY }
}
