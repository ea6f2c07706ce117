/** Line patterns that tell labels apart for people who do not see all colours. */

type Rgb = readonly [number, number, number]

/** Dashes and gaps in CSS pixels; [] is a solid line. */
export type Dash = readonly number[]

const PATTERNS: readonly Dash[] = [[], [10, 4], [4, 4], [12, 3, 2, 3], [2, 4], [8, 3, 8, 3, 2, 3]]

/** Colours closer than this (distance in simulated RGB, 0 to 441) need different patterns. */
const CONFUSABLE = 60

/** Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency", 2009; severity 1. */
const DEFICIENCIES: readonly (readonly [Rgb, Rgb, Rgb])[] = [
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
]

/** `#rrggbb` as 0..255. */
export function rgbOf(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

const seenAs = (rgb: Rgb, matrix: readonly Rgb[]): readonly number[] =>
  matrix.map((row) => row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])

function areConfusable(a: string, b: string): boolean {
  return DEFICIENCIES.some((matrix) => {
    const left = seenAs(rgbOf(a), matrix)
    const right = seenAs(rgbOf(b), matrix)
    return Math.hypot(...left.map((v, i) => v - (right[i] ?? 0))) < CONFUSABLE
  })
}

/**
 * One pattern per colour: solid unless an earlier colour looks alike to colour-blind eyes, then the first
 * pattern that none of its look-alikes has. So a palette that is safe by itself stays calm.
 */
export function patternsFor(colors: readonly string[]): readonly Dash[] {
  const chosen: number[] = []
  for (const [i, color] of colors.entries()) {
    const taken = colors.slice(0, i).flatMap((other, j) => {
      return areConfusable(color, other) ? [chosen[j] ?? 0] : []
    })
    const free = PATTERNS.findIndex((_, pattern) => !taken.includes(pattern))
    chosen.push(free < 0 ? i % PATTERNS.length : free)
  }
  return chosen.map((pattern) => PATTERNS[pattern] ?? [])
}
