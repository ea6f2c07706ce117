/** Pieces of the points of frames, as the worker cut them: small, and hardly ever of two things. Fetched when asked for. */
import { signal } from '@preact/signals-core'
import type { StageFile } from '../../../core/registry'
import { readLabels } from './labels'

/** The pieces of one frame. */
export class FramePieces {
  readonly #of: Uint32Array
  /** Points piece by piece, and where each piece begins among them. */
  readonly #points: Uint32Array
  readonly #starts: Uint32Array

  /** `of` is the number of the piece of every point at the source; 0 for none. */
  constructor(of: Uint32Array) {
    this.#of = of
    const most = of.reduce((a, b) => Math.max(a, b), 0)
    this.#starts = new Uint32Array(most + 2)
    for (const piece of of) this.#count(piece + 1)
    for (let at = 1; at < this.#starts.length; at++) this.#count(at, this.#starts[at - 1])
    const next = this.#starts.slice()
    this.#points = new Uint32Array(of.length)
    of.forEach((piece, point) => {
      const at = next[piece] as number
      this.#points[at] = point
      next[piece] = at + 1
    })
  }

  #count(at: number, by = 1): void {
    if (at < this.#starts.length) this.#starts[at] = (this.#starts[at] as number) + by
  }

  /** The piece of a point; 0 for none. */
  at(point: number): number {
    return this.#of[point] ?? 0
  }

  /** All points of a piece. */
  points(piece: number): Uint32Array {
    return this.#points.subarray(this.#starts[piece] ?? 0, this.#starts[piece + 1] ?? 0)
  }
}

export class Pieces {
  readonly #files: ReadonlyMap<number, StageFile>
  readonly #signal: AbortSignal
  readonly #asked = new Set<number>()
  readonly #ready = new Map<number, FramePieces>()
  /** Changes when more are there. */
  readonly arrived = signal(0)

  constructor(files: readonly StageFile[], signal: AbortSignal) {
    const own = files.filter(({ role }) => role === 'pieces')
    this.#files = new Map(own.map((file) => [Number(file.key), file]))
    this.#signal = signal
  }

  get some(): boolean {
    return this.#files.size > 0
  }

  /** The pieces of a frame when they are here; else they are fetched. */
  peek(frame: number): FramePieces | null {
    const known = this.#ready.get(frame) ?? null
    if (!known && this.#files.has(frame) && !this.#asked.has(frame)) void this.#fetch(frame)
    return known
  }

  async #fetch(frame: number): Promise<void> {
    this.#asked.add(frame)
    try {
      const answer = await fetch(this.#files.get(frame)?.url ?? '', { signal: this.#signal })
      if (!answer.ok) throw new Error(`pieces: ${answer.status}`)
      const file = new Uint8Array(await answer.arrayBuffer())
      const count = Number(this.#files.get(frame)?.meta.count)
      this.#ready.set(frame, new FramePieces((await readLabels(file, count, [])).values))
      this.arrived.value = this.arrived.peek() + 1
    } catch {
      // It may work the next time.
      this.#asked.delete(frame)
    }
  }
}
