import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'

interface Batch {
  readonly id: string
  readonly name: string
  readonly state: string
  /** How many tasks are in each state. */
  readonly states: Readonly<Record<string, number>>
}

/** Whether no task was accepted (all were skipped): then there is nothing to deliver. */
export const isEmpty = ({ states }: Batch): boolean => !states.accepted

interface BatchChoiceProps {
  readonly approved: readonly Batch[]
  readonly value: string | null
  readonly onChange: (batch: string | null) => void
}

/** The batches that QA has approved. */
export function useApproved(projectId: string): readonly Batch[] {
  const batches = useList<Batch>('/api/v1/projects/{project}/batches', {
    params: { path: { project: projectId }, query: { state: 'approved' } },
  })
  return batches.rows.filter((row) => row.state === 'approved')
}

export function BatchChoice({ approved, value, onChange }: BatchChoiceProps) {
  const { t } = useTranslation(['deliveries', 'errors'])
  const nothing = approved.some((batch) => batch.id === value && isEmpty(batch))
  return (
    <Select
      label={t('new.batch')}
      description={t('new.batch-hint')}
      placeholder={approved.length ? t('new.choose') : t('new.none-approved')}
      data={approved.map((row) => ({ value: row.id, label: row.name }))}
      disabled={approved.length === 0}
      error={nothing && t('errors:batch-empty')}
      value={value}
      onChange={onChange}
    />
  )
}
