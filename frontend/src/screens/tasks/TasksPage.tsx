import { IconListCheck } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { useProject } from '../../app/project'
import { DataTable, EmptyState, Page, useFilters, useFormats, useSelection } from '../../ui'
import { BulkBar } from './BulkBar'
import { useColumns } from './columns'
import { FILTER_KEYS, TaskFilters } from './TaskFilters'
import type { TaskCounts, TaskRow } from './types'

const PAGE = 100

/** All tasks of the project: filtered by the address, sorted by the server, changed many at once. */
export function TasksPage() {
  const { t } = useTranslation('tasks')
  const project = useProject()
  const filters = useFilters()
  const navigate = useNavigate()
  const selection = useSelection()
  const formats = useFormats()
  const manages = project.can.manage === true
  const query = filters.query(FILTER_KEYS)
  const path = { project: project.id }
  const list = useList<TaskRow>(
    '/api/v1/projects/{project}/tasks',
    { params: { path, query: { ...query, ...filters.query(['order']), limit: PAGE } } },
    { keep: true },
  )
  const counts = useGet<TaskCounts>(
    '/api/v1/projects/{project}/tasks/counts',
    { params: { path, query } },
    { keep: true },
  )
  const isFiltered = Object.keys(query).length > 0
  const chosen = list.rows.filter((row) => selection.has(row.id))
  return (
    <Page
      title={t('title')}
      flush
      meta={
        counts.data &&
        t('count', { count: counts.data.total, total: formats.number(counts.data.total) })
      }
      toolbar={
        chosen.length > 0 ? (
          <BulkBar tasks={chosen} onClear={selection.clear} />
        ) : (
          <TaskFilters counts={counts.data} />
        )
      }
    >
      <DataTable
        name="tasks"
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowId={(row) => row.id}
        rowHeight={36}
        sort={filters.one('order')}
        onSort={(order) => filters.set({ order })}
        {...(manages ? { selection } : {})}
        onOpen={(row) => void navigate({ to: '/tasks/$taskId', params: { taskId: row.id } })}
        empty={
          isFiltered ? (
            <EmptyState
              icon={IconListCheck}
              title={t('empty.filtered')}
              text={t('empty.filtered-text')}
            />
          ) : (
            <EmptyState
              icon={IconListCheck}
              title={t('empty.title')}
              text={t(manages ? 'empty.manager' : 'empty.text')}
              action={
                manages && (
                  <Link to="/projects/$projectId/data" params={{ projectId: project.id }}>
                    {t('empty.import')}
                  </Link>
                )
              }
            />
          )
        }
      />
    </Page>
  )
}
