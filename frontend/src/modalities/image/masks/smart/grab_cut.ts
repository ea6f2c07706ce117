/**
 * GrabCut (Rother, Kolmogorov and Blake, 2004): what in a box differs in colour from what is around it. Solved small
 * first, then along the edge that was found in the picture's own pixels, so that it takes as long for a large box.
 */
import type { Pixels } from './edges'
import { MaxFlow } from './max_flow'
import { type Colours, Mixture } from './mixture'

export const OUTSIDE = 0
export const INSIDE = 1
/** What is to be found out. */
export const OPEN = 2

/** For every pixel, row by row: OUTSIDE, INSIDE or OPEN. */
export type Known = Uint8Array

const ROUNDS = 3
/** Pixels of the small picture. */
const SMALL = 30_000
/** How dear it is to separate pixels of one colour. */
const SMOOTHNESS = 40
const DX = [1, 1, 0, -1]
const DY = [0, 1, 1, 1]

interface Models {
  readonly inside: Mixture
  readonly outside: Mixture
}

/** The part of a picture's pixels for which something holds. */
function coloursWhere({ data }: Pixels, holds: (i: number) => boolean): Colours {
  const kept = new Float32Array((data.length / 4) * 3)
  let count = 0
  for (let i = 0; i < data.length / 4; i++) {
    if (!holds(i)) continue
    for (let n = 0; n < 3; n++) kept[count++] = data[4 * i + n] ?? 0
  }
  return kept.subarray(0, count)
}

const differ = ({ data }: Pixels, a: number, b: number): number =>
  ((data[4 * a] ?? 0) - (data[4 * b] ?? 0)) ** 2 +
  ((data[4 * a + 1] ?? 0) - (data[4 * b + 1] ?? 0)) ** 2 +
  ((data[4 * a + 2] ?? 0) - (data[4 * b + 2] ?? 0)) ** 2

/** One over twice the mean difference of neighbours: what counts as an edge in this picture. */
function contrast(pixels: Pixels): number {
  const { width, height } = pixels
  let sum = 0
  let count = 1
  const step = Math.max(1, Math.round(Math.sqrt((width * height) / SMALL)))
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x + 1 < width; x += step) {
      sum += differ(pixels, y * width + x, y * width + x + 1)
      count++
    }
  }
  return 1 / Math.max((2 * sum) / count, 1)
}

/** Neighbours to the right and below, as (pixel, direction). */
function forward(
  x: number,
  y: number,
  { width, height }: Pixels,
  put: (neighbour: number, direction: number) => void,
): void {
  for (let d = 0; d < 4; d++) {
    const [nx, ny] = [x + (DX[d] ?? 0), y + (DY[d] ?? 0)]
    if (nx >= 0 && nx < width && ny < height) put(ny * width + nx, d)
  }
}

/** Whether a pixel that is known has an open one to its right or below. */
const opensBelow = (node: Int32Array, i: number, width: number): boolean =>
  (node[i + 1] ?? -1) >= 0 ||
  (node[i + width - 1] ?? -1) >= 0 ||
  (node[i + width] ?? -1) >= 0 ||
  (node[i + width + 1] ?? -1) >= 0

/** The graph of the pixels that are open; what is known around them counts as for or against them. */
class Graph {
  readonly #pixels: Pixels
  readonly #known: Known
  readonly #node: Int32Array
  readonly #flow: MaxFlow
  readonly #beta: number

  constructor(pixels: Pixels, known: Known) {
    this.#pixels = pixels
    this.#known = known
    this.#node = new Int32Array(known.length).fill(-1)
    let nodes = 0
    for (let i = 0; i < known.length; i++) if (known[i] === OPEN) this.#node[i] = nodes++
    this.#flow = new MaxFlow(nodes)
    this.#beta = contrast(pixels)
  }

