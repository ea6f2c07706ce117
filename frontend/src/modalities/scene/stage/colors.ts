/** Colours of the stage by theme. Points are always seen on dark ground: that is where they can be told apart. */
import type { Annotation } from '../../../core/patch'
import { findLabel, type LabelSchema } from '../../../core/schema'
import type { Rgb } from '../view/points_gl'

export interface SceneColors {
  /** Behind the points. */
  readonly ground: Rgb
  /** Between the views. */
  readonly seam: string
  readonly panel: string
  readonly line: string
  readonly text: string
  readonly faint: string
  readonly accent: string
  /** On the points, in both themes. */
  readonly ring: string
  readonly onPoints: string
  readonly shade: string
  readonly handle: string
}

const POINTS = {
  ring: 'rgba(255, 255, 255, 0.13)',
  onPoints: '#cfd6df',
  shade: 'rgba(12, 14, 18, 0.72)',
  handle: '#ffffff',
}

export const SCENE_COLORS: { readonly [theme in 'light' | 'dark']: SceneColors } = {
  light: {
    ...POINTS,
    ground: [24, 28, 35],
    seam: '#c8cdd4',
    panel: '#f5f6f7',
    line: '#c8cdd4',
    text: '#1a1d21',
    faint: '#666e79',
    accent: '#0c6478',
  },
  dark: {
    ...POINTS,
    ground: [15, 17, 21],
    seam: '#2a2f37',
    panel: '#1a1d22',
    line: '#3d444f',
    text: '#e1e4e9',
    faint: '#8a929e',
    accent: '#5fc0d4',
  },
}

/** From low to high: dark blue, teal, green, yellow, near white. Even steps of lightness, readable without red. */
export const RAMP: readonly Rgb[] = [
  [56, 70, 148],
  [47, 106, 175],
  [38, 143, 172],
  [52, 172, 145],
  [104, 196, 110],
  [171, 212, 86],
  [232, 220, 96],
  [255, 240, 190],
]

/** Of points that no box holds, in the colouring by label. */
export const UNLABELLED: Rgb = [112, 119, 130]

const UNKNOWN = '#adb5bd'

export function rgbOf(color: string): Rgb {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

export const colorOf = (schema: LabelSchema, { label }: Annotation): string =>
  findLabel(schema, label)?.color ?? UNKNOWN

/** A colour made light enough to be seen on the dark ground of points. */
export function lit(color: string): string {
  const rgb = rgbOf(color)
  const light = (0.3 * rgb[0] + 0.59 * rgb[1] + 0.11 * rgb[2]) / 255
  const mix = Math.max(0, 0.5 - light)
  return `rgb(${rgb.map((value) => Math.round(value + (255 - value) * mix)).join(', ')})`
}
