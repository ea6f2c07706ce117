import { type Signal, signal } from '@preact/signals-core'

/** What the hand is drawn to, for one person at one machine; kept while the page is open. */
export const snapping: { readonly shapes: Signal<boolean>; readonly edges: Signal<boolean> } = {
  /** Vertices and edges of other annotations. */
  shapes: signal(true),
  /** Where the brightness of the picture changes. */
  edges: signal(false),
}
