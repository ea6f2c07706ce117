import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { SearchValues } from '../../app/search-params'

export interface Filters {
  /** One value of a key, or undefined. */
  one(key: string): string | undefined
  /** All values of a key. */
  many(key: string): readonly string[]
  /** Changes some keys and leaves the others; undefined, '' and [] take a key away. */
  set(changes: Readonly<Record<string, string | readonly string[] | undefined>>): void
  clear(keys: readonly string[]): void
  /** As the server's query: `{ params: { query: filters.query(['state', 'q']) } }`. */
  query(keys: readonly string[]): Record<string, string>
}

export function valuesOf(search: SearchValues, key: string): readonly string[] {
  const value = search[key]
  if (value === undefined || value === '') return []
  return Array.isArray(value) ? value : [value]
}

/** Filters, sort order and views live in the address, so that a link shows a colleague the same rows. */
export function useFilters(): Filters {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const set = useCallback<Filters['set']>(
    (changes) => {
      void navigate({
        to: '.',
        search: ((before: SearchValues) => ({ ...before, ...changes })) as never,
        replace: true,
      })
    },
    [navigate],
  )
  return useMemo(
    () => ({
      one: (key) => valuesOf(search, key)[0],
      many: (key) => valuesOf(search, key),
      set,
      clear: (keys) => set(Object.fromEntries(keys.map((key) => [key, undefined]))),
      query: (keys) =>
        Object.fromEntries(
          keys.flatMap((key) => {
            const values = valuesOf(search, key)
            return values.length ? [[key, values.join(',')]] : []
          }),
        ),
    }),
    [search, set],
  )
}
