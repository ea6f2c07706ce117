import type { Derived, SpectrogramLevel, SpectrogramMeta } from './files'
import { type Fetch, fetchRange, Parts } from './ranges'

/** Frames of one part. */
export const FRAMES = 1024
const MOST = 24

export interface Level extends SpectrogramLevel {
  readonly parts: Parts<Uint8Array>
}

/** Loudness by frequency and time, one byte each. */
export class Spectrogram {
  readonly meta: SpectrogramMeta
  readonly levels: readonly Level[]

  constructor(
    { url, meta }: Derived<SpectrogramMeta>,
    arrived: () => void,
    fetch: Fetch = fetchRange(url),
  ) {
    this.meta = meta
    const bytes = meta.channels * meta.bins
    this.levels = meta.levels.map((level) => ({
      ...level,
      parts: new Parts({
        fetch,
        most: MOST,
        arrived,
        placeOf: (part) => {
          const frames = Math.min(FRAMES, level.frames - part * FRAMES)
          return { offset: level.offset + part * FRAMES * bytes, size: frames * bytes }
        },
        read: (data) => new Uint8Array(data),
      }),
    }))
  }

  /** The coarsest level with at least one frame for two pixels; the finest when there is none. */
  levelFor(perPixel: number): Level | undefined {
    return this.levels.findLast(({ hop }) => hop <= perPixel * 2) ?? this.levels[0]
  }
}
