import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { type JobLine, useJob } from '../../api/jobs'
import { ErrorState } from '../ErrorState'
import { useFormats } from '../format'
import { RowSkeletons } from '../ScreenLoading'
import classes from './jobs.module.css'

/** A line of a log is a code with parameters: `jobs:log.<code>`, otherwise an error's text, otherwise the code. */
export function lineText({ code, params }: JobLine, t: TFunction): string {
  const fallback = t(`errors:${code}`, { ...params, defaultValue: code })
  return t(`jobs:log.${code}`, { ...params, defaultValue: fallback })
}

/** The log of a job, the newest line last; follows while the job runs. */
export function JobLog({ id }: { id: string }) {
  const { t } = useTranslation('common')
  const formats = useFormats()
  const { data: job, error } = useJob(id)
  if (error) return <ErrorState error={error} compact />
  if (!job) return <RowSkeletons rows={3} />
  if (job.log.length === 0) return <p className={classes.noLog}>{t('jobs.no-log')}</p>
  return (
    <ol className={classes.log}>
      {job.log.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
        <li key={index} data-level={line.level}>
          <time dateTime={line.at}>{formats.time(line.at)}</time>
          <span>{lineText(line, t)}</span>
        </li>
      ))}
    </ol>
  )
}
