import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isActive, type JobDetail, remainingSeconds, useJob } from '../../api/jobs'
import {
  ErrorState,
  JobActions,
  JobLog,
  JobProgress,
  jobTitle,
  Page,
  Panel,
  Person,
  RelativeTime,
  RowSkeletons,
  StateBadge,
  useErrorText,
  useFormats,
} from '../../ui'
import { secondsOf } from './jobs'
import classes from './jobs.module.css'

/** One job: progress, what stopped it, its log, what came of it. */
export function JobPage() {
  const { t } = useTranslation('jobs')
  const { jobId } = useParams({ strict: false })
  const { data: job, error, refetch } = useJob(jobId)
  const crumbs = [{ label: t('title'), to: '/jobs' }]
  if (!job) {
    return (
      <Page title={t('one')} crumbs={crumbs}>
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <RowSkeletons rows={6} />
        )}
      </Page>
    )
  }
  return (
    <Page
      title={jobTitle(job, t)}
      crumbs={crumbs}
      meta={<StateBadge kind="job" state={job.state} />}
      actions={<JobActions job={job} />}
    >
      <div className={classes.job}>
        <div className={classes.main}>
          {job.state === 'failed' && job.error && <Failure error={job.error} />}
          {isActive(job) && <UnderWay job={job} />}
          <Panel title={t('log.title')}>
            <div className={classes.log}>
              <JobLog id={job.id} />
            </div>
          </Panel>
        </div>
        <div className={classes.side}>
          <Panel title={t('facts')}>
            <Facts job={job} />
          </Panel>
          <Result kind={job.kind} result={job.result} />
        </div>
      </div>
    </Page>
  )
}

function Failure({ error }: { error: NonNullable<JobDetail['error']> }) {
  const { t } = useTranslation('jobs')
  const text = useErrorText()
  const { trace } = error.params
  return (
    <section className={classes.failure} role="alert">
      <strong>{t('failed')}</strong>
      <p className={classes.message}>{text(error)}</p>
      {error.code === 'job-crashed' && <p className={classes.message}>{error.message}</p>}
      {typeof trace === 'string' && <pre className={classes.trace}>{trace}</pre>}
    </section>
  )
}

function UnderWay({ job }: { job: JobDetail }) {
  const { t } = useTranslation('common')
  const formats = useFormats()
  const left = remainingSeconds(job)
  const words = [
    job.cancel_requested && t('jobs.stopping'),
    job.total !== null &&
      t('jobs.of', { done: formats.number(job.done), total: formats.number(job.total) }),
    left !== null && t('jobs.left', { time: formats.duration(left) }),
  ].filter((word): word is string => Boolean(word))
  return (
    <Panel>
      <JobProgress job={job} />
      <p className={classes.words}>{words.join(' · ')}</p>
    </Panel>
  )
}

function Facts({ job }: { job: JobDetail }) {
  const { t } = useTranslation('jobs')
  const formats = useFormats()
  const seconds = secondsOf(job)
  return (
    <dl className={classes.facts}>
      <dt>{t('column.by')}</dt>
      <dd>
        <Person person={job.created_by} />
      </dd>
      <dt>{t('column.created')}</dt>
      <dd>{formats.dateTime(job.created_at)}</dd>
      <dt>{t('started')}</dt>
      <dd>
        <RelativeTime at={job.started_at} />
      </dd>
      <dt>{t('ended')}</dt>
      <dd>
        <RelativeTime at={job.finished_at} />
      </dd>
      <dt>{t('column.took')}</dt>
      <dd>{seconds === null ? '–' : formats.duration(seconds)}</dd>
      {job.scope && (
        <>
          <dt>{t('project')}</dt>
          <dd>
            <Link
              className={classes.link}
              to="/projects/$projectId"
              params={{ projectId: job.scope }}
            >
              {t('open-project')}
            </Link>
          </dd>
        </>
      )}
    </dl>
  )
}

/** Figures of what came of it; how they are named is the kind's own affair. */
function Result({ kind, result }: Pick<JobDetail, 'kind' | 'result'>) {
  const { t } = useTranslation('jobs')
  const formats = useFormats()
  const figures = Object.entries(result).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  )
  if (figures.length === 0) return null
  return (
    <Panel title={t('result')}>
      <dl className={classes.facts}>
        {figures.map(([name, value]) => (
          <div key={name} className={classes.pair}>
            <dt>{t([`figure.${kind}.${name}`, `figure.${name}`], { defaultValue: name })}</dt>
            <dd>{formats.number(value, 2)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
