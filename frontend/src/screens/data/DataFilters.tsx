import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import type { LabelSchema } from '../../core/schema'
import { type Filter, FilterBar, StateSign, useStateName } from '../../ui'
import { useText } from '../../workbench/context'
import classes from './data.module.css'
import type { Facets } from './types'

const STATES = [
  'new',
  'claimed',
  'in_progress',
  'submitted',
  'in_review',
  'accepted',
  'returned',
  'skipped',
] as const

export const FILTER_KEYS = [
  'search',
  'state',
  'dataset',
  'sequence',
  'label',
  'duplicates',
  'warnings',
] as const

interface Props {
  readonly facets: Facets | undefined
  readonly children: ReactNode
}

export function DataFilters({ facets, children }: Props) {
  const { t } = useTranslation('data')
  const stateName = useStateName()
  const labels = useLabelOptions()
  const states = STATES.map((value) => ({
    value,
    label: stateName('task', value),
    sign: <StateSign kind="task" state={value} />,
  }))
  const without = { value: 'none', label: t('filter.no-task'), count: facets?.without_task ?? 0 }
  const counted = (items: Facets['datasets'] | undefined) =>
    (items ?? []).map(({ id, name, count }) => ({ value: id, label: name, count }))
  const several: readonly Filter[] = [
    ...((facets?.datasets.length ?? 0) > 1
      ? [one('dataset', t('filter.dataset'), counted(facets?.datasets))]
      : []),
    ...(facets?.sequences.length
      ? [one('sequence', t('filter.sequence'), counted(facets.sequences))]
      : []),
    ...(labels.length ? [one('label', t('filter.label'), labels)] : []),
    ...(facets?.near_duplicates
      ? ([{ type: 'toggle', key: 'duplicates', label: t('filter.duplicates') }] as const)
      : []),
  ]
  return (
    <FilterBar
      filters={[
        { type: 'search', key: 'search', label: t('filter.search') },
        { type: 'many', key: 'state', label: t('filter.state'), options: [...states, without] },
        ...several,
        { type: 'toggle', key: 'warnings', label: t('filter.warnings') },
      ]}
    >
      {children}
    </FilterBar>
  )
}

function one(
  key: string,
  label: string,
  options: { value: string; label: string; count?: number; sign?: ReactNode }[],
): Filter {
  return { type: 'one', key, label, options }
}

function useLabelOptions() {
  const project = useProject()
  const text = useText()
  const { data } = useGet<{ content: LabelSchema }>('/api/v1/projects/{project}/schema', {
    params: { path: { project: project.id } },
  })
  return (data?.content.labels ?? []).map(({ key, name, color }) => ({
    value: key,
    label: text(name),
    sign: <span className={classes.swatch} style={{ background: color }} />,
  }))
}
