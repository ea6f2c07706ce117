/** How the picture is brightened for the eye. Never touches the file or the labels. */
export interface Adjustment {
  /** Added light, -1 to 1. */
  readonly brightness: number
  /** Factor about middle grey, as a power of two: -2 to 2. */
  readonly contrast: number
  /** Exponent as a power of two, -2 to 2; above 0 lifts the shadows. */
  readonly gamma: number
}

export const NEUTRAL: Adjustment = { brightness: 0, contrast: 0, gamma: 0 }

export const isNeutral = ({ brightness, contrast, gamma }: Adjustment): boolean =>
  brightness === 0 && contrast === 0 && gamma === 0

/** What becomes of each of the 256 values of a channel. */
export function lookupTable({ brightness, contrast, gamma }: Adjustment): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256)
  for (let value = 0; value < 256; value++) {
    const lifted = (value / 255) ** (2 ** -gamma)
    table[value] = Math.round(((lifted - 0.5) * 2 ** contrast + 0.5 + brightness) * 255)
  }
  return table
}
