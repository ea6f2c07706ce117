import { Button } from '@mantine/core'
import { IconHistory, IconUpload } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { isActive } from '../../api/jobs'
import { useProject } from '../../app/project'
import {
  type Column,
  DataTable,
  EmptyState,
  type Formats,
  Page,
  RelativeTime,
  StateBadge,
  useFormats,
} from '../../ui'
import classes from './data.module.css'
import { Outcomes } from './Outcomes'
import type { Import } from './types'

const isBusy = (answer: unknown) =>
  (answer as { pages?: { results: Import[] }[] } | undefined)?.pages?.some(({ results }) =>
    results.some(({ job }) => job && isActive(job)),
  )
    ? 2000
    : false

/** Everything that was ever brought in, the newest first. */
export function ImportsPage() {
  const { t } = useTranslation('data')
  const project = useProject()
  const formats = useFormats()
  const navigate = useNavigate()
  const path = { project: project.id }
  const list = useList<Import>(
    '/api/v1/projects/{project}/imports',
    { params: { path } },
    { every: isBusy },
  )
  const begin = (
    <Button
      component={Link}
      to={`/projects/${project.id}/data/import`}
      leftSection={<IconUpload size={14} />}
    >
      {t('import.action')}
    </Button>
  )
  return (
    <Page
      title={t('imports.title')}
      crumbs={[
        { label: t('title'), to: '/projects/$projectId/data', params: { projectId: project.id } },
      ]}
      actions={project.can.manage === true && begin}
      flush
    >
      <DataTable
        name="imports"
        label={t('imports.title')}
        list={list}
        columns={columns(t, formats)}
        rowId={({ id }) => id}
        rowHeight={34}
        onOpen={({ id }) =>
          void navigate({
            to: '/projects/$projectId/data/imports/$importId',
            params: { projectId: project.id, importId: id },
          })
        }
        empty={
          <EmptyState
            icon={IconHistory}
            title={t('imports.empty')}
            action={project.can.manage === true && begin}
          />
        }
      />
    </Page>
  )
}

function columns(t: TFunction, formats: Formats): readonly Column<Import>[] {
  return [
    {
      id: 'when',
      header: t('column.when'),
      width: 150,
      fixed: true,
      cell: ({ created_at }) => <RelativeTime at={created_at} />,
    },
    { id: 'dataset', header: t('column.dataset'), min: 140, cell: ({ dataset }) => dataset.name },
    {
      id: 'source',
      header: t('column.source'),
      min: 160,
      cell: ({ source, location }) => (
        <span className="gw-truncate">
          {location ? `${t(`source.${source}`)} · ${location}` : t(`source.${source}`)}
        </span>
      ),
    },
    {
      id: 'format',
      header: t('column.format'),
      width: 110,
      cell: ({ format }) => (format ? format.toUpperCase() : '–'),
    },
    {
      id: 'outcome',
      header: t('column.outcome'),
      min: 260,
      cell: ({ counts }) => <Outcomes counts={counts} />,
    },
    {
      id: 'records',
      header: t('column.records'),
      width: 100,
      align: 'end',
      cell: ({ counts }) => (counts.records ? formats.number(counts.records) : '–'),
    },
    {
      id: 'state',
      header: t('column.state'),
      width: 130,
      cell: ({ job }) =>
        job ? (
          <StateBadge kind="job" state={job.state} />
        ) : (
          <span className={classes.quiet}>–</span>
        ),
    },
    {
      id: 'by',
      header: t('column.by'),
      width: 140,
      hidden: true,
      cell: ({ created_by }) => created_by?.name ?? '–',
    },
  ]
}
