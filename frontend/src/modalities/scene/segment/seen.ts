/** Where every point of a frame is on the screen, and which of them a hand can reach there. Pure. */
import type { Point2 } from '../../../core/geometry'
import type { Packed } from '../data/packed'
import type { LinearView } from '../view/views'

/** Pixels right of and below the corner of the view; `NOWHERE` for what is not drawn there. */
export interface Seen {
  readonly x: Int16Array
  readonly y: Int16Array
  /** 1 for what nothing stands before. */
  readonly front: Uint8Array
  readonly width: number
  readonly height: number
}

const NOWHERE = -32_768
/** Within such a square of the screen what is nearest hides what lies further behind than metres or a share allow. */
const CELL = 6
const [BEHIND, SHARE] = [0.5, 0.03]

/** Depths in metres along the view: with perspective they are the last row of the matrix, without one the third. */
function depthRow({ matrix: m }: LinearView): readonly [number, number, number, number] {
  const row = (k: number) => [m[k], m[4 + k], m[8 + k], m[12 + k]].map((value) => value ?? 0)
  const [a = 0, b = 0, c = 0, d = 0] = row(3)
  if (a !== 0 || b !== 0 || c !== 0) return [a, b, c, d]
  const [e = 0, f = 0, g = 0, h = 0] = row(2)
  const reach = 1 / Math.hypot(e, f, g)
  return [e * reach, f * reach, g * reach, h * reach]
}

/** `isDrawn` is asked for points that fall into the view. */
export function seenIn(view: LinearView, frame: Packed, isDrawn: (point: number) => boolean): Seen {
  const { width, height } = view.rect
  const [w, h] = [Math.round(width), Math.round(height)]
  const seen = {
    x: new Int16Array(frame.count).fill(NOWHERE),
    y: new Int16Array(frame.count),
    front: new Uint8Array(frame.count),
    width: w,
    height: h,
  }
  const depth = project(view, frame, seen, isDrawn)
  markFront(seen, depth)
  return seen
}

function project(
  view: LinearView,
  frame: Packed,
  { x: px, y: py, width, height }: Seen,
  isDrawn: (point: number) => boolean,
): Float32Array {
  const m = view.matrix
  const [a, b, c, d] = depthRow(view)
  const [m0, m1, m3] = [m[0] as number, m[1] as number, m[3] as number]
  const [m4, m5, m7] = [m[4] as number, m[5] as number, m[7] as number]
  const [m8, m9, m11] = [m[8] as number, m[9] as number, m[11] as number]
  const [m12, m13, m15] = [m[12] as number, m[13] as number, m[15] as number]
  const at = frame.positions
  const depth = new Float32Array(frame.count)
  const [halfWidth, halfHeight] = [width / 2, height / 2]
  for (let n = 0; n < frame.count; n++) {
    const x = at[3 * n] as number
    const y = at[3 * n + 1] as number
    const z = at[3 * n + 2] as number
    const by = m3 * x + m7 * y + m11 * z + m15
    if (by <= 0.05) continue
    const u = halfWidth * (1 + (m0 * x + m4 * y + m8 * z + m12) / by)
    if (u < 0 || u >= width) continue
    const v = halfHeight * (1 - (m1 * x + m5 * y + m9 * z + m13) / by)
    if (v < 0 || v >= height || !isDrawn(n)) continue
    px[n] = u
    py[n] = v
    depth[n] = a * x + b * y + c * z + d
  }
  return depth
}

