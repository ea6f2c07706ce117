import { Button } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { useProject } from '../../app/project'
import {
  DataTable,
  EmptyState,
  Page,
  type Selection,
  useFilters,
  useFormats,
  useSelection,
} from '../../ui'
import { BulkBar } from './BulkBar'
import { useColumns } from './columns'
import { FILTER_KEYS, TaskFilters } from './TaskFilters'
import type { Chosen, TaskCounts, TaskRow } from './types'

const PAGE = 100

/** All tasks of the project: filtered by the address, sorted by the server, changed many at once. */
export function TasksPage() {
  const { t } = useTranslation('tasks')
  const project = useProject()
  const filters = useFilters()
  const navigate = useNavigate()
  const selection = useSelection()
  const formats = useFormats()
  const { list, counts, query } = useTasks()
  const { chosen, more, chooseAll, clear } = useChosen(list.rows, counts, query, selection)
  const total = counts?.total ?? 0
  return (
    <Page
      title={t('title')}
      flush
      meta={counts && t('count', { count: total, total: formats.number(total) })}
      toolbar={
        chosen.tasks.length > 0 ? (
          <BulkBar chosen={chosen} more={more} onChooseAll={chooseAll} onClear={clear} />
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
        empty={<Empty isFiltered={Object.keys(query).length > 0} />}
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
  return { list, counts: counts.data, query }
}

/** The ticked rows, or everything that matches: that ends with the filters or the ticks it was chosen by. */
function useChosen(
  rows: readonly TaskRow[],
  counts: TaskCounts | undefined,
  query: Readonly<Record<string, string>>,
  selection: Selection,
) {
  const [all, setAll] = useState<string | null>(null)
  const tasks = rows.filter((row) => selection.has(row.id))
  const key = JSON.stringify([query, [...selection.ids]])
  const matching = counts && all === key ? { query, counts } : null
  const chosen: Chosen = { tasks, matching }
  const clear = () => {
    setAll(null)
    selection.clear()
  }
  const isMore = counts && rows.every((row) => selection.has(row.id)) && counts.total > tasks.length
  return { chosen, more: isMore ? counts.total : null, chooseAll: () => setAll(key), clear }
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
