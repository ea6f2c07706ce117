/** Colours of charts, read from the tokens of the theme that is on the screen. */
export interface ChartColours {
  /** Told apart by colour-blind eyes too (after Okabe and Ito), AA against both surfaces as lines and areas. */
  readonly series: readonly string[]
  readonly text: string
  readonly faint: string
  readonly line: string
  readonly surface: string
  readonly raised: string
  /** The meanings as text and lines. */
  readonly tones: Tones
  /** The meanings as areas: brighter, for nobody reads them. */
  readonly fills: Tones
}

const TONES = ['grey', 'blue', 'violet', 'green', 'amber', 'red'] as const
type Tones = Readonly<Record<(typeof TONES)[number], string>>

const LIGHT = [
  '#0b6e99',
  '#c4620a',
  '#2f7d4f',
  '#8e4b9c',
  '#a8831d',
  '#b3404a',
  '#4b6584',
  '#7a5c45',
]
const DARK = [
  '#5eb8e0',
  '#f0a35e',
  '#6ec794',
  '#c795d6',
  '#dcbd5b',
  '#ef8c93',
  '#9bb0c9',
  '#c2a58c',
]

export function chartColours(isDark: boolean): ChartColours {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--gw-${name}`).trim() || '#888888'
  return {
    series: isDark ? DARK : LIGHT,
    text: token('text-2'),
    faint: token('text-3'),
    line: token('line'),
    surface: token('surface'),
    raised: token('raised'),
    tones: Object.fromEntries(TONES.map((tone) => [tone, token(tone)])) as Tones,
    fills: Object.fromEntries(TONES.map((tone) => [tone, token(`${tone}-fill`)])) as Tones,
  }
}
