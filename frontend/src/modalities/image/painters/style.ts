import type { Label, LabelSchema, Language, Pair } from '../../../core/schema'
import { type Dash, patternsFor, rgbOf } from './patterns'

/** How annotations of one label look. */
export interface LabelStyle {
  readonly key: string
  readonly name: string
  readonly stroke: string
  readonly fill: string
  /** Of a shape under the pointer. */
  readonly strongFill: string
  /** Seam around the line that sets it off from the picture: light for dark colours, dark for light ones. */
  readonly halo: string
  /** Text on the label's colour. */
  readonly ink: string
  readonly dash: Dash
  /** What joins the points of its skeletons. */
  readonly edges: readonly Pair[]
}

export interface StageColors {
  readonly background: string
  readonly border: string
  readonly accent: string
  readonly panel: string
  readonly text: string
}

export const STAGE_COLORS: { readonly [theme in 'light' | 'dark']: StageColors } = {
  light: {
    background: '#dfe3e8',
    border: '#b3bac3',
    accent: '#1c7ed6',
    panel: 'rgba(255, 255, 255, 0.94)',
    text: '#1f2328',
  },
  dark: {
    background: '#17191c',
    border: '#3a3f45',
    accent: '#4dabf7',
    panel: 'rgba(32, 35, 39, 0.94)',
    text: '#e9ecef',
  },
}

const UNKNOWN = '#adb5bd'
/** Colours below this luminance are lost on dark parts of a picture. */
const DARK = 0.2

/** Relative luminance of WCAG 2. */
function luminance(color: string): number {
  const [r, g, b] = rgbOf(color).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

/** Black or white, whichever reads better on the colour. */
export function inkOn(color: string): string {
  const light = luminance(color) + 0.05
  return 1.05 / light > light / 0.05 ? '#ffffff' : '#000000'
}

function withAlpha(color: string, alpha: number): string {
  const [r, g, b] = rgbOf(color)
  return `rgba(${r}, ${g}, ${b}, ${alpha})`
}

function styleOf(
  key: string,
  name: string,
  color: string,
  dash: Dash,
  edges: readonly Pair[] = [],
): LabelStyle {
  return {
    key,
    name,
    stroke: color,
    fill: withAlpha(color, 0.08),
    strongFill: withAlpha(color, 0.16),
    halo: luminance(color) < DARK ? 'rgba(255, 255, 255, 0.55)' : 'rgba(0, 0, 0, 0.5)',
    ink: inkOn(color),
    dash,
    edges,
  }
}

/** Styles by label key, in one language. */
export class StyleSheet {
  readonly #styles: ReadonlyMap<string, LabelStyle>
  readonly #language: Language
  readonly #unknown = new Map<string, LabelStyle>()

  constructor(schema: LabelSchema, language: Language) {
    this.#language = language
    const dashes = schema.alike ? [] : patternsFor(schema.labels.map(({ color }) => color))
    this.#styles = new Map(
      schema.labels.map((label: Label, i) => [
        label.key,
        styleOf(
          label.key,
          label.name[language],
          label.color,
          dashes[i] ?? [],
          label.skeleton?.edges,
        ),
      ]),
    )
  }

  get language(): Language {
    return this.#language
  }

  /** The style of a label; one that the schema no longer has is grey and shows its key. */
  of(key: string): LabelStyle {
    const known = this.#styles.get(key) ?? this.#unknown.get(key)
    if (known) return known
    const made = styleOf(key, key, UNKNOWN, [])
    this.#unknown.set(key, made)
    return made
  }
}
