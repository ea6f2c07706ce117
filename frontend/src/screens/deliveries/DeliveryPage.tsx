import { Tabs } from '@mantine/core'
import { Navigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { isClientOnly, useSession } from '../../api/session'
import { ErrorState } from '../../ui/ErrorState'
import { useFilters } from '../../ui/filters/use-filters'
import { Page } from '../../ui/Page'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { StateBadge } from '../../ui/StateBadge'
import { Changes } from './Changes'
import { DeliveryActions } from './DeliveryActions'
import classes from './deliveries.module.css'
import { Facts } from './Facts'
import { Samples } from './Samples'
import { type Delivery, type DraftRemark, PATH } from './types'

const BUILDING_EVERY = 2000

/**
 * One delivery, for those who made it, under the tabs of its project, and for the client: samples, report, packages,
 * decision.
 */
export function DeliveryPage() {
  const { t } = useTranslation('deliveries')
  const session = useSession()
  const { deliveryId, projectId } = useParams({ strict: false })
  const [remarks, setRemarks] = useState<readonly DraftRemark[]>([])
  const [isBuilding, setBuilding] = useState(true)
  const init = { params: { path: { delivery: deliveryId ?? '' } } }
  const found = useGet<Delivery>(PATH, init, { every: isBuilding ? BUILDING_EVERY : false })
  const delivery = found.data
  if (delivery && isBuilding !== (delivery.state === 'building')) {
    setBuilding(delivery.state === 'building')
  }
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!delivery) return <ScreenLoading />
  const list = `/projects/${delivery.project.id}/deliveries`
  if (!projectId && !isClientOnly(session)) {
    return (
      <Navigate
        to={`${list}/${delivery.id}`}
        search={((before: object) => before) as never}
        replace
      />
    )
  }
  return (
    <Page
      title={t('batch-version', { batch: delivery.batch.name, version: delivery.version })}
      crumbs={[{ label: t('title'), to: projectId ? list : '/deliveries' }]}
      meta={<StateBadge kind="delivery" state={delivery.state} />}
      actions={
        <DeliveryActions
          delivery={delivery}
          remarks={remarks}
          onDecided={() => {
            setRemarks([])
            void found.refetch()
          }}
        />
      }
      flush
    >
      <div className={classes.split}>
        <aside className={classes.side}>
          <Facts delivery={delivery} remarks={remarks} onRemarks={setRemarks} />
        </aside>
        <Panes delivery={delivery} onRemark={(remark) => setRemarks([...remarks, remark])} />
      </div>
    </Page>
  )
}

interface PanesProps {
  readonly delivery: Delivery
  readonly onRemark: (remark: DraftRemark) => void
}

function Panes({ delivery, onRemark }: PanesProps) {
  const { t, i18n } = useTranslation('deliveries')
  const filters = useFilters()
  const language = i18n.language === 'zh' ? 'zh' : 'en'
  const view = filters.one('view') ?? 'samples'
  return (
    <Tabs
      value={view}
      onChange={(next) => filters.set({ view: next ?? undefined })}
      className={classes.main}
      keepMounted={false}
    >
      <Tabs.List px="md">
        <Tabs.Tab value="samples">{t('view.samples')}</Tabs.Tab>
        <Tabs.Tab value="report">{t('view.report')}</Tabs.Tab>
        {delivery.version > 1 && <Tabs.Tab value="changes">{t('view.changes')}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="samples" className={classes.pane}>
        <Samples delivery={delivery} onRemark={onRemark} />
      </Tabs.Panel>
      <Tabs.Panel value="report" className={classes.pane}>
        <iframe
          key={language}
          className={classes.report}
          title={t('view.report')}
          sandbox=""
          src={`/api/v1/deliveries/${delivery.id}/report?language=${language}`}
        />
      </Tabs.Panel>
      <Tabs.Panel value="changes" className={classes.pane}>
        <Changes deliveryId={delivery.id} />
      </Tabs.Panel>
    </Tabs>
  )
}
