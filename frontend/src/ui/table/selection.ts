import { useCallback, useMemo, useState } from 'react'

export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly size: number
  has(id: string): boolean
  toggle(id: string): void
  /** Everything from the row last toggled to `id`, in the order of `all`. */
  extend(id: string, all: readonly string[]): void
  set(ids: Iterable<string>): void
  clear(): void
}

/** The ids between two of a list, both included. */
export function between(all: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [all.indexOf(from), all.indexOf(to)]
  if (a < 0 || b < 0) return [to]
  return all.slice(Math.min(a, b), Math.max(a, b) + 1)
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState<string | null>(null)
  const toggle = useCallback((id: string) => {
    setAnchor(id)
    setIds((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  }, [])
  const extend = useCallback(
    (id: string, all: readonly string[]) => {
      setIds((before) => new Set([...before, ...between(all, anchor ?? id, id)]))
      setAnchor((before) => before ?? id)
    },
    [anchor],
  )
  const set = useCallback((given: Iterable<string>) => setIds(new Set(given)), [])
  const clear = useCallback(() => setIds(new Set()), [])
  return useMemo(
    () => ({ ids, size: ids.size, has: (id) => ids.has(id), toggle, extend, set, clear }),
    [ids, toggle, extend, set, clear],
  )
}
