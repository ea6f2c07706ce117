/** Intelligent scissors: the cheapest way between two pixels, where to walk along an edge costs little. */

const STRAIGHT = 5
const DIAGONAL = 7
/** What a step on a pixel without any edge costs more than one on the strongest. */
const DEAR = 30
const MOST = DIAGONAL * (DEAR + 1) + 1
const DX = [1, 1, 0, -1, -1, -1, 0, 1]
const DY = [0, 1, 1, 1, 0, -1, -1, -1]
const NONE = 255

/**
 * Ways from one seed, by Dijkstra's algorithm with one bucket per distance (Dial). It goes on only as far as it is
 * asked, and keeps what it knows for the next question.
 */
export class LiveWire {
  readonly #width: number
  readonly #height: number
  readonly #cost: Uint8Array
  readonly #distance: Int32Array
  /** Direction in which the way came to a pixel. */
  readonly #came: Uint8Array
  readonly #done: Uint8Array
  #buckets: number[][] = []
  #at = 0
  #waiting = 0

  /** `strength` of the edges, 0 to 255, row by row. */
  constructor(strength: Uint8Array, width: number, height: number) {
    this.#width = width
    this.#height = height
    this.#cost = strength.map((value) => 1 + Math.round(DEAR * (1 - value / 255)))
    this.#distance = new Int32Array(strength.length)
    this.#came = new Uint8Array(strength.length)
    this.#done = new Uint8Array(strength.length)
  }

  /** Begin anew at a pixel. */
  seed(x: number, y: number): void {
    this.#distance.fill(2 ** 31 - 1)
    this.#came.fill(NONE)
    this.#done.fill(0)
    this.#buckets = Array.from({ length: MOST }, () => [])
    this.#at = 0
    this.#waiting = 0
    const start = y * this.#width + x
    this.#distance[start] = 0
    this.#push(start, 0)
  }

  /** The way from the seed to a pixel, as x, y, x, y and so on, both ends included. */
  way(x: number, y: number): number[] {
    const goal = y * this.#width + x
    while (!this.#done[goal] && this.#waiting > 0) this.#step()
    const way: number[] = []
    for (let i = goal; ; ) {
      way.push(Math.floor(i / this.#width), i % this.#width)
      const came = this.#came[i] ?? NONE
      if (came === NONE) break
      i -= (DX[came] ?? 0) + (DY[came] ?? 0) * this.#width
    }
    return way.reverse()
  }

  #push(i: number, distance: number): void {
    this.#buckets[distance % MOST]?.push(i)
    this.#waiting++
  }

  /** Settle the nearest pixel that waits. */
  #step(): void {
    let bucket = this.#buckets[this.#at % MOST]
    while (bucket?.length === 0) bucket = this.#buckets[++this.#at % MOST]
    const i = bucket?.pop() ?? 0
    this.#waiting--
    if (this.#done[i]) return
    this.#done[i] = 1
    const x = i % this.#width
    const y = Math.floor(i / this.#width)
    for (let way = 0; way < 8; way++) {
      const nx = x + (DX[way] ?? 0)
      const ny = y + (DY[way] ?? 0)
      if (nx >= 0 && ny >= 0 && nx < this.#width && ny < this.#height) this.#reach(i, nx, ny, way)
    }
  }

  #reach(from: number, x: number, y: number, way: number): void {
    const i = y * this.#width + x
    if (this.#done[i]) return
    const step = (way % 2 ? DIAGONAL : STRAIGHT) * (this.#cost[i] ?? 1)
    const distance = (this.#distance[from] ?? 0) + step
    if (distance >= (this.#distance[i] ?? 0)) return
    this.#distance[i] = distance
    this.#came[i] = way
    this.#push(i, distance)
  }
}

/** The strongest edge within `reach` pixels of a place; the place itself where nothing is stronger. */
export function snapped(
  strength: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  reach: number,
): readonly [number, number] {
  let best: readonly [number, number] = [x, y]
  let most = 0
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const [px, py] = [x + dx, y + dy]
      const away = Math.hypot(dx, dy)
      if (away > reach || px < 0 || py < 0 || px >= width || py >= height) continue
      // Of edges alike, the nearer one.
      const value = (strength[py * width + px] ?? 0) * (1 - away / (3 * reach + 1))
      if (value > most) {
        most = value
        best = [px, py]
      }
    }
  }
  return best
}
