/** Where the rows of the timeline are, in CSS pixels. */
import type { LaneRow } from '../lanes'

export interface Band {
  readonly y: number
  readonly height: number
}

export interface LaneBand extends Band {
  readonly lane: LaneRow
}

export interface Layout {
  readonly overview: Band
  readonly ruler: Band
  /** One for each channel. */
  readonly waves: readonly Band[]
  readonly spectra: readonly Band[]
  /** The window through which lanes are seen. */
  readonly window: Band
  /** As far down as they lie under the window's scroll. */
  readonly lanes: readonly LaneBand[]
  /** Height of all lanes together. */
  readonly content: number
}

/** Width of the heads of the rows. */
export const HEAD = 112
export const ITEM = 20
const PAD = 3
export const OVERVIEW = 34
export const RULER = 20
/** The lanes get no more than this share while there is sound to be seen. */
const MOST_LANES = 0.5
const GAP = 1

export interface LayoutInput {
  readonly height: number
  readonly channels: number
  readonly spectrogram: boolean
  readonly lanes: readonly LaneRow[]
  readonly scroll: number
}

const laneHeight = ({ rows }: LaneRow): number => rows * ITEM + 2 * PAD

function divided(y: number, height: number, count: number): Band[] {
  const each = (height - GAP * count) / count
  return Array.from({ length: count }, (_, i) => ({ y: y + i * (each + GAP), height: each }))
}

export function layoutOf({ height, channels, spectrogram, lanes, scroll }: LayoutInput): Layout {
  const overview = { y: 0, height: OVERVIEW }
  const ruler = { y: OVERVIEW, height: RULER }
  const top = OVERVIEW + RULER
  const rest = Math.max(0, height - top)
  const content = lanes.reduce((sum, lane) => sum + laneHeight(lane), 0)
  const lanesHeight = Math.min(content, rest * MOST_LANES)
  const sound = rest - lanesHeight
  const waveShare = spectrogram ? 0.5 : 1
  const window = { y: top + sound, height: lanesHeight }
  let y = window.y - Math.min(scroll, Math.max(0, content - lanesHeight))
  const bands = lanes.map((lane) => {
    const band = { lane, y, height: laneHeight(lane) }
    y += band.height
    return band
  })
  return {
    overview,
    ruler,
    waves: divided(top, sound * waveShare, channels),
    spectra: spectrogram ? divided(top + sound * waveShare, sound * (1 - waveShare), channels) : [],
    window,
    lanes: bands,
    content,
  }
}

/** Where an annotation lies in its lane. */
export function itemBand({ lane, y }: LaneBand, id: string): Band {
  return { y: y + PAD + (lane.depths.get(id) ?? 0) * ITEM, height: ITEM - 2 }
}

export const isIn = ({ y, height }: Band, at: number): boolean => at >= y && at < y + height

/** The lane at a height, as far as it is seen. */
export const laneAt = ({ window, lanes }: Layout, y: number): LaneBand | null =>
  isIn(window, y) ? (lanes.find((band) => isIn(band, y)) ?? null) : null
