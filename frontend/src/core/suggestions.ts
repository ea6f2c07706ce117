import { computed } from '@preact/signals-core'
import type { Document } from './document'
import type { Annotation } from './patch'

/** A pre-labeller's layer. What is already in the work document, or below the threshold, is not offered. */
export interface SuggestionSource {
  readonly document: Document
  readonly model: { readonly slug: string; readonly name: string; readonly version: string }
}

export interface SuggestionView {
  readonly suggestions: { readonly value: boolean }
  readonly threshold: { readonly value: number }
}

/** All suggestions on offer, by id. */
export function openSuggestions(
  work: Document,
  sources: readonly SuggestionSource[],
  view: SuggestionView,
) {
  return computed<ReadonlyMap<string, Annotation>>(() => {
    const open = new Map<string, Annotation>()
    if (!view.suggestions.value) return open
    const taken = work.records.value
    for (const { document } of sources) {
      for (const record of document.records.value.values()) {
        if (!taken.has(record.id) && (record.score ?? 1) >= view.threshold.value) {
          open.set(record.id, record)
        }
      }
    }
    return open
  })
}
