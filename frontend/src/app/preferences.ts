import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api, unwrap } from '../api/client'
import { asApiError } from '../api/error'
import { type Session, sessionQuery } from '../api/session'
import { isLanguage, type Language, setLanguage } from './i18n'

const THEMES: readonly MantineColorScheme[] = ['light', 'dark', 'auto']

const isTheme = (value: unknown): value is MantineColorScheme =>
  THEMES.some((theme) => theme === value)

/** Keeps a preference with the account, when somebody is signed in; the answer is the new session. */
export function useSetPreference(): (key: string, value: unknown) => Promise<void> {
  const client = useQueryClient()
  const { data: session } = useQuery({ ...sessionQuery, enabled: false })
  return useCallback(
    async (key, value) => {
      if (!session) return
      const body = { preferences: { [key]: value } }
      const answer = (await unwrap(api.PATCH('/api/v1/session', { body }))) as Session
      client.setQueryData(sessionQuery.queryKey, answer)
    },
    [client, session],
  )
}

/** A choice that already works here; that the account could not be told must not undo it. */
function quietly(kept: Promise<void>): void {
  void kept.catch((error: unknown) => {
    if (!asApiError(error).isOffline) throw error
  })
}

export function useChooseLanguage(): (language: Language) => void {
  const keep = useSetPreference()
  return useCallback(
    (language) => {
      void setLanguage(language)
      quietly(keep('language', language))
    },
    [keep],
  )
}

export function useChooseTheme(): (theme: MantineColorScheme) => void {
  const keep = useSetPreference()
  const { setColorScheme } = useMantineColorScheme()
  return useCallback(
    (theme) => {
      setColorScheme(theme)
      quietly(keep('theme', theme))
    },
    [keep, setColorScheme],
  )
}

/** Somebody signed in: this browser takes over what they chose elsewhere. */
export function useAdoptPreferences(): (session: Session) => Promise<void> {
  const { setColorScheme } = useMantineColorScheme()
  return useCallback(
    async ({ me: { preferences } }) => {
      if (isTheme(preferences.theme)) setColorScheme(preferences.theme)
      if (isLanguage(preferences.language)) await setLanguage(preferences.language)
    },
    [setColorScheme],
  )
}
