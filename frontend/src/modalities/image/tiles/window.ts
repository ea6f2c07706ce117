import type { Depth } from './pyramid'

/** Which stored values are shown black and white, and whether the other way round. */
export interface Window {
  readonly low: number
  readonly high: number
  readonly inverted: boolean
}

const STEPS = 65_536

export const firstWindow = ({ window: [low, high] }: Depth): Window => ({
  low,
  high,
  inverted: false,
})

/** All values from the least to the most. */
export const wholeWindow = ({ range: [low, high] }: Depth, inverted = false): Window => ({
  low,
  high: Math.max(high, low + 1),
  inverted,
})

/** What radiologists call them: the middle of the window, and how wide it is. */
export const levelOf = ({ low, high }: Window): number => (low + high) / 2
export const widthOf = ({ low, high }: Window): number => high - low

/** A window of this middle and width, at least one value wide and not out of reach of 16 bits. */
export function windowAt(level: number, width: number, inverted: boolean): Window {
  const wide = Math.min(Math.max(width, 1), STEPS)
  const middle = Math.min(Math.max(level, 0), STEPS - 1)
  return { low: middle - wide / 2, high: middle + wide / 2, inverted }
}

/** Moved and widened by shares of itself, as a drag over the picture does. */
export const dragged = (from: Window, right: number, up: number): Window =>
  windowAt(
    levelOf(from) - up * Math.max(widthOf(from), 16),
    widthOf(from) * 2 ** (2 * right),
    from.inverted,
  )

/** What becomes of each stored value: a grey of eight bits, after `tone` has had its way with it. */
export function tableOf({ low, high, inverted }: Window, tone: Uint8ClampedArray): Uint8Array {
  const table = new Uint8Array(STEPS)
  const slope = 255 / Math.max(high - low, 1e-6)
  for (let value = 0; value < STEPS; value++) {
    const grey = Math.min(Math.max(Math.round((value - low) * slope), 0), 255)
    table[value] = tone[inverted ? 255 - grey : grey] ?? 0
  }
  return table
}

type Counts = Pick<Depth, 'histogram' | 'range'>

/** How often each stored value is there. */
export function counted(all: readonly Uint16Array[]): Counts {
  const histogram = new Uint32Array(STEPS)
  for (const values of all)
    for (const value of values) histogram[value] = (histogram[value] ?? 0) + 1
  return { histogram: [...histogram], range: [0, STEPS - 1] }
}

/** The values between which all but a share of those at either end lie. */
export function percentiles({ histogram, range: [least, most] }: Counts, share: number): Window {
  const total = histogram.reduce((sum, bar) => sum + bar, 0)
  const bar = (most - least + 1) / Math.max(histogram.length, 1)
  const at = (wanted: number): number => {
    let sum = 0
    for (const [i, count] of histogram.entries()) {
      if (sum + count >= wanted) return least + (i + (wanted - sum) / Math.max(count, 1)) * bar
      sum += count
    }
    return most
  }
  const low = Math.round(at(share * total))
  return { low, high: Math.max(Math.round(at((1 - share) * total)), low + 1), inverted: false }
}
