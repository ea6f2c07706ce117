import type { Derived, PcmMeta } from './files'
import { type Fetch, fetchRange, Parts } from './ranges'

/** Moments of one part; at 16 kHz two seconds. */
export const PART = 32_768
/** Parts that are kept: of one channel 16 MB. */
const MOST = 128

/** Samples of every channel, full scale 1. */
export type Samples = readonly Float32Array[]

function decoded(bytes: ArrayBuffer, { format, channels }: PcmMeta): Samples {
  const raw = format === 's16' ? new Int16Array(bytes) : new Float32Array(bytes)
  const scale = format === 's16' ? 1 / 32_768 : 1
  const count = raw.length / channels
  return Array.from({ length: channels }, (_, channel) => {
    const own = new Float32Array(count)
    for (let i = 0; i < count; i++) own[i] = (raw[i * channels + channel] ?? 0) * scale
    return own
  })
}

/** The samples themselves, read in parts as they are needed. */
export class Pcm {
  readonly meta: PcmMeta
  readonly #parts: Parts<Samples>

  constructor(
    { url, meta }: Derived<PcmMeta>,
    arrived: () => void,
    fetch: Fetch = fetchRange(url),
  ) {
    this.meta = meta
    this.#parts = new Parts({
      fetch,
      most: Math.max(4, Math.floor(MOST / meta.channels)),
      arrived,
      placeOf: (part) => {
        const count = Math.min(PART, meta.samples - part * PART)
        return { offset: meta.offset + part * PART * meta.frame, size: count * meta.frame }
      },
      read: (bytes) => decoded(bytes, meta),
    })
  }

  /** The part that a sample is in; null while it is on its way. */
  peek(sample: number): { readonly from: number; readonly samples: Samples } | null {
    const part = Math.floor(sample / PART)
    const samples = this.#parts.peek(part)
    return samples && { from: part * PART, samples }
  }

  /** Samples `from` to `to` (without `to`) of every channel. */
  async read(from: number, to: number): Promise<Samples> {
    const { channels, samples } = this.meta
    const end = Math.min(to, samples)
    const out = Array.from({ length: channels }, () => new Float32Array(Math.max(0, end - from)))
    for (let part = Math.floor(from / PART); part * PART < end; part++) {
      const got = await this.#parts.get(part)
      const [start, stop] = [Math.max(from, part * PART), Math.min(end, (part + 1) * PART)]
      got.forEach((own, channel) => {
        out[channel]?.set(own.subarray(start - part * PART, stop - part * PART), start - from)
      })
    }
    return out
  }

  /** Send for what will be heard if somebody plays from here. */
  expect(sample: number): void {
    if (sample >= this.meta.samples) return
    this.peek(sample)
    const after = (Math.floor(sample / PART) + 1) * PART
    if (after < this.meta.samples) this.peek(after)
  }
}
