import { computed } from '@preact/signals-core'
import type { Document } from './document'
import type { Annotation } from './patch'

/** The suggestions that became parts of an annotation. */
export const includedIn = ({ source }: Annotation): readonly string[] =>
  source.includes?.split(' ') ?? []

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
    if (!view.suggestions.value) return new Map()
    const taken = new Set(
      [...work.records.value.values()].flatMap((one) => [one.id, ...includedIn(one)]),
    )
    const least = view.threshold.value
    const isOpen = (record: Annotation) => !taken.has(record.id) && (record.score ?? 1) >= least
    const records = sources.flatMap(({ document }) => [...document.records.value.values()])
    return new Map(records.filter(isOpen).map((record) => [record.id, record]))
  })
}
