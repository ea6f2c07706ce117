import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { type Job, useJobStarted } from '../../api/jobs'
import { useProject } from '../../app/project'
import { notifyDone, notifyError, useReasonText } from '../../ui'
import type { BulkAction, BulkResult, Chosen } from './types'

/**
 * Does one thing to the chosen tasks, and says how many changed and why others did not: at once for ticked rows; for
 * all that match a filter a worker does it, and the tray says so when it is done.
 */
export function useBulk(chosen: Chosen, onDone: () => void) {
  const ticked = useTicked(onDone)
  const matching = useMatching(onDone)
  const run = (action: BulkAction) =>
    chosen.matching ? matching.run(chosen.matching.query, action) : ticked.run(chosen.tasks, action)
  return { run, isPending: ticked.isPending || matching.isPending }
}

function useTicked(onDone: () => void) {
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
  const run = (tasks: Chosen['tasks'], action: BulkAction) =>
    bulk.mutate(
      {
        params: { path: { project: project.id } },
        body: { tasks: tasks.map(({ id }) => id), ...action },
      },
      { onSuccess: tell, onError: notifyError },
    )
  return { run, isPending: bulk.isPending }
}

function useMatching(onDone: () => void) {
  const project = useProject()
  const started = useJobStarted()
  const bulk = useSend<Job>('post', '/api/v1/projects/{project}/tasks/bulk-matching')
  const begun = (job: Job) => {
    started(job)
    onDone()
  }
  const run = (query: Readonly<Record<string, string>>, action: BulkAction) =>
    bulk.mutate(
      { params: { path: { project: project.id }, query }, body: action },
      { onSuccess: begun, onError: notifyError },
    )
  return { run, isPending: bulk.isPending }
}