  solve({ inside, outside }: Models): Known {
    const { width, data } = this.#pixels
    for (let i = 0; i < this.#node.length; i++) {
      const own = this.#node[i] ?? -1
      if (own < 0 && !opensBelow(this.#node, i, width)) continue
      if (own >= 0) {
        const [r = 0, g = 0, b = 0] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]]
        this.#flow.terminal(own, outside.surprise(r, g, b), inside.surprise(r, g, b))
      }
      forward(i % width, Math.floor(i / width), this.#pixels, (k, way) => this.#join(i, k, way))
    }
    const side = this.#flow.solve()
    return this.#known.map((is, i) => (is === OPEN ? (side[this.#node[i] ?? 0] ?? 0) : is))
  }

  /** Two neighbours want to be on one side, the more the less they differ. */
  #join(i: number, k: number, direction: number): void {
    const own = this.#node[i] ?? -1
    const other = this.#node[k] ?? -1
    if (own < 0 && other < 0) return
    const apart = direction % 2 ? Math.SQRT2 : 1
    const cost = (SMOOTHNESS / apart) * Math.exp(-this.#beta * differ(this.#pixels, i, k))
    if (own >= 0 && other >= 0) this.#flow.link(own, other, direction, cost)
    else if (own >= 0) this.#lean(own, k, cost)
    else this.#lean(other, i, cost)
  }

  #lean(open: number, known: number, cost: number): void {
    if (this.#known[known] === INSIDE) this.#flow.terminal(open, cost, 0)
    else this.#flow.terminal(open, 0, cost)
  }
}

const cut = (pixels: Pixels, known: Known, models: Models): Known =>
  new Graph(pixels, known).solve(models)

/** A picture of every nth pixel's neighbourhood, averaged. */
function shrunk({ width, height, data }: Pixels, by: number): Pixels {
  const w = Math.max(1, Math.floor(width / by))
  const h = Math.max(1, Math.floor(height / by))
  const small = new Uint8ClampedArray(w * h * 4)
  const area = by * by
  for (let i = 0; i < w * h; i++) {
    const corner = Math.floor(i / w) * by * width + (i % w) * by
    let [r, g, b] = [0, 0, 0]
    for (let n = 0; n < area; n++) {
      const at = 4 * (corner + Math.floor(n / by) * width + (n % by))
      r += data[at] ?? 0
      g += data[at + 1] ?? 0
      b += data[at + 2] ?? 0
    }
    small.set([r / area, g / area, b / area, 255], 4 * i)
  }
  return { width: w, height: h, data: small }
}

function shrunkKnown(known: Known, pixels: Pixels, small: Pixels, by: number): Known {
  return Uint8Array.from({ length: small.width * small.height }, (_, i) => {
    const x = (i % small.width) * by + (by >> 1)
    const y = Math.floor(i / small.width) * by + (by >> 1)
    return known[y * pixels.width + x] ?? OUTSIDE
  })
}

/** The answer of the small picture; open again near its edge. */
function widened(answer: Known, small: Pixels, known: Known, pixels: Pixels, by: number): Known {
  const at = (x: number, y: number) =>
    answer[
      Math.min(y, small.height - 1) * small.width + Math.min(Math.max(x, 0), small.width - 1)
    ] ?? OUTSIDE
  return known.map((is, i) => {
    if (is !== OPEN) return is
    const x = Math.floor((i % pixels.width) / by)
    const y = Math.floor(i / pixels.width / by)
    const own = at(x, y)
    const isEdge =
      at(x - 1, y) !== own ||
      at(x + 1, y) !== own ||
      at(x, y + 1) !== own ||
      at(x, Math.max(y - 1, 0)) !== own
    return isEdge ? OPEN : own
  })
}

/** Which pixels belong to the object. What is open inside `known` counts as likely inside at first. */
export function grabCut(pixels: Pixels, known: Known): Known {
  const by = Math.max(1, Math.round(Math.sqrt((pixels.width * pixels.height) / SMALL)))
  const small = by > 1 ? shrunk(pixels, by) : pixels
  const start = by > 1 ? shrunkKnown(known, pixels, small, by) : known
  let answer: Known = start.map((is) => (is === OUTSIDE ? OUTSIDE : INSIDE))
  let models: Models | null = null
  for (let round = 0; round < ROUNDS; round++) {
    const before = answer
    const inside = coloursWhere(small, (i) => before[i] === INSIDE)
    const outside = coloursWhere(small, (i) => before[i] === OUTSIDE)
    if (inside.length === 0 || outside.length === 0) break
    models = { inside: new Mixture(inside), outside: new Mixture(outside) }
    answer = cut(small, start, models)
  }
  if (by === 1 || !models) return answer
  return cut(pixels, widened(answer, small, known, pixels, by), models)
}
