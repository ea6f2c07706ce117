import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import { partAt } from '../masks/picture'
import { edgeStrength, type Pixels } from '../masks/smart/edges'

/** Farthest look-around in pixels of the image, so that a small picture on the screen stays fluid. */
const FARTHEST = 48
/** Weaker changes of brightness (of 255) are no edges. */
const FAINT = 140

/** A piece of a picture; what lies beyond its border is left out. */
function cutOut({ width, height, data }: Pixels, [cx, cy]: Point2, reach: number) {
  const x = Math.max(0, Math.floor(cx) - reach)
  const y = Math.max(0, Math.floor(cy) - reach)
  const right = Math.min(width, Math.floor(cx) + reach + 1)
  const bottom = Math.min(height, Math.floor(cy) + reach + 1)
  const piece = new Uint8ClampedArray(4 * (right - x) * (bottom - y))
  for (let row = y; row < bottom; row++) {
    const from = 4 * (row * width + x)
    piece.set(data.subarray(from, from + 4 * (right - x)), 4 * (row - y) * (right - x))
  }
  return { x, y, pixels: { width: right - x, height: bottom - y, data: piece } }
}

/** Around a pixel, the middle of what is steep there: an edge runs between pixels, not through one. */
function refined(strength: Uint8Array, width: number, index: number): Point2 {
  let [sum, sx, sy] = [0, 0, 0]
  for (const dy of [-1, 0, 1]) {
    for (const dx of [-1, 0, 1]) {
      const weight = (strength[index + dy * width + dx] ?? 0) ** 2
      sum += weight
      sx += weight * dx
      sy += weight * dy
    }
  }
  return [(index % width) + 0.5 + sx / sum, Math.floor(index / width) + 0.5 + sy / sum]
}

/** The strongest change of brightness around a place, the nearer the better; null where all is even. */
export function strongestEdge(picture: Pixels, at: Point2, reach: number): Point2 | null {
  const { x, y, pixels } = cutOut(picture, at, reach + 1)
  const strength = edgeStrength(pixels)
  let best = -1
  let most = 0
  for (const [i, value] of strength.entries()) {
    if (value < FAINT) continue
    const dx = x + (i % pixels.width) + 0.5 - at[0]
    const dy = y + Math.floor(i / pixels.width) + 0.5 - at[1]
    const away = Math.hypot(dx, dy)
    const pull = away > reach ? 0 : value * (1 - away / (reach + 1))
    if (pull > most) {
      most = pull
      best = i
    }
  }
  if (best < 0) return null
  const [px, py] = refined(strength, pixels.width, best)
  return [x + px, y + py]
}

/** The edge in the picture that is nearest to the pointer; null where there are no pixels to look at. */
export function edgeNear(editor: Editor, at: Point2, tolerance: number): Point2 | null {
  const reach = Math.min(FARTHEST, Math.max(2, Math.round(tolerance)))
  const part = partAt(editor, at)
  const found = part && strongestEdge(part.pixels, [at[0] - part.x, at[1] - part.y], reach)
  return found && [found[0] + part.x, found[1] + part.y]
}
