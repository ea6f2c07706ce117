import type { Bitmap } from '../../../kinds/parts/bitmap'

/** Whether a pixel belongs to what is filled. */
export type Accepts = (x: number, y: number) => boolean

/**
 * The pixels that hang together with (x, y), over their sides, and are accepted; column by column. `height` x `width`
 * is the image. Null when the first pixel is not accepted.
 */
export function flood(
  width: number,
  height: number,
  x: number,
  y: number,
  accepts: Accepts,
): Bitmap | null {
  if (x < 0 || y < 0 || x >= width || y >= height || !accepts(x, y)) return null
  const bits = new Uint8Array(width * height)
  const waiting: number[] = [x, y]
  /** Queue the first pixel of every run of open ones beside a filled strip. */
  const beside = (column: number, top: number, bottom: number) => {
    if (column < 0 || column >= width) return
    let open = false
    for (let row = top; row <= bottom; row++) {
      const isOpen = !bits[column * height + row] && accepts(column, row)
      if (isOpen && !open) waiting.push(column, row)
      open = isOpen
    }
  }
  while (waiting.length > 0) {
    const row = waiting.pop() ?? 0
    const column = waiting.pop() ?? 0
    const base = column * height
    if (bits[base + row]) continue
    const isOpen = (at: number) => at >= 0 && at < height && !bits[base + at] && accepts(column, at)
    let top = row
    let bottom = row
    while (isOpen(top - 1)) top--
    while (isOpen(bottom + 1)) bottom++
    bits.fill(1, base + top, base + bottom + 1)
    beside(column - 1, top, bottom)
    beside(column + 1, top, bottom)
  }
  return { x: 0, y: 0, width, height, bits }
}

/** Accepts what differs from the colour at (x, y) by at most `tolerance` in each of red, green and blue. */
export function alike(pixels: ImageData, x: number, y: number, tolerance: number): Accepts {
  const { data, width } = pixels
  const seed = (y * width + x) * 4
  const r = data[seed] ?? 0
  const g = data[seed + 1] ?? 0
  const b = data[seed + 2] ?? 0
  return (px, py) => {
    const i = (py * width + px) * 4
    return (
      Math.abs((data[i] ?? 0) - r) <= tolerance &&
      Math.abs((data[i + 1] ?? 0) - g) <= tolerance &&
      Math.abs((data[i + 2] ?? 0) - b) <= tolerance
    )
  }
}
