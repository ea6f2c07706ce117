import type { Annotation } from '../../../core/patch'
import type { Mask } from '../../../kinds/mask'
import type { Bitmap } from '../../../kinds/parts/bitmap'
import { rgbOf } from '../painters/patterns'
import type { StyleSheet } from '../painters/style'
import type { Ink, MaskItem } from './raster'

export type Emphasis = 'rest' | 'suggested' | 'hovered' | 'selected' | 'drawn'

interface Look {
  /** Opacity of the area. */
  readonly fill: number
  /** Of the line, in CSS pixels. */
  readonly width: number
  readonly dashed: boolean
  /** A white line, which no label has. */
  readonly white?: boolean
}

const LOOKS: { readonly [emphasis in Emphasis]: Look } = {
  rest: { fill: 0.34, width: 1, dashed: false },
  suggested: { fill: 0.14, width: 1, dashed: true },
  hovered: { fill: 0.3, width: 2, dashed: false },
  selected: { fill: 0.3, width: 2, dashed: false, white: true },
  drawn: { fill: 0.5, width: 1, dashed: false },
}

const inks = new Map<string, Ink>()

function ink(color: string, opacity: number): Ink {
  const key = `${color}/${opacity}`
  const known = inks.get(key)
  if (known !== undefined) return known
  const [r, g, b] = rgbOf(color)
  const made = ((Math.round(opacity * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0
  inks.set(key, made)
  return made
}

/** How a mask is painted in the colour of its label. */
export function itemOf(
  record: Annotation,
  styles: StyleSheet,
  emphasis: Emphasis,
  fills: boolean,
  source: Mask | Bitmap = record.data as Mask,
): MaskItem {
  const { stroke } = styles.of(record.label)
  const { fill, width, dashed, white = false } = LOOKS[emphasis]
  return {
    source,
    fill: fills ? ink(stroke, fill) : 0,
    line: ink(white ? '#ffffff' : stroke, 1),
    width: Math.max(1, Math.round(width * devicePixelRatio)),
    dashed,
  }
}
