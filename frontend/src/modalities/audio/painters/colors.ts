/** Colours of the timeline: the tokens of the page, as the canvas needs them. */
const TOKENS = {
  surface: '--gw-surface',
  canvas: '--gw-canvas',
  sunken: '--gw-sunken',
  line: '--gw-line',
  strong: '--gw-line-strong',
  text: '--gw-text',
  faint: '--gw-text-2',
  accent: '--gw-accent',
  focus: '--gw-focus',
  wave: '--gw-blue-fill',
  red: '--gw-red-fill',
  amber: '--gw-amber-fill',
  unknown: '--gw-grey-fill',
} as const

export type Colors = Readonly<Record<keyof typeof TOKENS, string>>

export function colorsOf(element: HTMLElement): Colors {
  const style = getComputedStyle(element)
  const entries = Object.entries(TOKENS).map(([name, token]) => [
    name,
    style.getPropertyValue(token).trim(),
  ])
  return Object.fromEntries(entries) as Colors
}

/** Red, green and blue of `#rrggbb`, or of `#rgb` as a built page writes it where it can. */
export function rgbOf(color: string): readonly [number, number, number] {
  const digits = color.slice(1)
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits
  const value = Number.parseInt(long, 16)
  return Number.isNaN(value) ? [0, 0, 0] : [value >> 16, (value >> 8) & 255, value & 255]
}

export function withAlpha(color: string, alpha: number): string {
  const [r, g, b] = rgbOf(color)
  return `rgba(${r}, ${g}, ${b}, ${alpha})`
}
