/**
 * Where a patch of one picture is in the next: by correlation of greys, which light does not change. Pure.
 *
 * A place is a box in pixels of the frame. Pictures are looked at through `Look`, which gives the greys of any part of
 * a frame at any scale, so that large and small things take the same time.
 */

export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Greys of a part of a picture, row by row. */
export interface Patch {
  readonly width: number
  readonly height: number
  readonly greys: Float32Array
}

/** A part of a frame, brought to so many pixels. */
export type Look = (part: Place, width: number, height: number) => Patch

export interface Match {
  readonly place: Place
  /** Correlation, -1 to 1. */
  readonly score: number
}

/** Pixels of the longer side of a template. */
const SIDE = 26
/** How far away it is looked for, in lengths of the template. */
const REACH = 0.6
const SIZES = [0.94, 1, 1.06]
/** A change of size must be worth this much, or noise makes things breathe. */
const WORTH = 0.003

export function sizeOfTemplate({ width, height }: Place): readonly [number, number] {
  const scale = SIDE / Math.max(width, height)
  return [Math.max(6, Math.round(width * scale)), Math.max(6, Math.round(height * scale))]
}

export const templateOf = (look: Look, place: Place): Patch => look(place, ...sizeOfTemplate(place))

interface Normal {
  readonly values: Float32Array
  readonly norm: number
}

function normal(patch: Patch): Normal {
  const mean = patch.greys.reduce((sum, grey) => sum + grey, 0) / patch.greys.length
  const values = patch.greys.map((grey) => grey - mean)
  return { values, norm: Math.sqrt(values.reduce((sum, v) => sum + v * v, 0)) }
}

/** Correlation of a template with the part of a patch that begins at a pixel. */
function correlation(template: Patch, t: Normal, patch: Patch, left: number, top: number): number {
  const { width, height } = template
  let sum = 0
  let squares = 0
  let product = 0
  for (let y = 0; y < height; y++) {
    const row = (top + y) * patch.width + left
    for (let x = 0; x < width; x++) {
      const grey = patch.greys[row + x] ?? 0
      sum += grey
      squares += grey * grey
      product += grey * (t.values[y * width + x] ?? 0)
    }
  }
  const count = width * height
  const spread = Math.sqrt(Math.max(0, squares - (sum * sum) / count))
  return spread > 1e-3 && t.norm > 1e-3 ? product / (spread * t.norm) : 0
}

/** Top of the parabola through three values, from -0.5 to 0.5. */
function peak(before: number, at: number, after: number): number {
  const bend = before - 2 * at + after
  return bend < -1e-9 ? Math.min(0.5, Math.max(-0.5, (0.5 * (before - after)) / bend)) : 0
}

function bestIn(template: Patch, patch: Patch): { x: number; y: number; score: number } {
  const [columns, rows] = [patch.width - template.width + 1, patch.height - template.height + 1]
  const t = normal(template)
  const scores = new Float32Array(columns * rows)
  let best = 0
  for (let i = 0; i < scores.length; i++) {
    scores[i] = correlation(template, t, patch, i % columns, Math.floor(i / columns))
    if ((scores[i] ?? 0) > (scores[best] ?? 0)) best = i
  }
  const at = (x: number, y: number) =>
    scores[Math.min(rows - 1, Math.max(0, y)) * columns + Math.min(columns - 1, Math.max(0, x))] ??
    0
  const [x, y] = [best % columns, Math.floor(best / columns)]
  const score = at(x, y)
  return {
    x: x + peak(at(x - 1, y), score, at(x + 1, y)),
    y: y + peak(at(x, y - 1), score, at(x, y + 1)),
    score,
  }
}

/** How much the greys differ from one another: road and sky have next to nothing to be known by. */
export const contrast = (patch: Patch): number => normal(patch).norm / Math.sqrt(patch.greys.length)

/** How alike two templates are, -1 to 1. */
export function alike(one: Patch, other: Patch): number {
  const [a, b] = [normal(one), normal(other)]
  const product = a.values.reduce((sum, value, i) => sum + value * (b.values[i] ?? 0), 0)
  return a.norm > 1e-3 && b.norm > 1e-3 ? product / (a.norm * b.norm) : 0
}

/** Look for a template where it should be, and around; of the same size where `canGrow` is false. */
export function found(look: Look, template: Patch, expected: Place, canGrow = true): Match {
  let best: Match = { place: expected, score: Number.NEGATIVE_INFINITY }
  for (const size of canGrow ? SIZES : [1]) {
    const match = foundAt(look, template, expected, size)
    const needed = size === 1 ? best.score - WORTH : best.score + WORTH
    if (match.score > needed) best = match
  }
  return best
}

function foundAt(look: Look, template: Patch, expected: Place, size: number): Match {
  const [width, height] = [expected.width * size, expected.height * size]
  const [px, py] = [width / template.width, height / template.height]
  const margin = Math.round(SIDE * REACH)
  const [left, top] = [
    expected.x + (expected.width - width) / 2 - margin * px,
    expected.y + (expected.height - height) / 2 - margin * py,
  ]
  const [columns, rows] = [template.width + 2 * margin, template.height + 2 * margin]
  const part = { x: left, y: top, width: columns * px, height: rows * py }
  const { x, y, score } = bestIn(template, look(part, columns, rows))
  return { place: { x: left + x * px, y: top + y * py, width, height }, score }
}

/** Indexes of the places without which the others could not be filled in to within `tolerance` pixels. */
export function needed(places: readonly Place[], tolerance: number): readonly number[] {
  const kept = new Set([0, places.length - 1])
  const split = (from: number, to: number): void => {
    let worst = 0
    let at = -1
    for (let i = from + 1; i < to; i++) {
      const off = farness(places, from, to, i)
      if (off > worst) {
        worst = off
        at = i
      }
    }
    if (worst <= tolerance || at < 0) return
    kept.add(at)
    split(from, at)
    split(at, to)
  }
  split(0, places.length - 1)
  return [...kept].filter((i) => i >= 0).sort((a, b) => a - b)
}

function farness(places: readonly Place[], from: number, to: number, i: number): number {
  const [a, b, c] = [places[from], places[to], places[i]]
  if (!a || !b || !c) return 0
  const t = (i - from) / (to - from)
  const off = (name: keyof Place) => Math.abs(a[name] + (b[name] - a[name]) * t - c[name])
  const right = Math.abs(a.x + a.width + (b.x + b.width - a.x - a.width) * t - c.x - c.width)
  const bottom = Math.abs(a.y + a.height + (b.y + b.height - a.y - a.height) * t - c.y - c.height)
  return Math.max(off('x'), off('y'), right, bottom)
}
