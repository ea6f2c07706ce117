import type { Editor } from '../../../core/editor'
import type { Language } from '../../../core/schema'
import { directionOf, pictured } from '../../../transcription/direction'
import type { Recording } from '../data/recording'
import type { Layout } from '../stage/layout'
import type { AudioState } from '../state'
import type { Colors } from './colors'

/** Everything a painter needs. */
export interface Scene {
  readonly context: CanvasRenderingContext2D
  readonly editor: Editor
  readonly audio: AudioState
  readonly recording: Recording
  readonly layout: Layout
  readonly colors: Colors
  readonly language: Language
  /** Of the whole canvas, CSS pixels. */
  readonly width: number
  readonly height: number
}

export const FONT = '11px "Inter Variable", "Noto Sans SC Variable", sans-serif'
export const MONO = '10px "JetBrains Mono Variable", ui-monospace, monospace'

/** Widths of whole texts, by font and text: they are asked for in every frame. */
const widths = new Map<string, number>()
const MOST_WIDTHS = 5000

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}\n${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  if (widths.size >= MOST_WIDTHS) widths.clear()
  const { width } = context.measureText(text)
  widths.set(key, width)
  return width
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The text, cut with an ellipsis where it does not fit; "" where nothing does. */
export function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (width < 8) return ''
  const whole = widthOf(context, text)
  if (whole <= width) return text
  // A first guess by what letters take on average; a letter is what a reader takes for one.
  const most = Math.ceil((text.length * width) / whole) + 1
  const kept = [...letters.segment(text.slice(0, most))].map(({ segment }) => segment)
  while (kept.length > 0 && context.measureText(`${kept.join('')}…`).width > width) kept.pop()
  return kept.length > 0 ? `${kept.join('')}…` : ''
}

/** Writes a text of any script in its own direction, its left edge or the middle of its line at a place. */
export function write(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  context.direction = directionOf(text)
  context.fillText(pictured(text), x, y)
  context.direction = 'ltr'
}
