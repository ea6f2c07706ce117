/** A picture and what is known of it, smaller; and an answer for the small one carried back to the large one. */
import type { Pixels } from './edges'

export const OUTSIDE = 0
export const INSIDE = 1
/** What is to be found out. */
export const OPEN = 2

/** For every pixel, row by row: OUTSIDE, INSIDE or OPEN. */
export type Known = Uint8Array

/** A picture of every nth pixel's neighbourhood, averaged. */
export function shrunk(pixels: Pixels, by: number): Pixels {
  const width = Math.max(1, Math.floor(pixels.width / by))
  const height = Math.max(1, Math.floor(pixels.height / by))
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  const sums = new Float64Array(width * 3)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (let row = y * by; row < Math.min((y + 1) * by, pixels.height); row++)
      addRow(sums, pixels, row, by)
    for (let i = 0; i < sums.length; i++) {
      const x = Math.floor(i / 3)
      data[4 * (y * width + x) + i - 3 * x] = (sums[i] as number) / (by * by)
    }
  }
  return { width, height, data }
}

/** Add the colours of a row to the sums of the places that they fall into. */
function addRow(sums: Float64Array, { width, data }: Pixels, row: number, by: number): void {
  const used = Math.min((sums.length / 3) * by, width)
  for (let x = 0; x < used; x++) {
    const to = 3 * Math.floor(x / by)
    const from = 4 * (row * width + x)
    for (let n = 0; n < 3; n++) sums[to + n] = (sums[to + n] as number) + (data[from + n] as number)
  }
}

/** What is known at the middle of each place. */
export function shrunkKnown(known: Known, pixels: Pixels, small: Pixels, by: number): Known {
  const result = new Uint8Array(small.width * small.height)
  for (let y = 0; y < small.height; y++) {
    const row = Math.min(y * by + (by >> 1), pixels.height - 1) * pixels.width
    for (let x = 0; x < small.width; x++) {
      const column = Math.min(x * by + (by >> 1), pixels.width - 1)
      result[y * small.width + x] = known[row + column] as number
    }
  }
  return result
}

/** The answer of the small picture; open again near its edge. */
export function widened(
  answer: Known,
  small: Pixels,
  known: Known,
  { width, height }: Pixels,
  by: number,
): Known {
  const places = edgesOpened(answer, small)
  const result = known.slice()
  for (let y = 0; y < height; y++) {
    const row = Math.min(Math.floor(y / by), small.height - 1) * small.width
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (result[i] !== OPEN) continue
      result[i] = places[row + Math.min(Math.floor(x / by), small.width - 1)] as number
    }
  }
  return result
}

/** OPEN where a neighbour is on the other side. */
function edgesOpened(answer: Known, { width, height }: Pixels): Known {
  const result = answer.slice()
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      const own = answer[i]
      const isEdge =
        (x > 0 && answer[i - 1] !== own) ||
        (x + 1 < width && answer[i + 1] !== own) ||
        (y > 0 && answer[i - width] !== own) ||
        (y + 1 < height && answer[i + width] !== own)
      if (isEdge) result[i] = OPEN
    }
  }
  return result
}
