import { Button } from '@mantine/core'
import { IconPlus, IconSparkles } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { Page } from '../../ui/Page'
import { Panel } from '../../ui/Panel'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { AddModelDialog } from './AddModelDialog'
import { ModelRow } from './ModelRow'
import { isAnyBusy, type Model } from './types'

/** Models that every project may use: model files and servers. */
export function InstallationModelsPage() {
  const { t } = useTranslation('prelabel')
  const [adding, setAdding] = useState(false)
  const models = useList<Model>(
    '/api/v1/models',
    {},
    { every: (answer) => (isAnyBusy(answer) ? 2_000 : false) },
  )
  if (models.error) return <ErrorState error={models.error} onRetry={models.reload} />
  const add = (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <Page title={t('installation-title')} actions={add}>
      <Panel flush>
        {models.isLoading && <ScreenLoading />}
        {!models.isLoading && models.rows.length === 0 && (
          <EmptyState icon={IconSparkles} title={t('empty')} text={t('installation-empty-text')} />
        )}
        {models.rows.map((model) => (
          <ModelRow key={model.id} model={model} />
        ))}
      </Panel>
      {adding && <AddModelDialog onClose={() => setAdding(false)} />}
    </Page>
  )
}
