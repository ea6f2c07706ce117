import { IconPackage } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { List } from '../../api/hooks'
import { EmptyState } from '../../ui/EmptyState'
import { useFormats } from '../../ui/format'
import { RelativeTime } from '../../ui/RelativeTime'
import { StateBadge } from '../../ui/StateBadge'
import type { Column } from '../../ui/table/column'
import { DataTable } from '../../ui/table/DataTable'
import type { DeliveryRow } from './types'

interface DeliveryTableProps {
  readonly name: string
  readonly list: List<DeliveryRow>
  readonly withProject?: boolean
  readonly emptyText: string
  readonly action?: ReactNode
}

/** Deliveries as rows; a row opens the delivery. */
export function DeliveryTable({ name, list, withProject, emptyText, action }: DeliveryTableProps) {
  const { t } = useTranslation('deliveries')
  const navigate = useNavigate()
  const columns = useColumns(Boolean(withProject))
  return (
    <DataTable
      name={name}
      label={t('title')}
      list={list}
      columns={columns}
      rowId={(row) => row.id}
      onOpen={(row) => {
        const list = withProject ? '/deliveries' : `/projects/${row.project.id}/deliveries`
        void navigate({ to: `${list}/${row.id}` })
      }}
      empty={
        <EmptyState icon={IconPackage} title={t('empty.title')} text={emptyText} action={action} />
      }
    />
  )
}

function useColumns(withProject: boolean): readonly Column<DeliveryRow>[] {
  const { t } = useTranslation('deliveries')
  const figures = useFigureColumns()
  const project: Column<DeliveryRow> = {
    id: 'project',
    header: t('column.project'),
    cell: (row) => row.project.name,
  }
  return [
    {
      id: 'number',
      header: t('column.number'),
      width: 64,
      fixed: true,
      cell: (row) => t('number', { number: row.number }),
    },
    ...(withProject ? [project] : []),
    {
      id: 'batch',
      header: t('column.batch'),
      cell: (row) => t('batch-version', { batch: row.batch.name, version: row.version }),
    },
    {
      id: 'state',
      header: t('column.state'),
      width: 150,
      cell: (row) => <StateBadge kind="delivery" state={row.state} />,
    },
    ...figures,
    {
      id: 'created',
      header: t('column.created'),
      width: 130,
      cell: (row) => <RelativeTime at={row.created_at} />,
    },
    {
      id: 'decided',
      header: t('column.decided'),
      width: 130,
      cell: (row) => <RelativeTime at={row.decided_at} />,
    },
  ]
}

/** How much it is. */
function useFigureColumns(): readonly Column<DeliveryRow>[] {
  const { t } = useTranslation('deliveries')
  const formats = useFormats()
  return [
    {
      id: 'images',
      header: t('column.images'),
      width: 80,
      align: 'end',
      cell: (row) => formats.number(row.counts.images),
    },
    {
      id: 'objects',
      header: t('column.objects'),
      width: 80,
      align: 'end',
      cell: (row) => formats.number(row.counts.objects),
    },
    {
      id: 'size',
      header: t('column.size'),
      width: 90,
      align: 'end',
      cell: (row) => (row.size ? formats.bytes(row.size) : '–'),
    },
  ]
}
