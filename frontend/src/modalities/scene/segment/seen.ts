/** Where every point of a frame is on the screen, and which of them a hand can reach there. Pure. */
import type { Point2 } from '../../../core/geometry'
import type { Chunk, Packed } from '../data/packed'
import { coverOf, meets } from '../view/cover'
import type { LinearView, Rect } from '../view/views'

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

interface Part {
  readonly chunk: Chunk
  readonly cover: Rect
  isKnown: boolean
}

/** `isDrawn` is asked for points that fall into the view. */
export const seenIn = (
  view: LinearView,
  frame: Packed,
  isDrawn: (point: number) => boolean,
): Seen => new Seen(view, frame, isDrawn)

/** The points of a frame in a view. What lies where nobody's hand has been is never looked up. */
export class Seen {
  readonly width: number
  readonly height: number
  /** Pixels right of and below the corner of the view; `NOWHERE` for what is not drawn there, or not looked up. */
  readonly x: Int16Array
  readonly y: Int16Array
  readonly #depth: Float32Array
  /** How near the nearest point of each cell of the screen is. */
  readonly #nearest: Float32Array
  readonly #columns: number
  readonly #view: LinearView
  readonly #frame: Packed
  readonly #isDrawn: (point: number) => boolean
  readonly #parts: readonly Part[]

  constructor(view: LinearView, frame: Packed, isDrawn: (point: number) => boolean) {
    const { width, height } = view.rect
    this.width = Math.round(width)
    this.height = Math.round(height)
    this.x = new Int16Array(frame.count).fill(NOWHERE)
    this.y = new Int16Array(frame.count)
    this.#depth = new Float32Array(frame.count)
    this.#columns = Math.ceil(this.width / CELL)
    const cells = this.#columns * Math.ceil(this.height / CELL)
    this.#nearest = new Float32Array(cells).fill(Number.POSITIVE_INFINITY)
    // What was seen is asked later, when the view may have moved on.
    this.#view = { ...view, rect: view.rect, matrix: view.matrix } as LinearView
    this.#frame = frame
    this.#isDrawn = isDrawn
    this.#parts = frame.chunks.flatMap((chunk) => {
      const cover = coverOf(view, chunk)
      return cover ? [{ chunk, cover, isKnown: false }] : []
    })
  }

  /** Chunks with points in a part of the view, all of them looked up. */
  within({ x, y, width, height }: Rect): readonly Chunk[] {
    // Whole cells, or what stands before a point could be missed.
    const around = {
      x: x - CELL,
      y: y - CELL,
      width: width + 2 * CELL,
      height: height + 2 * CELL,
    }
    const hit = this.#parts.filter(({ cover }) => meets(cover, around))
    for (const part of hit) {
      if (!part.isKnown) this.#lookUp(part.chunk)
      part.isKnown = true
    }
    return hit.map(({ chunk }) => chunk)
  }

  /** Whether nothing stands before a point. */
  isFront(n: number): boolean {
    const first = this.#nearest[this.#cell(n)] as number
    return (this.#depth[n] as number) <= first + Math.max(BEHIND, SHARE * Math.abs(first))
  }

  #cell(n: number): number {
    const [row, column] = [(this.y[n] as number) / CELL, (this.x[n] as number) / CELL]
    return Math.floor(row) * this.#columns + Math.floor(column)
  }

  #lookUp({ first, count }: Chunk): void {
    const { width, height } = this
    const m = this.#view.matrix
    const [a, b, c, d] = depthRow(this.#view)
    const [m0, m1, m3] = [m[0] as number, m[1] as number, m[3] as number]
    const [m4, m5, m7] = [m[4] as number, m[5] as number, m[7] as number]
    const [m8, m9, m11] = [m[8] as number, m[9] as number, m[11] as number]
    const [m12, m13, m15] = [m[12] as number, m[13] as number, m[15] as number]
    const at = this.#frame.positions
    const [halfWidth, halfHeight] = [width / 2, height / 2]
    for (let n = first; n < first + count; n++) {
      const x = at[3 * n] as number
      const y = at[3 * n + 1] as number
      const z = at[3 * n + 2] as number
      const by = m3 * x + m7 * y + m11 * z + m15
      if (by <= 0.05) continue
      const u = halfWidth * (1 + (m0 * x + m4 * y + m8 * z + m12) / by)
      if (u < 0 || u >= width) continue
      const v = halfHeight * (1 - (m1 * x + m5 * y + m9 * z + m13) / by)
      if (v < 0 || v >= height || !this.#isDrawn(n)) continue
      this.x[n] = u
      this.y[n] = v
      this.#found(n, a * x + b * y + c * z + d)
    }
  }

  #found(n: number, depth: number): void {
    this.#depth[n] = depth
    const cell = this.#cell(n)
    if (depth < (this.#nearest[cell] as number)) this.#nearest[cell] = depth
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

/** What a path may touch when it is so wide, in pixels of the view. */
export function boundsOf(path: readonly Point2[], reach = 0): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of path) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const [width, height] = [right - left + 2 * reach, bottom - top + 2 * reach]
  return { x: left - reach, y: top - reach, width, height }
}

/** Numbers of the points inside a closed outline, in pixels of the view. */
export function inOutline(seen: Seen, outline: readonly Point2[], through: boolean): Uint32Array {
  const mask = filled(outline, seen)
  const chunks = seen.within(boundsOf(outline))
  const found = new Uint32Array(chunks.reduce((sum, { count }) => sum + count, 0))
  let count = 0
  for (const chunk of chunks) {
    for (let n = chunk.first; n < chunk.first + chunk.count; n++) {
      const x = seen.x[n] as number
      if (x === NOWHERE || !mask[(seen.y[n] as number) * seen.width + x]) continue
      if (through || seen.isFront(n)) found[count++] = n
    }
  }
  return found.slice(0, count)
}

/** Call `touched` with the points that a round brush meets on its way between two places. */
export function underBrush(
  seen: Seen,
  from: Point2,
  to: Point2,
  radius: number,
  through: boolean,
  touched: (point: number) => void,
): void {
  const { x: left, y: low, width, height } = boundsOf([from, to], radius)
  const [right, high] = [left + width, low + height]
  const [ax, ay] = from
  const [dx, dy] = [to[0] - ax, to[1] - ay]
  const square = dx * dx + dy * dy
  const test = (n: number): void => {
    const x = seen.x[n] as number
    if (x < left || x > right) return
    const y = seen.y[n] as number
    if (y < low || y > high || !(through || seen.isFront(n))) return
    const t = square > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square)) : 0
    const [ox, oy] = [x - ax - t * dx, y - ay - t * dy]
    if (ox * ox + oy * oy <= radius * radius) touched(n)
  }
  for (const { first, count } of seen.within({ x: left, y: low, width, height })) {
    for (let n = first; n < first + count; n++) test(n)
  }
}

/** The point at a place of the view: of those within reach that nothing hides, the one nearest on the screen; or null. */
export function pointAt(
  seen: Seen,
  [px, py]: Point2,
  reach: number,
  isMeant: (point: number) => boolean = () => true,
): number | null {
  let best: number | null = null
  let least = reach * reach
  underBrush(seen, [px, py], [px, py], reach, false, (n) => {
    const far = ((seen.x[n] as number) - px) ** 2 + ((seen.y[n] as number) - py) ** 2
    if (far > least || !isMeant(n)) return
    least = far
    best = n
  })
  return best
}