function markFront({ x, y, front, width, height }: Seen, depth: Float32Array): void {
  const columns = Math.ceil(width / CELL)
  const nearest = new Float32Array(columns * Math.ceil(height / CELL)).fill(
    Number.POSITIVE_INFINITY,
  )
  const cellOf = (n: number) =>
    Math.floor((y[n] as number) / CELL) * columns + Math.floor((x[n] as number) / CELL)
  for (let n = 0; n < x.length; n++) {
    if (x[n] === NOWHERE) continue
    const cell = cellOf(n)
    if ((depth[n] as number) < (nearest[cell] as number)) nearest[cell] = depth[n] as number
  }
  for (let n = 0; n < x.length; n++) {
    if (x[n] === NOWHERE) continue
    const first = nearest[cellOf(n)] as number
    front[n] = (depth[n] as number) <= first + Math.max(BEHIND, SHARE * Math.abs(first)) ? 1 : 0
  }
}

/** Where the edges of an outline cross the middle of each row of pixels, from left to right. */
function crossings(outline: readonly Point2[], height: number): readonly number[][] {
  const rows = Array.from({ length: height }, (): number[] => [])
  outline.forEach(([ax, ay], i) => {
    const [bx, by] = outline[(i + 1) % outline.length] ?? [ax, ay]
    const first = Math.max(0, Math.ceil(Math.min(ay, by) - 0.5))
    const end = Math.min(height, Math.ceil(Math.max(ay, by) - 0.5))
    for (let row = first; row < end; row++) {
      rows[row]?.push(ax + ((row + 0.5 - ay) / (by - ay)) * (bx - ax))
    }
  })
  for (const row of rows) row.sort((p, q) => p - q)
  return rows
}

/** The pixels inside a closed outline (even-odd), 1 in a picture of the view. */
function filled(outline: readonly Point2[], { width, height }: Seen): Uint8Array {
  const mask = new Uint8Array(width * height)
  crossings(outline, height).forEach((row, y) => {
    for (let i = 0; i + 1 < row.length; i += 2) {
      const from = Math.max(0, Math.ceil((row[i] as number) - 0.5))
      const to = Math.min(width, Math.ceil((row[i + 1] as number) - 0.5))
      if (to > from) mask.fill(1, y * width + from, y * width + to)
    }
  })
  return mask
}

/** Numbers of the points inside a closed outline, in pixels of the view. */
export function inOutline(seen: Seen, outline: readonly Point2[], through: boolean): Uint32Array {
  const mask = filled(outline, seen)
  const found = new Uint32Array(seen.x.length)
  let count = 0
  for (let n = 0; n < seen.x.length; n++) {
    const x = seen.x[n] as number
    if (x === NOWHERE || !mask[(seen.y[n] as number) * seen.width + x]) continue
    if (through || seen.front[n]) found[count++] = n
  }
  return found.slice(0, count)
}

/** Call `touched` with the points that a round brush meets on its way between two places. */
export function underBrush(
  seen: Seen,
  [ax, ay]: Point2,
  [bx, by]: Point2,
  radius: number,
  through: boolean,
  touched: (point: number) => void,
): void {
  const [low, high] = [Math.min(ay, by) - radius, Math.max(ay, by) + radius]
  const [left, right] = [Math.min(ax, bx) - radius, Math.max(ax, bx) + radius]
  const [dx, dy] = [bx - ax, by - ay]
  const square = dx * dx + dy * dy
  for (let n = 0; n < seen.x.length; n++) {
    const x = seen.x[n] as number
    if (x < left || x > right) continue
    const y = seen.y[n] as number
    if (y < low || y > high || !(through || seen.front[n])) continue
    const t = square > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square)) : 0
    const [ox, oy] = [x - ax - t * dx, y - ay - t * dy]
    if (ox * ox + oy * oy <= radius * radius) touched(n)
  }
}

/** The point at a place of the view: of those within reach that nothing hides, the one nearest on the screen; or null. */
export function pointAt(seen: Seen, [px, py]: Point2, reach: number): number | null {
  let best: number | null = null
  let least = reach * reach
  underBrush(seen, [px, py], [px, py], reach, false, (n) => {
    const far = ((seen.x[n] as number) - px) ** 2 + ((seen.y[n] as number) - py) ** 2
    if (far > least) return
    least = far
    best = n
  })
  return best
}
