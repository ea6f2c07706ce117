import { Alert, Button, Progress } from '@mantine/core'
import { IconDownload, IconFileSearch, IconPhoto } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useGet, useInvalidate, useList } from '../../api'
import { isActive, useJob } from '../../api/jobs'
import { useProject } from '../../app/project'
import {
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  FilterBar,
  Page,
  ScreenLoading,
  StateBadge,
  useErrorText,
  useFilters,
  useFormats,
} from '../../ui'
import { useText } from '../../workbench/context'
import classes from './data.module.css'
import { Judge } from './Judge'
import { Missing } from './Missing'
import { OutcomeSign, Outcomes } from './Outcomes'
import { type Import, type ImportItem, isRunning, type LabelFormat, OUTCOMES } from './types'

/** What became of every file of an import, while it runs and afterwards. */
export function ReportPage() {
  const { t } = useTranslation('data')
  const project = useProject()
  const { importId } = useParams({ strict: false }) as { importId: string }
  const { data, error, refetch } = useGet<Import>(
    '/api/v1/imports/{imported}',
    { params: { path: { imported: importId } } },
    { every: (answer) => (isRunning(answer as Import | undefined) ? 1500 : false) },
  )
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <ScreenLoading />
  const params = { projectId: project.id }
  return (
    <Page
      title={t('report.title', { dataset: data.dataset.name })}
      crumbs={[
        { label: t('title'), to: '/projects/$projectId/data', params },
        { label: t('imports.title'), to: '/projects/$projectId/data/imports', params },
      ]}
      meta={
        <>
          {data.job && <StateBadge kind="job" state={data.job.state} />}
          <Outcomes counts={data.counts} />
          <ReadAs format={data.format} />
          {data.counts.records !== undefined && (
            <span className={classes.quiet}>
              {t('report.records', { count: data.counts.records })}
            </span>
          )}
        </>
      }
      actions={<Actions imported={data} />}
      toolbar={<Filters imported={data} />}
      flush
    >
      <Running imported={data} />
      <Judge imported={data} />
      <Missing imported={data} />
      <Items imported={data} />
    </Page>
  )
}

/** The format in which labels were read, also where nobody chose it. */
function ReadAs({ format }: { format: string }) {
  const { t } = useTranslation('data')
  const text = useText()
  const formats = useGet<readonly LabelFormat[]>('/api/v1/label-formats')
  const found = formats.data?.find(({ slug }) => slug === format)
  if (!found) return null
  return <span className={classes.quiet}>{t('report.read-as', { format: text(found.title) })}</span>
}

function Actions({ imported }: { imported: Import }) {
  const { t, i18n } = useTranslation('data')
  const project = useProject()
  const language = i18n.language === 'zh' ? 'zh' : 'en'
  return (
    <>
      <Button
        component="a"
        href={`/api/v1/imports/${imported.id}/report?language=${language}`}
        variant="default"
        leftSection={<IconDownload size={14} />}
      >
        {t('report.download')}
      </Button>
      <Button
        component={Link}
        to={`/projects/${project.id}/data`}
        variant={project.judged_first ? 'default' : 'filled'}
        leftSection={<IconPhoto size={14} />}
      >
        {t('report.look')}
      </Button>
    </>
  )
}

function Filters({ imported }: { imported: Import }) {
  const { t } = useTranslation('data')
  const options = OUTCOMES.map((value) => ({
    value,
    label: t(`outcome.${value}`),
    sign: <OutcomeSign outcome={value} />,
    count: imported.counts[value] ?? 0,
  }))
  const shown = imported.finished_at ? options.filter(({ count }) => count > 0) : options
  return (
    <FilterBar
      filters={[
        { type: 'search', key: 'search', label: t('report.search') },
        { type: 'many', key: 'outcome', label: t('column.outcome'), options: shown },
      ]}
    />
  )
}

/** Progress while it runs, the reason when it stopped. */
function Running({ imported }: { imported: Import }) {
  const { t } = useTranslation('data')
  const formats = useFormats()
  const errorText = useErrorText()
  const invalidate = useInvalidate()
  const { job } = imported
  // One that has ended is not asked again.
  useJob(
    job && isActive(job) ? job.id : null,
    () => void invalidate('/api/v1/imports', '/api/v1/projects/{project}'),
  )
  if (job?.error) {
    return (
      <Alert color="red" variant="light" m={12} title={t('report.failed')}>
        {errorText(job.error)}
      </Alert>
    )
  }
  if (!job || !isActive(job)) return null
  return (
    <div className={classes.running} role="status">
      <Progress
        className={classes.progress ?? ''}
        value={job.total ? (100 * job.done) / job.total : 0}
        animated
        aria-label={t('report.running')}
      />
      <span className={classes.quiet}>
        {job.total
          ? t('report.done', { done: formats.number(job.done), total: formats.number(job.total) })
          : t('report.starting')}
      </span>
    </div>
  )
}

function Items({ imported }: { imported: Import }) {
  const { t } = useTranslation('data')
  const filters = useFilters()
  const text = useText()
  const search = filters.one('search')
  const list = useList<ImportItem>(
    '/api/v1/imports/{imported}/items',
    {
      params: {
        path: { imported: imported.id },
        query: { outcome: filters.many('outcome'), ...(search ? { search } : {}) },
      },
    },
    { every: isRunning(imported) ? 3000 : false, keep: true },
  )
  const isFiltered = Boolean(search) || filters.many('outcome').length > 0
  return (
    <DataTable
      name="import-items"
      label={t('report.items')}
      list={list}
      columns={columns(t, text)}
      rowId={({ id }) => String(id)}
      empty={
        <EmptyState
          icon={IconFileSearch}
          title={t(isFiltered ? 'report.none-found' : 'report.none-yet')}
        />
      }
    />
  )
}

function columns(t: TFunction, text: ReturnType<typeof useText>): readonly Column<ImportItem>[] {
  return [
    {
      id: 'outcome',
      header: t('column.outcome'),
      width: 150,
      fixed: true,
      cell: ({ outcome }) => (
        <span className={classes.outcomeCell}>
          <OutcomeSign outcome={outcome} />
          {t(`outcome.${outcome}`)}
        </span>
      ),
    },
    {
      id: 'name',
      header: t('column.file'),
      min: 240,
      fixed: true,
      cell: ({ name }) => (
        <span className="gw-truncate" title={name}>
          {name}
        </span>
      ),
    },
    {
      id: 'message',
      header: t('column.reason'),
      min: 320,
      cell: ({ message }) => {
        const words = text({ en: message.en ?? '', zh: message.zh ?? '' })
        return (
          <span className="gw-truncate" title={words}>
            {words}
          </span>
        )
      },
    },
  ]
}
