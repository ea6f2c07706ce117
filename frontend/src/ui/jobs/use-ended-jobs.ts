import type { TFunction } from 'i18next'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, unwrap } from '../../api/client'
import { useInvalidate } from '../../api/hooks'
import { isActive, type Job, type JobDetail } from '../../api/jobs'
import { errorText } from '../error-text'
import { notifyDone, notifyError } from '../notify'
import { lineText } from './JobLog'
import { jobOutcome, jobTitle } from './job-title'

/** What came of it, and what it left undone. */
function tellDone(job: JobDetail, t: TFunction): void {
  notifyDone(jobOutcome(job, t))
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
          if (job.state === 'done') tellDone(job, t)
          if (job.state === 'failed') {
            const params = { title: jobTitle(job, t), reason: errorText(job.error, t) }
            notifyDone(t('jobs.ended.failed', params), 'red')
          }
        })
        .catch(notifyError)
    }
  }, [active, invalidate, t])
}
