import type { TFunction } from 'i18next'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, unwrap } from '../../api/client'
import { useInvalidate } from '../../api/hooks'
import { isActive, type Job, type JobDetail } from '../../api/jobs'
import { errorText } from '../error-text'
import { notifyDone, notifyError } from '../notify'
import { lineText } from './JobLog'
import { jobTitle } from './job-title'

/** That it is done, with what came of it where its kind has words for that, and what it left undone. */
function tellDone(job: JobDetail, title: string, t: TFunction): void {
  const plain = t('common:jobs.ended.done', { title })
  const { changed, ...result } = job.result
  notifyDone(t(`jobs:done.${job.kind}`, { ...result, count: changed, defaultValue: plain }))
  for (const line of job.log) if (line.code === 'left') notifyDone(lineText(line, t), 'red')
}

/** Says when a job that was under way has ended, and reads again what it may have changed. */
export function useEndedJobs(active: readonly Job[]): void {
  const { t } = useTranslation('common')
  const invalidate = useInvalidate()
  const before = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const now = new Set(active.map(({ id }) => id))
    const gone = [...before.current].filter((id) => !now.has(id))
    before.current = now
    for (const id of gone) {
      void unwrap(api.GET('/api/v1/jobs/{job}', { params: { path: { job: id } } }))
        .then((answer) => {
          const job = answer as JobDetail
          if (isActive(job)) return
          void invalidate('/api/v1/')
          const title = jobTitle(job, t)
          if (job.state === 'done') tellDone(job, title, t)
          if (job.state === 'failed') {
            notifyDone(t('jobs.ended.failed', { title, reason: errorText(job.error, t) }), 'red')
          }
        })
        .catch(notifyError)
    }
  }, [active, invalidate, t])
}
