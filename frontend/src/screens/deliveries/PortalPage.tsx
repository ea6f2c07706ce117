import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { FilterBar } from '../../ui/filters/FilterBar'
import { useFilters } from '../../ui/filters/use-filters'
import { Page } from '../../ui/Page'
import { StateSign, useStateName } from '../../ui/StateBadge'
import { DeliveryTable } from './DeliveryTable'
import type { DeliveryRow } from './types'

const STATES = ['sent', 'accepted', 'returned']

/** Everything that was delivered to the client's people, over all their projects. */
export function PortalPage() {
  const { t } = useTranslation('deliveries')
  const filters = useFilters()
  const name = useStateName()
  const list = useList<DeliveryRow>('/api/v1/deliveries', {
    params: { query: filters.query(['state']) },
  })
  const options = STATES.map((value) => ({
    value,
    label: name('delivery', value),
    sign: <StateSign kind="delivery" state={value} />,
  }))
  return (
    <Page
      title={t('title')}
      flush
      toolbar={
        <FilterBar filters={[{ type: 'one', key: 'state', label: t('column.state'), options }]} />
      }
    >
      <DeliveryTable name="portal" list={list} withProject emptyText={t('empty.client')} />
    </Page>
  )
}
