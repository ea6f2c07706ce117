/** Colours of a picture row by row, four bytes a pixel, as an ImageData has them. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

/** Share of the pixels that are taken to lie on no edge when the strongest edge is looked for. */
const CALM = 0.98

const luminance = ({ data }: Pixels, i: number): number =>
  0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0)

/** How steep the brightness is at every pixel (Sobel), 0 to 255 for what is steeper than nearly everything else. */
export function edgeStrength(pixels: Pixels): Uint8Array {
  const { width, height } = pixels
  const grey = new Float32Array(width * height)
  for (let i = 0; i < grey.length; i++) grey[i] = luminance(pixels, i)
  const steep = new Float32Array(grey.length)
  const at = (i: number) => grey[i] ?? 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const [above, below] = [i - width, i + width]
      const right = at(above + 1) + 2 * at(i + 1) + at(below + 1)
      const left = at(above - 1) + 2 * at(i - 1) + at(below - 1)
      const down = at(below - 1) + 2 * at(below) + at(below + 1)
      const up = at(above - 1) + 2 * at(above) + at(above + 1)
      steep[i] = Math.sqrt((right - left) ** 2 + (down - up) ** 2)
    }
  }
  return stretched(steep)
}

function stretched(steep: Float32Array): Uint8Array {
  const histogram = new Uint32Array(1500)
  for (let i = 0; i < steep.length; i++) {
    const bin = Math.min(histogram.length - 1, Math.floor(steep[i] ?? 0))
    histogram[bin] = (histogram[bin] ?? 0) + 1
  }
  let top = 0
  for (let below = 0; below < CALM * steep.length; top++) below += histogram[top] ?? 0
  const scale = 255 / Math.max(top, 32)
  const strength = new Uint8Array(steep.length)
  for (let i = 0; i < steep.length; i++) strength[i] = Math.min(255, (steep[i] ?? 0) * scale)
  return strength
}
