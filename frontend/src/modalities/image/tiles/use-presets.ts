import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sessionQuery } from '../../../api/session'
import { useSetPreference } from '../../../app/preferences'
import type { Window } from './window'

const KEY = 'image.windows'
const MOST = 8

const isWindow = (value: unknown): value is Window => {
  const { low, high, inverted } = (value ?? {}) as { readonly [key: string]: unknown }
  return typeof low === 'number' && typeof high === 'number' && typeof inverted === 'boolean'
}

/** The windows that a person keeps with the account, in values of the file: so they mean the same on every picture. */
export function usePresets(): readonly [readonly Window[], (kept: readonly Window[]) => void] {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false })
  const setPreference = useSetPreference()
  const [chosen, setChosen] = useState<readonly Window[] | null>(null)
  const known = session?.me.preferences[KEY]
  const kept = chosen ?? (Array.isArray(known) ? known.filter(isWindow) : [])
  const keep = (next: readonly Window[]) => {
    const least = next.slice(-MOST)
    setChosen(least)
    void setPreference(KEY, least)
  }
  return [kept, keep]
}
