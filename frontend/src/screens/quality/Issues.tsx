import { IconMessageCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/filters/FilterBar'
import { useFilters } from '../../ui/filters/use-filters'
import { Person } from '../../ui/Person'
import { RelativeTime } from '../../ui/RelativeTime'
import { StateBadge, StateSign, useStateName } from '../../ui/StateBadge'
import type { Column } from '../../ui/table/column'
import { DataTable } from '../../ui/table/DataTable'
import { usePlaces } from './Place'
import { useOpenProblem, useWhereColumns } from './problems'
import classes from './quality.module.css'
import { ISSUE_SEVERITIES, ISSUE_TYPES, type Issue } from './types'

const STATES = ['open', 'resolved', 'verified']

/** Issues of the whole project; a row opens the object in the workbench. */
export function Issues() {
  const { t } = useTranslation('quality')
  const project = useProject()
  const filters = useFilters()
  const name = useStateName()
  const list = useList<Issue>('/api/v1/projects/{project}/issues', {
    params: {
      path: { project: project.id },
      query: filters.query(['state', 'severity', 'type']),
    },
  })
  const states = STATES.map((value) => ({
    value,
    label: name('issue', value),
    sign: <StateSign kind="issue" state={value} />,
  }))
  const severities = ISSUE_SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))
  const types = ISSUE_TYPES.map((value) => ({ value, label: t(`common:issue-type.${value}`) }))
  return (
    <div className={classes.column}>
      <div className={classes.filters}>
        <FilterBar
          filters={[
            { type: 'one', key: 'state', label: t('column.state'), options: states },
            { type: 'one', key: 'severity', label: t('column.severity'), options: severities },
            { type: 'one', key: 'type', label: t('column.type'), options: types },
          ]}
        />
      </div>
      <DataTable
        name="issues"
        label={t('view.issues')}
        list={list}
        columns={useColumns(usePlaces(project.id, list.rows))}
        rowHeight={40}
        rowId={(row) => row.id}
        onOpen={useOpenProblem()}
        empty={
          <EmptyState
            icon={IconMessageCircle}
            title={t('issues.empty')}
            text={t('issues.empty-text')}
          />
        }
      />
    </div>
  )
}

function useColumns(place: (row: Issue) => ReactNode): readonly Column<Issue>[] {
  return [...useWhatColumns(place), ...useCourseColumns()]
}

/** How grave, where, and what is wrong. */
function useWhatColumns(place: (row: Issue) => ReactNode): readonly Column<Issue>[] {
  const { t } = useTranslation('quality')
  return [
    ...useWhereColumns(place),
    {
      id: 'type',
      header: t('column.type'),
      width: 160,
      cell: (row) => t(`common:issue-type.${row.type}`),
    },
    {
      id: 'text',
      header: t('column.text'),
      min: 260,
      cell: (row) => row.comments[0]?.text ?? '',
    },
  ]
}

/** What became of it. */
function useCourseColumns(): readonly Column<Issue>[] {
  const { t } = useTranslation('quality')
  return [
    {
      id: 'answers',
      header: t('column.answers'),
      width: 84,
      align: 'end',
      cell: (row) => Math.max(0, row.comments.length - 1),
    },
    {
      id: 'state',
      header: t('column.state'),
      width: 120,
      cell: (row) => <StateBadge kind="issue" state={row.state} />,
    },
    {
      id: 'by',
      header: t('column.by'),
      width: 150,
      cell: (row) => <Person person={row.opened_by} />,
    },
    {
      id: 'at',
      header: t('column.opened'),
      width: 130,
      cell: (row) => <RelativeTime at={row.created_at} />,
    },
  ]
}
