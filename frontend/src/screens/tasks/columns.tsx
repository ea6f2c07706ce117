import { IconAlertTriangle, IconLock, IconMessageCircle, IconUsers } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, type Formats, Person, RelativeTime, StateBadge, useFormats } from '../../ui'
import classes from './tasks.module.css'
import type { TaskRow } from './types'

type Words = TFunction<'tasks'>

export function useColumns(): readonly Column<TaskRow>[] {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  return useMemo(
    () => [...whatColumns(t), ...whoColumns(t), ...figureColumns(t, formats), ...whenColumns(t)],
    [t, formats],
  )
}

const whatColumns = (t: Words): Column<TaskRow>[] => [
  {
    id: 'number',
    header: t('column.number'),
    width: 64,
    fixed: true,
    sort: 'number',
    cell: (row) => t('number', { number: row.number }),
  },
  {
    id: 'asset',
    header: t('column.asset'),
    min: 240,
    fixed: true,
    cell: (row) => <AssetCell row={row} />,
  },
  {
    id: 'state',
    header: t('column.state'),
    width: 144,
    cell: (row) => <State row={row} />,
  },
  {
    id: 'quality',
    header: t('column.quality'),
    width: 76,
    cell: (row) => <Quality row={row} />,
  },
  {
    id: 'batch',
    header: t('column.batch'),
    min: 120,
    cell: (row) => row.batch?.name ?? <None />,
  },
]

const whoColumns = (t: Words): Column<TaskRow>[] =>
  (['assignee', 'annotator', 'reviewer'] as const).map((id) => ({
    id,
    header: t(`column.${id}`),
    min: 140,
    cell: (row) => <Person person={row[id]} />,
  }))

function figureColumns(t: Words, formats: Formats): Column<TaskRow>[] {
  const figure = (
    id: string,
    width: number,
    text: (row: TaskRow) => string,
    more: Partial<Column<TaskRow>> = {},
  ): Column<TaskRow> => ({
    id,
    header: t(`column.${id}`),
    width,
    align: 'end',
    cell: (row) => text(row) || <None />,
    ...more,
  })
  const count = (value: number) => (value === 0 ? '' : formats.number(value))
  const time = (seconds: number) => (seconds === 0 ? '' : formats.duration(seconds))
  return [
    figure('priority', 76, (row) => count(row.priority), { sort: 'priority', hidden: true }),
    figure('objects', 76, (row) => count(row.object_count), { sort: 'objects' }),
    figure('round', 70, (row) => count(row.round), { sort: 'round', hidden: true }),
    figure('time', 84, (row) => time(row.annotate_seconds), { sort: 'time' }),
    figure('review-time', 92, (row) => time(row.review_seconds), { hidden: true }),
  ]
}

const whenColumns = (t: Words): Column<TaskRow>[] => [
  {
    id: 'submitted',
    header: t('column.submitted'),
    width: 120,
    cell: (row) => <RelativeTime at={row.submitted_at} />,
  },
  {
    id: 'reviewed',
    header: t('column.reviewed'),
    width: 110,
    hidden: true,
    cell: (row) => <RelativeTime at={row.reviewed_at} />,
  },
]

const None = () => <span className={classes.none}>–</span>

/** Folders give way first: what tells one file from the next is its own name. */
function AssetCell({ row }: { row: TaskRow }) {
  const { thumbnail_url: url, name } = row.asset
  const cut = name.lastIndexOf('/') + 1
  return (
    <span className={classes.asset}>
      <span className={classes.thumb}>
        {url && <img src={url} alt="" loading="lazy" decoding="async" draggable={false} />}
      </span>
      <span className={classes.path} title={name}>
        <span className={classes.folder}>{name.slice(0, cut)}</span>
        <span className={classes.file}>{name.slice(cut)}</span>
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
      {(row.counts.answers ?? 0) > 0 && (
        <span className={classes.answers} title={t('answers', { count: row.counts.answers ?? 0 })}>
          <IconUsers size={13} stroke={1.75} aria-hidden /> {row.counts.answers}
        </span>
      )}
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
