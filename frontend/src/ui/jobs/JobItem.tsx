import { ActionIcon, Button, Progress, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconPlayerStop, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api/hooks'
import { isActive, type Job, progressOf, remainingSeconds } from '../../api/jobs'
import { useErrorText } from '../error-text'
import { useFormats } from '../format'
import { notifyError } from '../notify'
import { RelativeTime } from '../RelativeTime'
import { StateSign, useStateName } from '../StateBadge'
import { JobLog } from './JobLog'
import { jobTitle } from './job-title'
import classes from './jobs.module.css'

interface JobItemProps {
  readonly job: Job
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** One job: its state, how far it is and how long it will take, its log on demand. */
export function JobItem({ job, isOpen, onToggle }: JobItemProps) {
  const { t } = useTranslation('common')
  return (
    <section className={classes.item}>
      <div className={classes.line}>
        <UnstyledButton className={classes.toggle} onClick={onToggle} aria-expanded={isOpen}>
          <IconChevronRight size={12} className={classes.chevron} data-open={isOpen || undefined} />
          <StateSign kind="job" state={job.state} />
          <span className={classes.title}>{jobTitle(job, t)}</span>
        </UnstyledButton>
        <JobActions job={job} />
      </div>
      {isActive(job) && <JobProgress job={job} />}
      <p className={classes.status}>
        <JobStatus job={job} />
      </p>
      {isOpen && <JobLog id={job.id} />}
    </section>
  )
}

/** A bar as far as the job is; without a known end it only says that it moves. */
export function JobProgress({ job }: { job: Pick<Job, 'done' | 'total' | 'state'> }) {
  const { t } = useTranslation('common')
  const progress = progressOf(job)
  const isMoving = progress === null && job.state === 'running'
  return (
    <Progress
      size={4}
      value={progress === null ? (isMoving ? 100 : 0) : progress * 100}
      animated={isMoving}
      striped={isMoving}
      aria-label={t('jobs.progress')}
    />
  )
}

function JobStatus({ job }: { job: Job }) {
  const { t } = useTranslation('common')
  const formats = useFormats()
  const text = useErrorText()
  const stateName = useStateName()
  if (job.state === 'failed' && job.error) {
    return <span className={classes.failed}>{text(job.error)}</span>
  }
  if (!isActive(job)) {
    return (
      <>
        {stateName('job', job.state)}
        {' · '}
        <RelativeTime at={job.finished_at} />
      </>
    )
  }
  const left = remainingSeconds(job)
  return (
    <>
      {job.cancel_requested ? t('jobs.stopping') : stateName('job', job.state)}
      {job.total !== null &&
        ` · ${t('jobs.of', { done: formats.number(job.done), total: formats.number(job.total) })}`}
      {left !== null && ` · ${t('jobs.left', { time: formats.duration(left) })}`}
    </>
  )
}

/** Cancel what runs, retry what failed; nothing where neither is possible. */
export function JobActions({ job }: { job: Job }) {
  const { t } = useTranslation('common')
  const cancel = useSend<Job>('post', '/api/v1/jobs/{job}/cancel', ['/api/v1/jobs'])
  const retry = useSend<Job>('post', '/api/v1/jobs/{job}/retry', ['/api/v1/jobs'])
  const init = { params: { path: { job: job.id } } }
  if (job.can.cancel === true) {
    return (
      <ActionIcon
        size="sm"
        aria-label={t('jobs.cancel')}
        title={t('jobs.cancel')}
        loading={cancel.isPending}
        onClick={() => cancel.mutate(init, { onError: notifyError })}
      >
        <IconPlayerStop size={14} stroke={1.75} />
      </ActionIcon>
    )
  }
  if (job.can.retry !== true) return null
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconRefresh size={12} />}
      loading={retry.isPending}
      onClick={() => retry.mutate(init, { onError: notifyError })}
    >
      {t('jobs.retry')}
    </Button>
  )
}
