import { Button } from '@mantine/core'
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
  const { list, counts, isFiltered } = useTasks()
  const chosen = list.rows.filter((row) => selection.has(row.id))
  const total = counts?.total ?? 0
  return (
    <Page
      title={t('title')}
      flush
      meta={counts && t('count', { count: total, total: formats.number(total) })}
      toolbar={
        chosen.length > 0 ? (
          <BulkBar tasks={chosen} onClear={selection.clear} />
        ) : (
          <TaskFilters counts={counts} />
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
        {...(project.can.manage === true ? { selection } : {})}
        onOpen={(row) => void navigate({ to: '/tasks/$taskId', params: { taskId: row.id } })}
        empty={<Empty isFiltered={isFiltered} />}
      />
    </Page>
  )
}

/** The rows that the address asks for, and how many there are. */
function useTasks() {
  const project = useProject()
  const filters = useFilters()
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
  return { list, counts: counts.data, isFiltered: Object.keys(query).length > 0 }
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation('tasks')
  const project = useProject()
  if (isFiltered) {
    return (
      <EmptyState
        icon={IconListCheck}
        title={t('empty.filtered')}
        text={t('empty.filtered-text')}
      />
    )
  }
  if (project.can.manage !== true) {
    return <EmptyState icon={IconListCheck} title={t('empty.title')} text={t('empty.text')} />
  }
  return (
    <EmptyState
      icon={IconListCheck}
      title={t('empty.title')}
      text={t('empty.manager')}
      action={
        <Button component={Link} to={`/projects/${project.id}/data`}>
          {t('empty.import')}
        </Button>
      }
    />
  )
}
