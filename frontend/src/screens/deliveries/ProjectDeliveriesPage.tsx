import { Button } from '@mantine/core'
import { IconPackageExport } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { useProject } from '../../app/project'
import { Page } from '../../ui/Page'
import { DeliveryTable } from './DeliveryTable'
import { NewDeliveryDialog } from './NewDeliveryDialog'
import type { DeliveryRow } from './types'

const BUILDING_EVERY = 3000

export function ProjectDeliveriesPage() {
  const { t } = useTranslation('deliveries')
  const project = useProject()
  const [isOpen, setOpen] = useState(false)
  const list = useList<DeliveryRow>(
    '/api/v1/projects/{project}/deliveries',
    { params: { path: { project: project.id } } },
    { every: BUILDING_EVERY },
  )
  const create = project.can.manage === true && (
    <Button leftSection={<IconPackageExport size={14} />} onClick={() => setOpen(true)}>
      {t('new.open')}
    </Button>
  )
  return (
    <Page title={t('title')} flush actions={create}>
      <DeliveryTable
        name="deliveries"
        list={list}
        emptyText={t('empty.manager')}
        action={create || undefined}
      />
      {isOpen && <NewDeliveryDialog projectId={project.id} onClose={() => setOpen(false)} />}
    </Page>
  )
}
