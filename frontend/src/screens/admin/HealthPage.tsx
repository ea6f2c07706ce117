import { Badge } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import {
  CopyButton,
  ErrorState,
  Meter,
  Page,
  Panel,
  RelativeTime,
  RowSkeletons,
  Stat,
  useFormats,
  useStateName,
} from '../../ui'
import classes from './admin.module.css'
import type { HealthPart, Status, Worker } from './types'

const EVERY = 10_000
const STATES = ['queued', 'running', 'failed', 'cancelled', 'done'] as const

/** What the installation stands on, looked at every few seconds while the page is open. */
export function HealthPage() {
  const { t } = useTranslation('admin')
  const { data: status, error, refetch } = useGet<Status>('/api/v1/status', {}, { every: EVERY })
  return (
    <Page
      title={t('part.health')}
      meta={
        status && (
          <span className={classes.sign}>
            <Sign ok={status.ok} />
            {status.ok ? t('health.all-well') : t('health.trouble')}
          </span>
        )
      }
    >
      {!status && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!status && !error && <RowSkeletons rows={8} />}
      {status && (
        <div className={classes.health}>
          <div className={classes.wide}>
            <Panel title={t('health.parts')} flush>
              <Parts parts={status.parts} />
            </Panel>
          </div>
          <Panel title={t('health.workers')} flush>
            <Workers workers={status.workers} />
          </Panel>
          <div className={classes.group} style={{ gap: 16 }}>
            <Panel title={t('part.jobs')}>
              <JobCounts status={status} />
            </Panel>
            <Panel title={t('health.chain')}>
              <Chain status={status} />
            </Panel>
          </div>
        </div>
      )}
    </Page>
  )
}

export function Sign({ ok }: { ok: boolean }) {
  return ok ? (
    <IconCircleCheck size={16} stroke={1.75} className={classes.good} aria-hidden />
  ) : (
    <IconAlertTriangle size={16} stroke={1.75} className={classes.bad} aria-hidden />
  )
}

function Parts({ parts }: { parts: readonly HealthPart[] }) {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  return (
    <table className={classes.lines}>
      <thead>
        <tr>
          <th style={{ width: 180 }}>{t('health.part')}</th>
          <th style={{ width: 130 }}>{t('column.state')}</th>
          <th className={classes.figure} style={{ width: 110 }}>
            {t('health.took')}
          </th>
          <th>{t('health.detail')}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.name}>
            <td>{t(`health.name.${part.name}`)}</td>
            <td>
              <span className={classes.sign}>
                <Sign ok={part.ok} />
                {part.ok ? t('health.ok') : t('health.fault')}
              </span>
            </td>
            <td className={classes.figure}>
              {t('health.milliseconds', { value: formats.number(part.milliseconds) })}
            </td>
            <td>
              {part.problem && part.name !== 'workers' && (
                <span className={classes.bad}>{part.problem} </span>
              )}
              <Detail part={part} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Detail({ part }: { part: HealthPart }) {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  const { detail } = part
  if (part.name === 'disk' && typeof detail.total === 'number') {
    const free = Number(detail.free)
    const used = detail.total - free
    const text = t('health.free', {
      free: formats.bytes(free),
      total: formats.bytes(detail.total),
    })
    const tone = part.ok ? 'blue' : 'red'
    return (
      <div className={classes.disk}>
        <div>
          <Meter
            label={text}
            total={detail.total}
            parts={[{ value: used, tone, label: t('health.used') }]}
          />
        </div>
        {text}
      </div>
    )
  }
  if (part.name === 'workers') return <QueuesWithoutWorker detail={detail} />
  const words = [detail.vendor, detail.kind, detail.transport].filter(Boolean).map(String)
  if (typeof detail.bytes === 'number') words.push(formats.bytes(detail.bytes))
  return <span className={classes.mail}>{words.join(' · ')}</span>
}

function QueuesWithoutWorker({ detail }: { detail: HealthPart['detail'] }) {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  const unserved = Array.isArray(detail.unserved) ? detail.unserved.map(String) : []
  if (unserved.length > 0) {
    return (
      <span className={classes.bad}>
        {t('health.unserved', { queues: formats.list(unserved) })}
      </span>
    )
  }
  return (
    <span className={classes.mail}>
      {detail.scheduler ? t('health.scheduler') : t('health.no-scheduler')}
    </span>
  )
}

function Workers({ workers }: { workers: readonly Worker[] }) {
  const { t } = useTranslation('admin')
  if (workers.length === 0) {
    return (
      <p className={classes.note} style={{ padding: 12 }}>
        {t('health.no-workers')}
      </p>
    )
  }
  return (
    <table className={classes.lines}>
      <thead>
        <tr>
          <th>{t('column.name')}</th>
          <th>{t('health.queues')}</th>
          <th style={{ width: 130 }}>{t('health.heard')}</th>
        </tr>
      </thead>
      <tbody>
        {workers.map((worker) => (
          <tr key={worker.name}>
            <td>
              <span className={classes.sign}>
                <Sign ok={worker.alive} />
                <span className="gw-truncate">{worker.name}</span>
              </span>
            </td>
            <td>
              {worker.queues.map((queue) => (
                <Badge key={queue} variant="default" size="sm" mr={4} tt="none" fw={400}>
                  {queue}
                </Badge>
              ))}
            </td>
            <td>
              <RelativeTime at={worker.at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function JobCounts({ status }: { status: Status }) {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  const stateName = useStateName()
  const oldest = status.jobs.oldest_queued_at
  return (
    <>
      <div className={classes.stats}>
        {STATES.map((state) => (
          <Stat
            key={state}
            label={stateName('job', state)}
            value={formats.number(status.jobs.states[state] ?? 0)}
            {...(state === 'failed' && status.jobs.states.failed ? { tone: 'red' as const } : {})}
          />
        ))}
      </div>
      <p className={classes.note} style={{ marginTop: 12 }}>
        {oldest && `${t('health.oldest', { time: formats.relative(oldest) })} `}
        <Link to="/jobs">{t('common:jobs.all')}</Link>
      </p>
    </>
  )
}

function Chain({ status }: { status: Status }) {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  const { number, hash } = status.audit
  return (
    <>
      <p style={{ margin: 0 }}>
        {t('health.sealed', { count: number, total: formats.number(number) })}
      </p>
      <div className={classes.head}>
        <span className={classes.mono}>{hash}</span>
        <CopyButton value={`${number}:${hash}`} />
      </div>
    </>
  )
}
