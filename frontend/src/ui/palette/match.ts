/** How well `text` answers `query`: 0 for not at all; whole words and beginnings count most, letters in order least. */
export function score(text: string, query: string): number {
  const hay = text.toLowerCase()
  const needle = query.trim().toLowerCase()
  if (!needle) return 1
  const at = hay.indexOf(needle)
  if (at === 0) return 4
  if (at > 0) return /[\s/_.-]/.test(hay[at - 1] ?? '') ? 3 : 2
  return hasInOrder(hay, needle) ? 1 : 0
}

function hasInOrder(hay: string, needle: string): boolean {
  let from = 0
  for (const character of needle.replace(/\s+/g, '')) {
    const at = hay.indexOf(character, from)
    if (at < 0) return false
    from = at + 1
  }
  return true
}

export interface Searchable {
  readonly label: string
  readonly keywords?: string | undefined
}

/** What answers the query, the best first; the given order decides between equals. */
export function search<T extends Searchable>(items: readonly T[], query: string): T[] {
  return items
    .map((item, index) => ({
      item,
      index,
      points: Math.max(
        score(item.label, query),
        score(item.keywords ?? '', query) - (query ? 1 : 0),
      ),
    }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.index - b.index)
    .map(({ item }) => item)
}
