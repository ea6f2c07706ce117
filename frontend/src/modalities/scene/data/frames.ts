/** Fetches the points of frames, keeps those near to the one on the screen, and fetches ahead. */
import type { StageFile } from '../../../core/registry'
import { Packed, readPacked } from './packed'

/** Frames after and before the one on the screen that are fetched ahead. */
const AHEAD = 3
const BEHIND = 1
/** Frames kept in memory, those that are drawn together with the one on the screen besides. */
const KEPT = 24

/** The points of one frame. */
export interface Layer {
  readonly frame: number
  readonly points: Packed
}

export class Frames {
  readonly #files: ReadonlyMap<number, StageFile>
  readonly #signal: AbortSignal
  readonly #known = new Map<number, Promise<Packed>>()
  readonly #ready = new Map<number, Packed>()

  readonly #arrived: () => void

  constructor(files: readonly StageFile[], signal: AbortSignal, arrived: () => void) {
    this.#arrived = arrived
    const points = files.filter(({ role }) => role === 'points')
    this.#files = new Map(points.map((file) => [Number(file.key), file]))
    this.#signal = signal
  }

  /** The frame when it is here already. */
  peek(frame: number): Packed | null {
    return this.#ready.get(frame) ?? null
  }

  /** The points of a frame; no points for one without a sweep. */
  async get(frame: number): Promise<Packed> {
    const known = this.#known.get(frame) ?? this.#fetch(frame)
    this.#known.set(frame, known)
    return known
  }

  /** Frames around one that are here, without itself. */
  around(frame: number, reach: number): readonly Layer[] {
    const near = Array.from({ length: 2 * reach + 1 }, (_, i) => frame - reach + i)
    return near.flatMap((one) => {
      const points = one === frame ? null : this.peek(one)
      return points ? [{ frame: one, points }] : []
    })
  }

  /** Fetch the neighbours of a frame, `reach` of them at least, and forget those far away. */
  ahead(frame: number, reach: number): void {
    for (let by = -Math.max(BEHIND, reach); by <= Math.max(AHEAD, reach); by++) {
      if (this.#files.has(frame + by)) this.get(frame + by).catch(() => undefined)
    }
    const far = [...this.#known.keys()].sort((a, b) => Math.abs(b - frame) - Math.abs(a - frame))
    for (const one of far.slice(0, Math.max(0, far.length - KEPT - 2 * reach))) {
      this.#known.delete(one)
      this.#ready.delete(one)
    }
  }

  async #fetch(frame: number): Promise<Packed> {
    try {
      const file = this.#files.get(frame)
      const points = file ? readPacked(await this.#bytes(file.url)) : EMPTY
      this.#ready.set(frame, points)
      this.#arrived()
      return points
    } catch (error) {
      // It may work the next time.
      this.#known.delete(frame)
      throw error
    }
  }

  async #bytes(url: string): Promise<ArrayBuffer> {
    const answer = await fetch(url, { signal: this.#signal })
    if (!answer.ok) throw new Error(`points: ${answer.status}`)
    return answer.arrayBuffer()
  }
}

const EMPTY = new Packed(0, [], new Uint8Array(0), new Uint32Array(0))
