import type { Derived, PeakLevel, PeaksMeta } from './files'
import { type Fetch, fetchRange, Parts } from './ranges'

/** Bins of one part. */
const PART = 4096
const MOST = 256
const FULL = 1 / 32_767

/** Lowest and highest value of each pixel column, full scale 1; NaN where nothing is known yet. */
export interface Columns {
  readonly low: Float32Array
  readonly high: Float32Array
}

export const blankColumns = (count: number): Columns => ({
  low: new Float32Array(count).fill(Number.NaN),
  high: new Float32Array(count).fill(Number.NaN),
})

interface Level extends PeakLevel {
  readonly parts: Parts<Int16Array>
}

/** The outline of a recording at every zoom. */
export class Peaks {
  readonly #channels: number
  readonly #levels: readonly Level[]

  constructor(
    { url, meta }: Derived<PeaksMeta>,
    arrived: () => void,
    fetch: Fetch = fetchRange(url),
  ) {
    this.#channels = meta.channels
    const bytes = 4 * meta.channels
    this.#levels = meta.levels.map((level) => ({
      ...level,
      parts: new Parts({
        fetch,
        most: MOST,
        arrived,
        placeOf: (part) => {
          const bins = Math.min(PART, level.bins - part * PART)
          return { offset: level.offset + part * PART * bytes, size: bins * bytes }
        },
        read: (data) => new Int16Array(data),
      }),
    }))
  }

  /** Samples of the finest bin. */
  get finest(): number {
    return this.#levels[0]?.step ?? 1
  }

  /** Columns of `perPixel` samples from sample `from` on; coarser ones stand in for what is on its way. */
  columns(channel: number, from: number, perPixel: number, count: number): Columns {
    const columns = blankColumns(count)
    const best = this.#levels.findLastIndex(({ step }) => step <= perPixel)
    for (const level of this.#levels.slice(Math.max(0, best))) {
      if (this.#fill(columns, level, channel, from, perPixel)) break
    }
    return columns
  }

  /** True when every column is known. */
  #fill({ low, high }: Columns, level: Level, channel: number, from: number, perPixel: number) {
    let complete = true
    for (let column = 0; column < low.length; column++) {
      if (!Number.isNaN(low[column])) continue
      const start = (from + column * perPixel) / level.step
      const first = Math.floor(start)
      const last = Math.max(first, Math.ceil(start + perPixel / level.step) - 1)
      if (last < 0 || first >= level.bins) continue
      const pair = this.#range(level, channel, Math.max(0, first), Math.min(last, level.bins - 1))
      if (pair === null) complete = false
      else [low[column], high[column]] = pair
    }
    return complete
  }

  #range(level: Level, channel: number, first: number, last: number): [number, number] | null {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (let bin = first; bin <= last; bin++) {
      const pairs = level.parts.peek(Math.floor(bin / PART))
      if (!pairs) return null
      const at = ((bin % PART) * this.#channels + channel) * 2
      low = Math.min(low, pairs[at] ?? 0)
      high = Math.max(high, pairs[at + 1] ?? 0)
    }
    return [low * FULL, high * FULL]
  }
}
