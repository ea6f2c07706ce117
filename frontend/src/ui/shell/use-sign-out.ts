import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { api } from '../../api/client'

/** Ends the session and forgets everything this browser read in it. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useCallback(async () => {
    await api.DELETE('/api/v1/session', {})
    client.clear()
    await navigate({ to: '/sign-in' })
  }, [client, navigate])
}
