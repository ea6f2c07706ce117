import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import { notifyDone, notifyError, useReasonText } from '../../ui'
import type { BulkAction, BulkResult, TaskRow } from './types'

/** Does one thing to the chosen tasks, and says how many changed and why others did not. */
export function useBulk(tasks: readonly TaskRow[], onDone: () => void) {
  const { t } = useTranslation('tasks')
  const reason = useReasonText()
  const project = useProject()
  const bulk = useSend<BulkResult>('post', '/api/v1/projects/{project}/tasks/bulk', [
    '/api/v1/projects',
  ])
  const tell = ({ changed, refused }: BulkResult) => {
    notifyDone(t('bulk.done', { count: changed }))
    for (const [why, ids] of Object.entries(refused)) {
      notifyDone(t('bulk.refused', { count: ids.length, reason: reason(why) }), 'red')
    }
    onDone()
  }
  const run = (action: BulkAction) =>
    bulk.mutate(
      {
        params: { path: { project: project.id } },
        body: { tasks: tasks.map(({ id }) => id), ...action },
      },
      { onSuccess: tell, onError: notifyError },
    )
  return { run, isPending: bulk.isPending }
}
