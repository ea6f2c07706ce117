import { IconChecklist } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { isActive, type Job } from '../../api/jobs'
import {
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  JobActions,
  JobProgress,
  jobTitle,
  Page,
  Person,
  RelativeTime,
  StateBadge,
  StateSign,
  useFilters,
  useFormats,
  useStateName,
} from '../../ui'
import { KINDS, STATES, secondsOf } from './jobs'
import classes from './jobs.module.css'

const EVERY = 3_000

/** Long work, the newest first: how far it is, how it ended, what can be done about it. */
export function JobsPage() {
  const { t } = useTranslation('jobs')
  const filters = useFilters()
  const navigate = useNavigate()
  const list = useList<Job>(
    '/api/v1/jobs',
    { params: { query: filters.query(['state', 'kind', 'mine', 'scope']) } },
    { every: EVERY },
  )
  return (
    <Page title={t('title')} flush toolbar={<JobFilters />}>
      <DataTable
        name="jobs"
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowId={(row) => row.id}
        onOpen={(row) => void navigate({ to: '/jobs/$jobId', params: { jobId: row.id } })}
        empty={<EmptyState icon={IconChecklist} title={t('none')} text={t('none-text')} />}
      />
    </Page>
  )
}

function JobFilters() {
  const { t } = useTranslation('jobs')
  const stateName = useStateName()
  return (
    <FilterBar
      filters={[
        {
          type: 'many',
          key: 'state',
          label: t('column.state'),
          options: STATES.map((value) => ({
            value,
            label: stateName('job', value),
            sign: <StateSign kind="job" state={value} />,
          })),
        },
        {
          type: 'one',
          key: 'kind',
          label: t('column.kind'),
          options: KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
        },
        { type: 'toggle', key: 'mine', label: t('mine') },
      ]}
    />
  )
}

function useColumns(): readonly Column<Job>[] {
  return [...useCourseColumns(), ...useOriginColumns(), ACTIONS_COLUMN]
}

/** What a job does and how far it is. */
function useCourseColumns(): readonly Column<Job>[] {
  const { t } = useTranslation('jobs')
  return [
    {
      id: 'state',
      header: t('column.state'),
      width: 120,
      fixed: true,
      cell: (row) => <StateBadge kind="job" state={row.state} />,
    },
    {
      id: 'what',
      header: t('column.what'),
      min: 280,
      fixed: true,
      cell: (row) => <span className="gw-truncate">{jobTitle(row, t)}</span>,
    },
    {
      id: 'progress',
      header: t('column.progress'),
      width: 200,
      cell: (row) => <Progress row={row} />,
    },
  ]
}

/** Who started a job, when, and how long it took. */
function useOriginColumns(): readonly Column<Job>[] {
  const { t } = useTranslation('jobs')
  const formats = useFormats()
  return [
    {
      id: 'by',
      header: t('column.by'),
      width: 160,
      cell: (row) => <Person person={row.created_by} />,
    },
    {
      id: 'created',
      header: t('column.created'),
      width: 140,
      cell: (row) => <RelativeTime at={row.created_at} />,
    },
    {
      id: 'took',
      header: t('column.took'),
      width: 110,
      align: 'end',
      cell: (row) => {
        const seconds = secondsOf(row)
        return seconds === null ? '' : formats.duration(seconds)
      },
    },
  ]
}

const ACTIONS_COLUMN: Column<Job> = {
  id: 'actions',
  header: '',
  width: 100,
  fixed: true,
  align: 'end',
  cell: (row) => <JobActions job={row} />,
}

function Progress({ row }: { row: Job }) {
  const { t } = useTranslation('jobs')
  const formats = useFormats()
  if (!isActive(row)) {
    return <span className={classes.quiet}>{row.total ? formats.number(row.done) : ''}</span>
  }
  return (
    <span className={classes.progress}>
      <span className={classes.bar}>
        <JobProgress job={row} />
      </span>
      {row.total !== null &&
        t('common:jobs.of', { done: formats.number(row.done), total: formats.number(row.total) })}
    </span>
  )
}
