import { IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState } from '../../ui/EmptyState'
import { FilterBar } from '../../ui/filters/FilterBar'
import { useFilters } from '../../ui/filters/use-filters'
import { RelativeTime } from '../../ui/RelativeTime'
import { StateBadge, StateSign, useStateName } from '../../ui/StateBadge'
import type { Column } from '../../ui/table/column'
import { DataTable } from '../../ui/table/DataTable'
import { usePlaces } from './Place'
import { useOpenProblem, useWhereColumns } from './problems'
import classes from './quality.module.css'
import { type Check, type Finding, languageOf, SEVERITIES } from './types'

const STATES = ['open', 'waived']

/** What the checks found, task by task; a row opens the object in the workbench. */
export function Findings() {
  const { t } = useTranslation('quality')
  const project = useProject()
  const filters = useFilters()
  const list = useList<Finding>('/api/v1/projects/{project}/findings', {
    params: {
      path: { project: project.id },
      query: filters.query(['state', 'severity', 'check']),
    },
  })
  return (
    <div className={classes.column}>
      <FindingFilters />
      <DataTable
        name="findings"
        label={t('view.findings')}
        list={list}
        columns={useColumns(usePlaces(project.id, list.rows))}
        rowHeight={40}
        rowId={(row) => row.id}
        onOpen={useOpenProblem()}
        empty={
          <EmptyState
            icon={IconCircleCheck}
            title={t('findings.empty')}
            text={t('findings.empty-text')}
          />
        }
      />
    </div>
  )
}

function FindingFilters() {
  const { t, i18n } = useTranslation('quality')
  const project = useProject()
  const stateName = useStateName()
  const checks = useGet<readonly Check[]>('/api/v1/projects/{project}/checks', {
    params: { path: { project: project.id } },
  })
  const states = STATES.map((value) => ({
    value,
    label: stateName('finding', value),
    sign: <StateSign kind="finding" state={value} />,
  }))
  const severities = SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))
  const kinds = (checks.data ?? []).map((check) => ({
    value: check.slug,
    label: check.title[languageOf(i18n.language)],
  }))
  return (
    <div className={classes.filters}>
      <FilterBar
        filters={[
          { type: 'one', key: 'state', label: t('column.state'), options: states },
          { type: 'one', key: 'severity', label: t('column.severity'), options: severities },
          { type: 'one', key: 'check', label: t('column.check'), options: kinds },
        ]}
      />
    </div>
  )
}

function useColumns(place: (row: Finding) => ReactNode): readonly Column<Finding>[] {
  const { t, i18n } = useTranslation('quality')
  const language = languageOf(i18n.language)
  return [
    ...useWhereColumns(place),
    { id: 'title', header: t('column.check'), min: 180, cell: (row) => row.title[language] },
    { id: 'message', header: t('column.message'), min: 260, cell: (row) => row.message[language] },
    {
      id: 'state',
      header: t('column.state'),
      width: 120,
      cell: (row) => <StateBadge kind="finding" state={row.state} />,
    },
    {
      id: 'waiver',
      header: t('column.waiver'),
      min: 140,
      hidden: true,
      cell: (row) => row.waiver?.reason ?? '',
    },
    {
      id: 'found',
      header: t('column.found'),
      width: 130,
      cell: (row) => <RelativeTime at={row.found_at} />,
    },
  ]
}
