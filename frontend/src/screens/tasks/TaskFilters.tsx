import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { useProject } from '../../app/project'
import {
  Avatar,
  type Filter,
  FilterBar,
  type FilterOption,
  StateSign,
  useStateName,
} from '../../ui'
import { type BatchRef, type ParticipantRef, TASK_STATES, type TaskCounts } from './types'

export const FILTER_KEYS = [
  'search',
  'state',
  'batch',
  'assignee',
  'annotator',
  'reviewer',
  'label',
  'has',
  'returned',
]

interface SchemaAnswer {
  readonly content: {
    readonly labels: readonly {
      readonly key: string
      readonly color: string
      readonly name: { readonly en: string; readonly zh: string }
    }[]
  }
}

/** Every filter of the list in one line; the address keeps them. */
export function TaskFilters({ counts }: { counts: TaskCounts | undefined }) {
  const { t, i18n } = useTranslation('tasks')
  const project = useProject()
  const path = { project: project.id }
  const stateName = useStateName()
  const people = useList<ParticipantRef>('/api/v1/projects/{project}/people', { params: { path } })
  const batches = useList<BatchRef>('/api/v1/projects/{project}/batches', {
    params: { path, query: { limit: 500 } },
  })
  const schema = useGet<SchemaAnswer>('/api/v1/projects/{project}/schema', { params: { path } })
  const nobody: FilterOption = { value: 'none', label: t('filter.nobody') }
  const withRole = (role: string): FilterOption[] => [
    nobody,
    ...people.rows
      .filter((person) => person.roles.includes(role))
      .map((person) => ({
        value: person.id,
        label: person.name,
        sign: <Avatar person={person} />,
      })),
  ]
  const language = i18n.language === 'zh' ? 'zh' : 'en'
  const filters: Filter[] = [
    { type: 'search', key: 'search', label: t('filter.search') },
    {
      type: 'many',
      key: 'state',
      label: t('column.state'),
      options: TASK_STATES.map((value) => ({
        value,
        label: stateName('task', value),
        sign: <StateSign kind="task" state={value} />,
        ...(counts?.states[value] === undefined ? {} : { count: counts.states[value] }),
      })),
    },
    {
      type: 'one',
      key: 'batch',
      label: t('column.batch'),
      options: [
        { value: 'none', label: t('filter.no-batch') },
        ...batches.rows.map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
    { type: 'one', key: 'assignee', label: t('column.assignee'), options: withRole('annotator') },
    { type: 'one', key: 'annotator', label: t('column.annotator'), options: withRole('annotator') },
    { type: 'one', key: 'reviewer', label: t('column.reviewer'), options: withRole('reviewer') },
    {
      type: 'one',
      key: 'label',
      label: t('filter.label'),
      options: (schema.data?.content.labels ?? []).map((label) => ({
        value: label.key,
        label: label.name[language],
        sign: <Swatch color={label.color} />,
      })),
    },
    {
      type: 'many',
      key: 'has',
      label: t('column.quality'),
      options: [
        { value: 'issues', label: t('filter.has-issues') },
        { value: 'findings', label: t('filter.has-findings') },
      ],
    },
    { type: 'toggle', key: 'returned', label: t('filter.returned') },
  ]
  return <FilterBar filters={filters} />
}

const Swatch = ({ color }: { color: string }) => (
  <span style={{ width: 10, height: 10, borderRadius: 2, background: color, flex: 'none' }} />
)
