import { IconPackage } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import type { Reference } from '../../app/project'
import { EmptyState, ErrorState, Panel, RelativeTime, RowSkeletons, StateBadge } from '../../ui'
import classes from './home.module.css'

interface Delivery {
  readonly id: string
  readonly number: number
  readonly project: Reference
  readonly batch: Reference
  readonly state: string
  readonly sent_at: string | null
  readonly counts: { readonly images: number; readonly objects: number }
}

/** A client's day: what has arrived, and what waits for a decision. */
export function DeliveriesPanel() {
  const { t } = useTranslation('home')
  const list = useList<Delivery>('/api/v1/deliveries')
  if (list.error) return <ErrorState error={list.error} onRetry={list.reload} />
  if (list.isLoading) {
    return (
      <Panel title={t('deliveries.title')}>
        <RowSkeletons rows={4} />
      </Panel>
    )
  }
  if (list.rows.length === 0) {
    return (
      <EmptyState
        icon={IconPackage}
        title={t('deliveries.none.title')}
        text={t('deliveries.none.text')}
      />
    )
  }
  return (
    <Panel title={t('deliveries.title')} flush>
      <ul className={classes.list}>
        {list.rows.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryLine delivery={delivery} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('home')
  const { project, batch, counts, number } = delivery
  return (
    <Link
      to="/deliveries/$deliveryId"
      params={{ deliveryId: delivery.id }}
      className={classes.delivery}
    >
      <span className={classes.which}>
        <span className="gw-truncate">{t('deliveries.name', { number, batch: batch.name })}</span>
        <span className={classes.note}>{project.name}</span>
      </span>
      <StateBadge kind="delivery" state={delivery.state} />
      <span className={classes.note}>
        {t('deliveries.images', { count: counts.images })}
        {' · '}
        {t('objects', { count: counts.objects })}
      </span>
      <span className={classes.note}>
        <RelativeTime at={delivery.sent_at} />
      </span>
    </Link>
  )
}
