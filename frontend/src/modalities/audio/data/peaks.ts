import type { Derived, PeakLevel, PeaksMeta } from './files'
import { type Fetch, fetchRange, Parts } from './ranges'

/** Bins of one part. */
const PART = 4096
const MOST = 256
const FULL = 32_767

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

  /** Columns of `perPixel` samples from sample `from` on; what has come of coarser ones stands in for what is on its way. */
  columns(channel: number, from: number, perPixel: number, count: number): Columns {
    const columns = blankColumns(count)
    const best = this.#levels.findLastIndex(({ step }) => step <= perPixel)
    this.#levels.slice(Math.max(0, best)).every((level, i) => {
      const partOf = (part: number) => (i === 0 ? level.parts.peek(part) : level.parts.kept(part))
      const pairs = new Pairs(partOf, this.#channels, channel)
      return !fill(columns, level, pairs, from / level.step, perPixel / level.step)
    })
    return columns
  }
}

/** Fills columns of so many bins that are not known yet; true when every one of them is known now. */
function fill({ low, high }: Columns, { bins }: Level, pairs: Pairs, from: number, each: number) {
  let complete = true
  for (let column = 0; column < low.length; column++) {
    if (!Number.isNaN(low[column])) continue
    const start = from + column * each
    const first = Math.max(0, Math.floor(start))
    const last = Math.min(bins - 1, Math.max(first, Math.ceil(start + each) - 1))
    if (first > last) continue
    if (!pairs.read(first, last)) complete = false
    else [low[column], high[column]] = [pairs.low / FULL, pairs.high / FULL]
  }
  return complete
}

/** Reads bins one after another; a part is looked for once, however many bins are read from it. */
class Pairs {
  readonly #partOf: (part: number) => Int16Array | null
  readonly #channels: number
  readonly #channel: number
  #part = -1
  #pairs: Int16Array | null = null
  low = 0
  high = 0

  constructor(partOf: (part: number) => Int16Array | null, channels: number, channel: number) {
    this.#partOf = partOf
    this.#channels = channels
    this.#channel = channel
  }

  /** Finds the lowest and highest of these bins; false while some are not there. */
  read(first: number, last: number): boolean {
    this.low = FULL
    this.high = -FULL
    for (let bin = first; bin <= last; bin++) {
      const pairs = this.#at(Math.floor(bin / PART))
      if (!pairs) return false
      const at = ((bin % PART) * this.#channels + this.#channel) * 2
      this.low = Math.min(this.low, pairs[at] ?? 0)
      this.high = Math.max(this.high, pairs[at + 1] ?? 0)
    }
    return true
  }

  #at(part: number): Int16Array | null {
    if (part !== this.#part) {
      this.#part = part
      this.#pairs = this.#partOf(part)
    }
    return this.#pairs
  }
}
