import type { TFunction } from 'i18next'
import type { Job } from '../../api/jobs'
import { i18next } from '../../app/i18n'

type Named = Pick<Job, 'kind' | 'title'>

/** What a job does, in the person's language, with what it does it to when the server named that. */
export function jobTitle({ kind, title }: Named, t: TFunction): string {
  const name = t(`jobs:kind.${kind}`, { defaultValue: kind })
  if (!title) return name
  return t(`jobs:of.${kind}`, {
    title,
    defaultValue: t('jobs:titled', { kind: name, title }),
  })
}

/** The figure that the sentence about the end of a job counts. */
const COUNTED: Readonly<Record<string, string>> = {
  'projects.bulk': 'changed',
  'media.import': 'taken',
  'prelabel.run': 'proposed',
  'qa.check': 'findings',
  'delivery.build': 'packages',
}

/** What came of a job that is done, in whole sentences: the main thing, and what else there is to know. */
export function jobOutcome(job: Named & Pick<Job, 'result'>, t: TFunction): string {
  const { kind, result } = job
  const title = job.title || jobTitle(job, t)
  const main = t(`jobs:done.${kind}`, {
    title,
    count: Number(result[COUNTED[kind] ?? ''] ?? 0),
    defaultValue: t('common:jobs.ended.done', { title: jobTitle(job, t) }),
  })
  const more = Object.entries(result).flatMap(([figure, count]) => {
    const key = `jobs:also.${kind}.${figure}`
    return Number(count) > 0 && i18next.exists(key, { count: Number(count) })
      ? t(key, { count: Number(count) })
      : []
  })
  return [main, ...more].join(i18next.language === 'zh' ? '' : ' ')
}
