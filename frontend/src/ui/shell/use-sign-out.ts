import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client'
import { useSession } from '../../api/session'

/** Ends the session and forgets everything this browser read in it, after sending what was not saved yet. */
export function useSignOut(): () => Promise<void> {
  const { t } = useTranslation('workbench')
  const { me } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useCallback(async () => {
    const [{ settleBeforeSignOut }, { httpTransport }] = await Promise.all([
      import('../../workbench/session/saving'),
      import('../../workbench/api/http'),
    ])
    const confirm = (count: number) => window.confirm(t('sign-out.unsaved', { count }))
    if (!(await settleBeforeSignOut(me.id, httpTransport, confirm))) return
    await api.DELETE('/api/v1/session', {})
    client.clear()
    await navigate({ to: '/sign-in' })
  }, [client, navigate, me.id, t])
}
