import { IconAlertTriangle, IconLock, IconMessageCircle } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, Person, RelativeTime, StateBadge, useFormats } from '../../ui'
import classes from './tasks.module.css'
import type { TaskRow } from './types'

export function useColumns(): readonly Column<TaskRow>[] {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  return useMemo(
    () => [
      {
        id: 'number',
        header: t('column.number'),
        width: 64,
        fixed: true,
        sort: 'number',
        cell: (row) => <span className="gw-mono">{t('number', { number: row.number })}</span>,
      },
      {
        id: 'asset',
        header: t('column.asset'),
        min: 200,
        fixed: true,
        cell: (row) => <AssetCell row={row} />,
      },
      { id: 'state', header: t('column.state'), width: 124, cell: (row) => <State row={row} /> },
      {
        id: 'quality',
        header: t('column.quality'),
        width: 84,
        cell: (row) => <Quality row={row} />,
      },
      {
        id: 'batch',
        header: t('column.batch'),
        min: 110,
        cell: (row) => row.batch?.name ?? <None />,
      },
      {
        id: 'assignee',
        header: t('column.assignee'),
        min: 110,
        cell: (row) => <Person person={row.assignee} />,
      },
      {
        id: 'annotator',
        header: t('column.annotator'),
        min: 110,
        cell: (row) => <Person person={row.annotator} />,
      },
      {
        id: 'reviewer',
        header: t('column.reviewer'),
        min: 110,
        cell: (row) => <Person person={row.reviewer} />,
      },
      {
        id: 'priority',
        header: t('column.priority'),
        width: 76,
        align: 'end',
        sort: 'priority',
        cell: (row) => (row.priority === 0 ? <None /> : formats.number(row.priority)),
      },
      {
        id: 'objects',
        header: t('column.objects'),
        width: 76,
        align: 'end',
        sort: 'objects',
        cell: (row) => formats.number(row.object_count),
      },
      {
        id: 'round',
        header: t('column.round'),
        width: 70,
        align: 'end',
        sort: 'round',
        hidden: true,
        cell: (row) => formats.number(row.round),
      },
      {
        id: 'time',
        header: t('column.time'),
        width: 84,
        align: 'end',
        sort: 'time',
        cell: (row) => (row.annotate_seconds ? formats.duration(row.annotate_seconds) : <None />),
      },
      {
        id: 'review-time',
        header: t('column.review-time'),
        width: 92,
        align: 'end',
        hidden: true,
        cell: (row) => (row.review_seconds ? formats.duration(row.review_seconds) : <None />),
      },
      {
        id: 'submitted',
        header: t('column.submitted'),
        width: 110,
        cell: (row) => <RelativeTime at={row.submitted_at} />,
      },
      {
        id: 'reviewed',
        header: t('column.reviewed'),
        width: 110,
        hidden: true,
        cell: (row) => <RelativeTime at={row.reviewed_at} />,
      },
    ],
    [t, formats],
  )
}

const None = () => <span className={classes.none}>–</span>

function AssetCell({ row }: { row: TaskRow }) {
  const { thumbnail_url: url, name } = row.asset
  return (
    <span className={classes.asset}>
      <span className={classes.thumb}>
        {url && <img src={url} alt="" loading="lazy" decoding="async" draggable={false} />}
      </span>
      <span className="gw-truncate" title={name}>
        {name}
      </span>
    </span>
  )
}

/** The state, who holds the task right now, and why it was skipped. */
function State({ row }: { row: TaskRow }) {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  const held =
    row.lease && t('held', { name: row.lease.user.name, until: formats.time(row.lease.until) })
  const title = row.skip_reason || held || undefined
  return (
    <span className={classes.state} title={title}>
      <StateBadge kind="task" state={row.state} />
      {row.lease && <IconLock size={12} stroke={1.75} aria-label={held ?? undefined} />}
    </span>
  )
}

function Quality({ row }: { row: TaskRow }) {
  const { t } = useTranslation('tasks')
  const { issues = 0, findings = 0 } = row.counts
  if (issues + findings === 0) return <None />
  return (
    <span className={classes.quality}>
      {issues > 0 && (
        <span title={t('issues', { count: issues })}>
          <IconMessageCircle size={13} stroke={1.75} aria-hidden /> {issues}
        </span>
      )}
      {findings > 0 && (
        <span title={t('findings', { count: findings })}>
          <IconAlertTriangle size={13} stroke={1.75} aria-hidden /> {findings}
        </span>
      )}
    </span>
  )
}
