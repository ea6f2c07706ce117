/** Times as people read them. */

const two = (value: number): string => String(value).padStart(2, '0')

/** `1:02:03.450`: hours only when there are some; `digits` of the second's fraction. */
export function clock(seconds: number, digits = 3): string {
  const scale = 10 ** digits
  const whole = Math.round(Math.max(0, seconds) * scale)
  const second = Math.floor(whole / scale)
  const fraction = digits > 0 ? `.${String(whole % scale).padStart(digits, '0')}` : ''
  const [h, m, s] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
  const head = h > 0 ? `${h}:${two(m)}` : `${m}`
  return `${head}:${two(s)}${fraction}`
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]

/** Seconds between two numbers of a ruler that are at least `least` seconds apart. */
export function tickStep(least: number): number {
  if (least > 1) return STEPS.find((step) => step >= least) ?? 3600 * Math.ceil(least / 3600)
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5].find((step) => step * power >= least) ?? 10) * power
}

/** Digits that tell such ticks apart. */
export const digitsFor = (step: number): number =>
  Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))
