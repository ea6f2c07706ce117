import { Select, type SelectProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { KINDS, type Organisation } from './types'

interface Props extends Omit<SelectProps, 'data' | 'onChange' | 'value'> {
  readonly value: string | null
  /** Only those whose people one manages. */
  readonly administered?: boolean
  readonly onChange: (organisation: Organisation) => void
}

export function useOrganisations() {
  return useList<Organisation>('/api/v1/organisations', { params: { query: { limit: 500 } } })
}

/** An organisation, grouped by what it is: operator, vendors, clients. */
export function OrganisationSelect({ value, administered, onChange, ...rest }: Props) {
  const { t } = useTranslation('admin')
  const { rows } = useOrganisations()
  const choices = administered ? rows.filter((row) => row.can.administer) : rows
  const groups = KINDS.map((kind) => ({
    group: t(`kind.${kind}`),
    items: choices
      .filter((row) => row.kind === kind)
      .map((row) => ({ value: row.id, label: row.name })),
  }))
  return (
    <Select
      {...rest}
      searchable
      value={value}
      data={groups.filter(({ items }) => items.length > 0)}
      onChange={(id) => {
        const chosen = rows.find((row) => row.id === id)
        if (chosen) onChange(chosen)
      }}
    />
  )
}
