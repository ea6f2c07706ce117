import type { TFunction } from 'i18next'
import type { Job } from '../../api/jobs'

/** What a job does, in the person's language, with what it does it to when the server named that. */
export function jobTitle(job: Pick<Job, 'kind' | 'title'>, t: TFunction): string {
  const kind = t(`jobs:kind.${job.kind}`, { defaultValue: job.kind })
  return job.title ? t('jobs:titled', { kind, title: job.title }) : kind
}
