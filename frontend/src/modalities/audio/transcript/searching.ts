/** Looking for words in all texts and putting others in their place. Pure. */
import type { Item } from '../items'
import type { Stretch } from './pieces'

export interface Search {
  readonly text: string
  readonly exactCase: boolean
  readonly wholeWords: boolean
  /** Which of the matches is looked at. */
  readonly at: number
}

export const NO_SEARCH: Search = { text: '', exactCase: false, wholeWords: false, at: 0 }

export interface Match extends Stretch {
  readonly id: string
}

const EDGE = String.raw`[\p{L}\p{M}\p{N}]`

function patternOf({ text, exactCase, wholeWords }: Search): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const source = wholeWords ? `(?<!${EDGE})${literal}(?!${EDGE})` : literal
  return new RegExp(source, exactCase ? 'gu' : 'giu')
}

/** Where what is looked for stands in a text. */
export function stretchesIn(text: string, search: Search | null): readonly Stretch[] {
  if (!search?.text) return []
  return [...text.matchAll(patternOf(search))].map(({ 0: found, index }) => ({
    start: index,
    stop: index + found.length,
  }))
}

export const matchesIn = (items: readonly Item[], search: Search | null): readonly Match[] =>
  items.flatMap(({ record, lane }) =>
    stretchesIn(lane.text, search).map((stretch) => ({ id: record.id, ...stretch })),
  )

/** The texts that are another after it, by id. */
export function replacedAll(
  items: readonly Item[],
  search: Search,
  instead: string,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const { record, lane } of items) {
    const text = search.text ? lane.text.replace(patternOf(search), () => instead) : lane.text
    if (text !== lane.text) texts.set(record.id, text)
  }
  return texts
}
