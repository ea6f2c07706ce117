import type { Figures } from './types'

/** One line of a list of bars: what is well, and what is not. */
export interface Bar {
  readonly key: string
  readonly name: string
  readonly good: number
  readonly bad: number
}

/** Bars of one key become one; the longest first. */
function merged(rows: readonly Bar[]): Bar[] {
  const bars = new Map<string, Bar>()
  for (const row of rows) {
    const before = bars.get(row.key)
    bars.set(row.key, {
      ...row,
      good: row.good + (before?.good ?? 0),
      bad: row.bad + (before?.bad ?? 0),
    })
  }
  return [...bars.values()].sort((a, b) => b.good + b.bad - a.good - a.bad)
}

export function findingBars(rows: Figures['findings'], language: 'en' | 'zh'): Bar[] {
  return merged(
    rows.map(({ check_slug, title, state, count }) => ({
      key: check_slug,
      name: title[language],
      good: state === 'waived' ? count : 0,
      bad: state === 'open' ? count : 0,
    })),
  )
}

export function issueBars(rows: Figures['issues'], nameOf: (type: string) => string): Bar[] {
  return merged(
    rows.map(({ type, state, count }) => ({
      key: type,
      name: nameOf(type),
      good: state === 'open' ? 0 : count,
      bad: state === 'open' ? count : 0,
    })),
  )
}

export function personBars(rows: Figures['people']): Bar[] {
  return merged(
    rows.map(({ id, name, accepted, returned }) => ({
      key: id,
      name,
      good: accepted,
      bad: returned,
    })),
  )
}

/** How many are open, and how many there are. */
export function openIn(rows: readonly { readonly state: string; readonly count: number }[]) {
  const count = (some: typeof rows) => some.reduce((sum, row) => sum + row.count, 0)
  return { open: count(rows.filter(({ state }) => state === 'open')), all: count(rows) }
}
