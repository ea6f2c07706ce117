import type { Editor } from '../../../core/editor'
import type { Language } from '../../../core/schema'
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

/** The text, cut with an ellipsis where it does not fit; "" where nothing does. */
export function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (width < 8) return ''
  if (context.measureText(text).width <= width) return text
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle
    else high = middle - 1
  }
  return low > 0 ? `${text.slice(0, low)}…` : ''
}
