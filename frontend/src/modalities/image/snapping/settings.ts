import type { Signal } from '@preact/signals-core'
import { isBoolean, remembered } from '../remembered'

/** What the hand is drawn to, for one person in one browser. */
export const snapping: { readonly shapes: Signal<boolean>; readonly edges: Signal<boolean> } = {
  /** Vertices and edges of other annotations. */
  shapes: remembered('snap-to-shapes', true, isBoolean),
  /** Where the brightness of the picture changes. */
  edges: remembered('snap-to-edges', false, isBoolean),
}
