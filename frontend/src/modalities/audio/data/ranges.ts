/** Reads parts of a file that is too long to be read whole, and remembers the latest. */
export type Fetch = (first: number, last: number) => Promise<ArrayBuffer>

/** Bytes `first` to `last`, both included, of what lies at an address. */
export const fetchRange =
  (url: string): Fetch =>
  async (first, last) => {
    const answer = await fetch(url, { headers: { Range: `bytes=${first}-${last}` } })
    if (answer.status !== 206) throw new Error(`range-refused: ${answer.status}`)
    return answer.arrayBuffer()
  }

/** Where a part lies in the file, in bytes. */
export interface Place {
  readonly offset: number
  readonly size: number
}

/** A part that could not be had is asked for again after this. */
const AGAIN_MS = 3000

/**
 * Parts of one file by number. `peek` never waits: what is not there is sent for, and `arrived` is called when
 * it has come. The least recently used parts are dropped when there are more than `most`.
 */
export class Parts<T> {
  readonly #fetch: Fetch
  readonly #placeOf: (part: number) => Place
  readonly #read: (bytes: ArrayBuffer, part: number) => T
  readonly #most: number
  readonly #arrived: () => void
  readonly #kept = new Map<number, T>()
  readonly #coming = new Map<number, Promise<T>>()
  readonly #failed = new Map<number, number>()

  constructor(options: {
    readonly fetch: Fetch
    readonly placeOf: (part: number) => Place
    readonly read: (bytes: ArrayBuffer, part: number) => T
    readonly most: number
    readonly arrived: () => void
  }) {
    this.#fetch = options.fetch
    this.#placeOf = options.placeOf
    this.#read = options.read
    this.#most = options.most
    this.#arrived = options.arrived
  }

  has(part: number): boolean {
    return this.#kept.has(part)
  }

  /** The part if it is there; it is not sent for. */
  kept(part: number): T | null {
    return this.#kept.get(part) ?? null
  }

  peek(part: number): T | null {
    const kept = this.#kept.get(part)
    if (kept !== undefined) return this.#touch(part, kept)
    const failed = this.#failed.get(part)
    if (failed === undefined || performance.now() - failed > AGAIN_MS) {
      this.get(part).catch(() => undefined)
    }
    return null
  }

  /** Rejects when the part cannot be had. */
  async get(part: number): Promise<T> {
    const kept = this.#kept.get(part)
    if (kept !== undefined) return this.#touch(part, kept)
    const coming = this.#coming.get(part) ?? this.#load(part)
    this.#coming.set(part, coming)
    return coming
  }

  async #load(part: number): Promise<T> {
    const { offset, size } = this.#placeOf(part)
    try {
      const value = this.#read(await this.#fetch(offset, offset + size - 1), part)
      this.#failed.delete(part)
      this.#touch(part, value)
      this.#arrived()
      return value
    } catch (error) {
      this.#failed.set(part, performance.now())
      throw error
    } finally {
      this.#coming.delete(part)
    }
  }

  #touch(part: number, value: T): T {
    this.#kept.delete(part)
    this.#kept.set(part, value)
    if (this.#kept.size > this.#most) {
      const [oldest] = this.#kept.keys()
      if (oldest !== undefined) this.#kept.delete(oldest)
    }
    return value
  }
}
