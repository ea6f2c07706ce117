import { inflate, readPng16 } from './png16'

// One at a time: each takes all that this thread has.
let last: Promise<unknown> = Promise.resolve()

self.onmessage = ({ data }: MessageEvent<{ id: number; bytes: Uint8Array }>) => {
  last = last.then(async () => {
    try {
      const pixels = await readPng16(data.bytes, inflate)
      self.postMessage({ id: data.id, pixels }, { transfer: [pixels.values.buffer] })
    } catch (error) {
      self.postMessage({ id: data.id, failed: String(error) })
    }
  })
}
