/** What a key means in a list with an active row. */
export type ListAction =
  | { readonly kind: 'move'; readonly to: number; readonly extend: boolean }
  | { readonly kind: 'toggle' | 'open' | 'all' | 'none' }

interface Keys {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

const STEPS: Readonly<Record<string, (at: number, count: number, page: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, _count, page) => at + page,
  PageUp: (at, _count, page) => at - page,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** `at` is the active row, -1 for none; `page` the number of rows in sight. Null: not ours. */
export function listAction(
  event: Keys,
  at: number,
  count: number,
  page: number,
): ListAction | null {
  const step = STEPS[event.key]
  if (step && count > 0) {
    const to = Math.max(0, Math.min(count - 1, step(at, count, page)))
    return { kind: 'move', to, extend: event.shiftKey }
  }
  if (event.key === ' ') return { kind: 'toggle' }
  if (event.key === 'Enter') return { kind: 'open' }
  if (event.key === 'Escape') return { kind: 'none' }
  if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) return { kind: 'all' }
  return null
}
