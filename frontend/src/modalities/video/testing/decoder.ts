/** A film of eight frames, and a browser that decodes it when a test says so. */
import { vi } from 'vitest'

/** Two runs of four frames; every packet is one byte, and shown in the order of the file. */
export const COUNT = 8
export const starts = [1, 0, 0, 0, 1, 0, 0, 0]
export const none = new Array<number>(COUNT).fill(0)
const sizes = none.map(() => 1)
/** As the server writes them: `data/table`. */
export const NUMBERS = Int32Array.from([...sizes, ...none, ...none, ...starts, ...none, ...none])

/** Gives what it was given when the test says so. */
export class Decoder extends EventTarget {
  static all: Decoder[] = []

  static async isConfigSupported(): Promise<{ supported: boolean }> {
    return { supported: true }
  }

  state = 'unconfigured'
  decodeQueueSize = 0
  readonly decoded: number[] = []
  readonly #waiting: number[] = []
  readonly #ends: (() => void)[] = []
  readonly #output: (frame: unknown) => void

  constructor({ output }: { output(frame: unknown): void }) {
    super()
    this.#output = output
    Decoder.all.push(this)
  }

  configure(): void {
    this.state = 'configured'
  }

  close(): void {
    this.state = 'closed'
  }

  decode({ timestamp }: { timestamp: number }): void {
    this.decoded.push(timestamp)
    this.#waiting.push(timestamp)
  }

  flush(): Promise<void> {
    return new Promise((resolve) => this.#ends.push(resolve))
  }

  give(): void {
    for (const timestamp of this.#waiting.splice(0)) {
      this.#output({ timestamp, close: () => undefined })
    }
    for (const end of this.#ends.splice(0)) end()
  }
}

export function stubDecoding(): void {
  Decoder.all = []
  vi.stubGlobal('VideoDecoder', Decoder)
  vi.stubGlobal(
    'EncodedVideoChunk',
    class {
      readonly timestamp: number
      constructor({ timestamp }: { timestamp: number }) {
        this.timestamp = timestamp
      }
    },
  )
  vi.stubGlobal('createImageBitmap', async () => ({ close: () => undefined }))
}
