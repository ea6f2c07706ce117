/** How likely a colour is, by a mixture of normal distributions over red, green and blue. */

const PARTS = 5
const ROUNDS = 5
/** Colours that are looked at to find the parts. */
const MOST_SAMPLES = 4000
/** Added to every variance, so that a flat colour has a distribution. */
const LEAST_VARIANCE = 4

interface Part {
  readonly weight: number
  readonly mean: readonly [number, number, number]
  /** Of the inverse covariance: xx, xy, xz, yy, yz, zz. */
  readonly inverse: readonly [number, number, number, number, number, number]
  readonly scale: number
}

/** Colours one after another: red, green, blue. */
export type Colours = Float32Array

/** Every nth colour, so that few are left. */
function sampled(colours: Colours): Colours {
  const count = colours.length / 3
  const step = Math.ceil(count / MOST_SAMPLES)
  if (step <= 1) return colours
  const kept = new Float32Array(Math.ceil(count / step) * 3)
  for (let i = 0, at = 0; i < count; i += step, at += 3) {
    kept.set(colours.subarray(3 * i, 3 * i + 3), at)
  }
  return kept
}

const squared = (a: Colours, i: number, b: Colours, k: number): number =>
  ((a[i] ?? 0) - (b[k] ?? 0)) ** 2 +
  ((a[i + 1] ?? 0) - (b[k + 1] ?? 0)) ** 2 +
  ((a[i + 2] ?? 0) - (b[k + 2] ?? 0)) ** 2

function nearestOf(colours: Colours, i: number, centres: Colours): readonly [number, number] {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let c = 0; c < centres.length; c += 3) {
    const away = squared(colours, i, centres, c)
    if (away < least) {
      least = away
      best = c / 3
    }
  }
  return [best, least]
}

/** First centres far from one another: each time the colour that is farthest from those before. */
function firstCentres(colours: Colours, parts: number): Colours {
  const centres: number[] = [...colours.subarray(0, 3)]
  while (centres.length < parts * 3) {
    const known = new Float32Array(centres)
    let farthest = 0
    let most = -1
    for (let i = 0; i < colours.length; i += 3) {
      const [, away] = nearestOf(colours, i, known)
      if (away > most) {
        most = away
        farthest = i
      }
    }
    centres.push(...colours.subarray(farthest, farthest + 3))
  }
  return new Float32Array(centres)
}

/** Sums of a part: count, r, g, b, rr, rg, rb, gg, gb, bb. */
function gathered(colours: Colours, centres: Colours): Float64Array[] {
  const sums = Array.from({ length: centres.length / 3 }, () => new Float64Array(10))
  for (let i = 0; i < colours.length; i += 3) {
    const sum = sums[nearestOf(colours, i, centres)[0]]
    const [r = 0, g = 0, b = 0] = colours.subarray(i, i + 3)
    const parts = [1, r, g, b, r * r, r * g, r * b, g * g, g * b, b * b]
    for (const [n, part] of parts.entries()) if (sum) sum[n] = (sum[n] ?? 0) + part
  }
  return sums
}

const centresOf = (sums: readonly Float64Array[]): Colours =>
  new Float32Array(
    sums
      .filter(([count = 0]) => count > 0)
      .flatMap(([count = 1, r = 0, g = 0, b = 0]) => [r / count, g / count, b / count]),
  )

function partOf(sum: Float64Array, total: number): Part {
  const [count = 1, r = 0, g = 0, b = 0, rr = 0, rg = 0, rb = 0, gg = 0, gb = 0, bb = 0] = sum
  const [mr, mg, mb] = [r / count, g / count, b / count]
  const xx = rr / count - mr * mr + LEAST_VARIANCE
  const yy = gg / count - mg * mg + LEAST_VARIANCE
  const zz = bb / count - mb * mb + LEAST_VARIANCE
  const xy = rg / count - mr * mg
  const xz = rb / count - mr * mb
  const yz = gb / count - mg * mb
  const det = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz) || 1e-9
  const inverse = [
    (yy * zz - yz * yz) / det,
    (xz * yz - xy * zz) / det,
    (xy * yz - xz * yy) / det,
    (xx * zz - xz * xz) / det,
    (xy * xz - xx * yz) / det,
    (xx * yy - xy * xy) / det,
  ] as const
  const weight = count / total
  return { weight, mean: [mr, mg, mb], inverse, scale: weight / Math.sqrt(Math.abs(det)) }
}

export class Mixture {
  readonly #parts: readonly Part[]

  constructor(colours: Colours) {
    const some = sampled(colours)
    let centres = firstCentres(some, Math.min(PARTS, Math.max(1, some.length / 3)))
    let sums = gathered(some, centres)
    for (let round = 1; round < ROUNDS; round++) {
      centres = centresOf(sums)
      sums = gathered(some, centres)
    }
    const total = some.length / 3
    this.#parts = sums.filter(([count = 0]) => count > 0).map((sum) => partOf(sum, total))
  }

  /** The higher, the less likely. */
  surprise(r: number, g: number, b: number): number {
    let likely = 1e-30
    for (const { mean, inverse, scale } of this.#parts) {
      const x = r - mean[0]
      const y = g - mean[1]
      const z = b - mean[2]
      const [xx, xy, xz, yy, yz, zz] = inverse
      const away = xx * x * x + yy * y * y + zz * z * z + 2 * (xy * x * y + xz * x * z + yz * y * z)
      likely += scale * Math.exp(-away / 2)
    }
    return -Math.log(likely)
  }
}
