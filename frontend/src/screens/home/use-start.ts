import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { notifyDone, notifyError } from '../../ui'
import { keepAhead } from '../../workbench/api/ahead'
import type { Bundle } from '../../workbench/types'
import type { Slot } from './types'

/** Takes the next task of a project and opens it; says so when nothing is left. */
export function useStart(project: string, slot: Slot): { start: () => void; isPending: boolean } {
  const { t } = useTranslation('home')
  const navigate = useNavigate()
  const next = useSend<Bundle | null>('post', '/api/v1/projects/{project}/next-task', [
    '/api/v1/my-work',
  ])
  const start = () =>
    next.mutate(
      { params: { path: { project } }, body: { slot } },
      {
        onSuccess: (bundle) => {
          if (!bundle?.task) return notifyDone(t('work.nothing-left'))
          keepAhead(bundle)
          void navigate({ to: '/tasks/$taskId', params: { taskId: bundle.task.id } })
        },
        onError: notifyError,
      },
    )
  return { start, isPending: next.isPending }
}
