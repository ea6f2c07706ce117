/**
 * GrabCut (Rother, Kolmogorov and Blake, 2004): what in a box differs in colour from what is around it. Solved small
 * first, then along the edge that was found in the picture's own pixels, so that it takes as long for a large box.
 */
import type { Pixels } from './edges'
import { MaxFlow } from './max_flow'
import { type Colours, Mixture } from './mixture'
import { INSIDE, type Known, OPEN, OUTSIDE, shrunk, shrunkKnown, widened } from './scales'

export { INSIDE, OPEN, OUTSIDE } from './scales'

const ROUNDS = 3
/** Pixels of the smallest picture. */
const SMALL = 12_000
/** From one size to the next, at most; the edge is looked for this many pixels to either side. */
const STEP = 4
/** How dear it is to separate pixels of one colour. */
const SMOOTHNESS = 40
const DX = [1, 1, 0, -1, -1, -1, 0, 1]
const DY = [0, 1, 1, 1, 0, -1, -1, -1]
const FORWARD = 4

interface Models {
  readonly inside: Mixture
  readonly outside: Mixture
}

/** The colours of the pixels that are on one side. */
function coloursOf({ data }: Pixels, answer: Known, side: number): Colours {
  const kept = new Float32Array(answer.length * 3)
  let count = 0
  for (let i = 0; i < answer.length; i++) {
    if (answer[i] !== side) continue
    for (let n = 0; n < 3; n++) kept[count++] = data[4 * i + n] as number
  }
  return kept.subarray(0, count)
}

function differ(data: Uint8ClampedArray, a: number, b: number): number {
  const r = (data[4 * a] as number) - (data[4 * b] as number)
  const g = (data[4 * a + 1] as number) - (data[4 * b + 1] as number)
  const c = (data[4 * a + 2] as number) - (data[4 * b + 2] as number)
  return r * r + g * g + c * c
}

/** One over twice the mean difference of neighbours: what counts as an edge in this picture. */
function contrast({ width, height, data }: Pixels): number {
  let sum = 0
  let count = 1
  const step = Math.max(1, Math.round(Math.sqrt((width * height) / SMALL)))
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x + 1 < width; x += step) {
      sum += differ(data, y * width + x, y * width + x + 1)
      count++
    }
  }
  return 1 / Math.max((2 * sum) / count, 1)
}

/** The graph of the pixels that are open; what is known around them counts as for or against them. */
class Graph {
  readonly #pixels: Pixels
  readonly #known: Known
  /** The open pixels, and for every pixel its number among them, or -1. */
  readonly #open: Int32Array
  readonly #node: Int32Array
  readonly #flow: MaxFlow
  readonly #beta: number

  constructor(pixels: Pixels, known: Known) {
    this.#pixels = pixels
    this.#known = known
    this.#node = new Int32Array(known.length).fill(-1)
    let nodes = 0
    for (let i = 0; i < known.length; i++) if (known[i] === OPEN) this.#node[i] = nodes++
    this.#open = new Int32Array(nodes)
    for (let i = 0; i < known.length; i++) {
      const node = this.#node[i] as number
      if (node >= 0) this.#open[node] = i
    }
    this.#flow = new MaxFlow(nodes)
    this.#beta = contrast(pixels)
  }

  solve({ inside, outside }: Models): Known {
    const { data } = this.#pixels
    for (let node = 0; node < this.#open.length; node++) {
      const i = this.#open[node] as number
      const r = data[4 * i] as number
      const g = data[4 * i + 1] as number
      const b = data[4 * i + 2] as number
      this.#flow.terminal(node, outside.surprise(r, g, b), inside.surprise(r, g, b))
      this.#joinAround(node, i)
    }
    const side = this.#flow.solve()
    const answer = this.#known.slice()
    for (let node = 0; node < side.length; node++) {
      answer[this.#open[node] as number] = side[node] as number
    }
    return answer
  }

  /** Neighbours want to be on one side. Those to the right and below are joined here; of the others only known ones. */
  #joinAround(node: number, i: number): void {
    const { width, height } = this.#pixels
    const x = i % width
    const y = (i - x) / width
    for (let d = 0; d < DX.length; d++) {
      const nx = x + (DX[d] as number)
      const ny = y + (DY[d] as number)
      if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue
      const k = ny * width + nx
      const other = this.#node[k] as number
      if (other >= 0 && d >= FORWARD) continue
      const cost = this.#cost(i, k, d)
      if (other >= 0) this.#flow.link(node, other, d, cost)
      else if (this.#known[k] === INSIDE) this.#flow.terminal(node, cost, 0)
      else this.#flow.terminal(node, 0, cost)
    }
  }

  /** The less two pixels differ, the dearer it is to part them. */
  #cost(i: number, k: number, direction: number): number {
    const apart = direction % 2 ? Math.SQRT2 : 1
    return (SMOOTHNESS / apart) * Math.exp(-this.#beta * differ(this.#pixels.data, i, k))
  }
}

const cut = (pixels: Pixels, known: Known, models: Models): Known =>
  new Graph(pixels, known).solve(models)

/** Find colours and sides by turns. Without two sides there is nothing to tell apart. */
function solved(pixels: Pixels, known: Known): { answer: Known; models: Models | null } {
  let answer: Known = known.map((is) => (is === OUTSIDE ? OUTSIDE : INSIDE))
  let models: Models | null = null
  for (let round = 0; round < ROUNDS; round++) {
    const inside = coloursOf(pixels, answer, INSIDE)
    const outside = coloursOf(pixels, answer, OUTSIDE)
    if (inside.length === 0 || outside.length === 0) break
    models = { inside: new Mixture(inside), outside: new Mixture(outside) }
    answer = cut(pixels, known, models)
  }
  return { answer, models }
}

interface Size {
  readonly pixels: Pixels
  readonly known: Known
  /** How much smaller it is than the one before. */
  readonly by: number
}

/** The picture as it is, then smaller and smaller. */
function sizesOf(pixels: Pixels, known: Known): readonly Size[] {
  const sizes: Size[] = [{ pixels, known, by: 1 }]
  for (let last = sizes[0] as Size; ; ) {
    const ratio = Math.sqrt((last.pixels.width * last.pixels.height) / SMALL)
    const by = Math.min(STEP, Math.round(ratio > STEP ? Math.sqrt(ratio) : ratio))
    if (by < 2) return sizes
    const small = shrunk(last.pixels, by)
    last = { pixels: small, known: shrunkKnown(last.known, last.pixels, small, by), by }
    sizes.push(last)
  }
}

/** Which pixels belong to the object. What is open inside `known` counts as likely inside at first. */
export function grabCut(pixels: Pixels, known: Known): Known {
  const sizes = sizesOf(pixels, known)
  const smallest = sizes.at(-1) as Size
  const { answer: first, models } = solved(smallest.pixels, smallest.known)
  let answer = first
  for (let n = sizes.length - 2; n >= 0; n--) {
    const [small, large] = [sizes[n + 1] as Size, sizes[n] as Size]
    const opened = widened(answer, small.pixels, large.known, large.pixels, small.by)
    // Without two sides all of it is one.
    answer = models
      ? cut(large.pixels, opened, models)
      : opened.map((is) => (is === OPEN ? INSIDE : is))
  }
  return answer
}
