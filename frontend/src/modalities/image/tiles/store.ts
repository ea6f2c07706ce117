import { type DeepPixels, inflate, readPng16 } from './png16'
import { type Pyramid, together } from './pyramid'

export interface Tile {
  readonly pixels: ImageBitmap | DeepPixels
  /** As it is drawn, and for which settings that was made. */
  look: CanvasImageSource | null
  version: number
}

export const isDeep = (pixels: Tile['pixels']): pixels is DeepPixels => 'values' in pixels

/** Tiles that are kept: about a megabyte each. More than a screen of 4K shows at its finest. */
const MOST = 224
const REQUESTS = 4
/** A part that could not be had is asked for again after this, in ms. */
const AGAIN_MS = 3000

/** Fetches tiles in the order in which they are wanted, a range of the packed file at a time; keeps the latest. */
export class TileStore {
  readonly #pyramid: Pyramid
  readonly #url: string
  readonly #arrived: () => void
  readonly #abort = new AbortController()
  readonly #kept = new Map<number, Tile>()
  readonly #coming = new Set<number>()
  readonly #failed = new Map<number, number>()
  readonly #unpack: Unpacker | null
  #wanted: readonly number[] = []
  #requests = 0

  /** `arrived` is called when something more can be drawn. */
  constructor(pyramid: Pyramid, url: string, arrived: () => void) {
    this.#pyramid = pyramid
    this.#url = url
    this.#arrived = arrived
    this.#unpack = pyramid.depth ? new Unpacker() : null
  }

  /** The tile if it is there. */
  get(id: number): Tile | null {
    const tile = this.#kept.get(id)
    if (!tile) return null
    this.#kept.delete(id)
    this.#kept.set(id, tile)
    return tile
  }

  /** What is to be fetched, the most urgent first; what was wanted before and has not begun is forgotten. */
  want(ids: readonly number[]): void {
    this.#wanted = ids
    this.#pump()
  }

  /** Rejects when one of them cannot be had. */
  async load(ids: readonly number[]): Promise<void> {
    await this.#fetch(ids.filter((id) => !this.#kept.has(id)))
  }

  dispose(): void {
    this.#abort.abort()
    this.#unpack?.end()
    for (const { pixels } of this.#kept.values()) if (!isDeep(pixels)) pixels.close()
    this.#kept.clear()
  }

  #pump(): void {
    while (this.#requests < REQUESTS) {
      const now = performance.now()
      const missing = this.#wanted.filter(
        (id) =>
          !this.#kept.has(id) &&
          !this.#coming.has(id) &&
          now - (this.#failed.get(id) ?? Number.NEGATIVE_INFINITY) > AGAIN_MS,
      )
      const ids = together(this.#pyramid, missing)
      if (ids.length === 0) return
      this.#requests += 1
      void this.#fetch(ids)
        .catch(() => {
          for (const id of ids) this.#failed.set(id, performance.now())
        })
        .finally(() => {
          this.#requests -= 1
          if (!this.#abort.signal.aborted) this.#pump()
        })
    }
  }

  async #fetch(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return
    for (const id of ids) this.#coming.add(id)
    try {
      const places = ids.map((id) => this.#pyramid.placeOf(id))
      const first = Math.min(...places.map(({ offset }) => offset))
      const last = Math.max(...places.map(({ offset, length }) => offset + length)) - 1
      const reply = await fetch(this.#url, {
        headers: { Range: `bytes=${first}-${last}` },
        credentials: 'same-origin',
        signal: this.#abort.signal,
      })
      if (reply.status !== 206) throw new Error(`tiles: HTTP ${reply.status}`)
      const bytes = new Uint8Array(await reply.arrayBuffer())
      await Promise.all(
        ids.map(async (id, i) => {
          const { offset, length } = places[i] ?? { offset: first, length: 0 }
          this.#keep(id, await this.#decode(bytes.slice(offset - first, offset - first + length)))
        }),
      )
    } finally {
      for (const id of ids) this.#coming.delete(id)
    }
  }

  #decode(bytes: Uint8Array<ArrayBuffer>): Promise<Tile['pixels']> {
    if (this.#unpack) return this.#unpack.read(bytes)
    return createImageBitmap(new Blob([bytes], { type: this.#pyramid.mediaType }))
  }

  #keep(id: number, pixels: Tile['pixels']): void {
    if (this.#abort.signal.aborted) {
      if (!isDeep(pixels)) pixels.close()
      return
    }
    this.#kept.set(id, { pixels, look: null, version: -1 })
    const needed = new Set(this.#wanted)
    for (const [old, tile] of this.#kept) {
      if (this.#kept.size <= MOST) break
      if (needed.has(old)) continue
      this.#kept.delete(old)
      if (!isDeep(tile.pixels)) tile.pixels.close()
    }
    this.#arrived()
  }
}

/** Unpacks 16-bit tiles in a thread of its own, where there are such. */
class Unpacker {
  readonly #worker: Worker | null =
    typeof Worker === 'undefined'
      ? null
      : new Worker(new URL('./deep.worker.ts', import.meta.url), { type: 'module' })
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor() {
    if (!this.#worker) return
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const waiting = this.#waiting.get(data.id)
      this.#waiting.delete(data.id)
      if (data.pixels) waiting?.resolve(data.pixels)
      else waiting?.reject(new Error(data.failed))
    }
  }

  read(bytes: Uint8Array<ArrayBuffer>): Promise<DeepPixels> {
    if (!this.#worker) return readPng16(bytes, inflate)
    const id = ++this.#last
    this.#worker.postMessage({ id, bytes }, [bytes.buffer])
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  end(): void {
    this.#worker?.terminate()
  }
}

interface Waiting {
  readonly resolve: (pixels: DeepPixels) => void
  readonly reject: (error: Error) => void
}

interface Answer {
  readonly id: number
  readonly pixels?: DeepPixels
  readonly failed?: string
}
