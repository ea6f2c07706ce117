import type { Samples } from './pcm'

/** Seconds of one window, and how far around its place the best fit is looked for. */
const WINDOW = 0.032
const SEARCH = 0.008
/** Of the samples compared, one in so many: speech has nothing up there that decides. */
const STRIDE = 3

/**
 * Plays faster or slower with the pitch kept: windows of the sound are laid over each other at another
 * distance, each where it fits best to the one before (waveform similarity overlap-add).
 */
export class Stretch {
  readonly #speed: number
  readonly #hop: number
  readonly #search: number
  readonly #fade: Float32Array
  #input: Float32Array[]
  /** Sample of the whole input that `#input` begins with. */
  #base = 0
  #window = 0
  /** Where the sound would simply go on after the last window. */
  #next: number | null = null
  #tail: Float32Array[]

  constructor(channels: number, rate: number, speed: number) {
    this.#speed = speed
    this.#hop = Math.round((WINDOW * rate) / 2)
    this.#search = Math.round(SEARCH * rate)
    this.#fade = Float32Array.from(
      { length: this.#hop },
      (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / this.#hop),
    )
    this.#input = Array.from({ length: channels }, () => new Float32Array())
    this.#tail = Array.from({ length: channels }, () => new Float32Array(this.#hop))
  }

  /** What can be heard of the input so far; `last` pads with silence and gives the rest. */
  push(input: Samples, last = false): Samples {
    const silence = last ? 2 * this.#hop + this.#search : 0
    this.#input = this.#input.map((held, c) => joined(held, input[c], silence))
    const hops: Float32Array[][] = []
    while (this.#ready()) hops.push(this.#step())
    this.#forget()
    return this.#input.map((_, c) => concatenated(hops.map((hop) => hop[c] ?? new Float32Array())))
  }

  get #ideal(): number {
    return Math.round(this.#window * this.#hop * this.#speed)
  }

  #ready(): boolean {
    const held = this.#base + (this.#input[0]?.length ?? 0)
    const reach = Math.max(this.#ideal + this.#search, this.#next ?? 0)
    return reach + 2 * this.#hop <= held
  }

  #step(): Float32Array[] {
    const place = this.#next === null ? 0 : this.#fitting(this.#ideal, this.#next)
    const hop = this.#hop
    const out = this.#input.map((held, c) => {
      const at = place - this.#base
      const tail = this.#tail[c] ?? new Float32Array(hop)
      const made = new Float32Array(hop)
      for (let i = 0; i < hop; i++) {
        const up = this.#next === null ? 1 : (this.#fade[i] ?? 0)
        made[i] = (held[at + i] ?? 0) * up + (tail[i] ?? 0) * (1 - up)
      }
      tail.set(held.subarray(at + hop, at + 2 * hop))
      return made
    })
    this.#next = place + hop
    this.#window += 1
    return out
  }

  /** The place around `ideal` whose sound is most like what follows at `next`. */
  #fitting(ideal: number, next: number): number {
    const held = this.#input[0] ?? new Float32Array()
    const first = Math.max(this.#base, ideal - this.#search)
    let best = ideal
    let most = Number.NEGATIVE_INFINITY
    for (let place = first; place <= ideal + this.#search; place++) {
      let likeness = 0
      let power = 1e-9
      for (let i = 0; i < this.#hop; i += STRIDE) {
        const own = held[place - this.#base + i] ?? 0
        likeness += own * (held[next - this.#base + i] ?? 0)
        power += own * own
      }
      const score = likeness / Math.sqrt(power)
      if (score > most) [most, best] = [score, place]
    }
    return best
  }

  #forget(): void {
    const needed = Math.min(this.#ideal - this.#search, this.#next ?? 0)
    const drop = Math.max(0, needed - this.#base)
    this.#input = this.#input.map((held) => held.slice(drop))
    this.#base += drop
  }
}

function joined(held: Float32Array, more: Float32Array | undefined, silence: number) {
  const all = new Float32Array(held.length + (more?.length ?? 0) + silence)
  all.set(held)
  if (more) all.set(more, held.length)
  return all
}

function concatenated(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
