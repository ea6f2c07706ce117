import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FrameSource } from './source'
import { tableOf } from './table'

/** Two runs of four frames; every packet is one byte, and shown in the order of the file. */
const COUNT = 8
const starts = [1, 0, 0, 0, 1, 0, 0, 0]
const none = new Array<number>(COUNT).fill(0)
const sizes = none.map(() => 1)
const TABLE = tableOf(
  Int32Array.from([...sizes, ...none, ...none, ...starts, ...none, ...none]),
  COUNT,
  COUNT,
)
const INFO = { url: '/stream', codec: 'x', description: '', rotation: 0, width: 4, height: 4 }

/** Gives what it was given when the test says so. */
class Decoder extends EventTarget {
  static all: Decoder[] = []
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

beforeEach(() => {
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
  vi.stubGlobal('fetch', async () => new Response(new Uint8Array(COUNT), { status: 206 }))
})
afterEach(() => vi.unstubAllGlobals())

test('going back before the frame ahead has come brings the earlier frame', async () => {
  const arrived: number[] = []
  const failed = vi.fn()
  const source = new FrameSource(TABLE, INFO, { arrived: (frame) => arrived.push(frame), failed })
  source.want(6, 1, null)
  await vi.waitFor(() => expect(Decoder.all.length).toBe(1))
  source.want(1, -1, null)
  await vi.waitFor(() => {
    for (const decoder of Decoder.all) if (decoder.state === 'configured') decoder.give()
    expect(arrived).toContain(1)
  })
  expect(failed).not.toHaveBeenCalled()
  source.dispose()
})

test('what was left out while it was played is decoded when it is looked at', async () => {
  const [RUN, FREE] = [0x65, 0x01]
  const heads = starts.map((isStart) => (isStart ? RUN : FREE))
  const stream = Uint8Array.from(heads.flatMap((head) => [0, 0, 0, 1, head]))
  vi.stubGlobal('fetch', async () => new Response(stream, { status: 206 }))
  const five = none.map(() => 5)
  const numbers = [...five, ...none, ...none, ...starts, ...none, ...none]
  const table = tableOf(Int32Array.from(numbers), COUNT, COUNT)
  const info = { ...INFO, codec: 'avc1.640028', description: btoa('\x01\x64\x00\x28\xff') }
  const arrived: number[] = []
  const failed = vi.fn()
  const source = new FrameSource(table, info, { arrived: (frame) => arrived.push(frame), failed })
  const give = () => {
    for (const decoder of Decoder.all) if (decoder.state === 'configured') decoder.give()
  }
  source.want(0, 1, 4)
  await vi.waitFor(() => {
    give()
    expect(arrived).toEqual([0, 4])
  })
  expect(Decoder.all.flatMap(({ decoded }) => decoded)).toEqual([0, 4])
  source.want(2, 1, null)
  await vi.waitFor(() => {
    give()
    expect(arrived).toContain(2)
  })
  expect(failed).not.toHaveBeenCalled()
  source.dispose()
})
