import { Button } from '@mantine/core'
import { IconScissors, IconStack2 } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { useProject } from '../../app/project'
import {
  DataTable,
  EmptyState,
  type Filter,
  FilterBar,
  Page,
  StateSign,
  useFilters,
  useFormats,
  useStateName,
} from '../../ui'
import type { TaskCounts } from '../tasks/types'
import { CutDialog } from './CutDialog'
import { useColumns } from './columns'
import { EditDialog } from './EditDialog'
import type { BatchRow } from './types'

const STATES = ['open', 'qa_sampling', 'approved', 'delivered', 'client_accepted', 'client_rework']

/** The project's batches with how far each has come; a row opens its tasks. */
export function BatchesPage() {
  const { t } = useTranslation('batches')
  const project = useProject()
  const filters = useFilters()
  const navigate = useNavigate()
  const formats = useFormats()
  const [isCutting, setCutting] = useState(false)
  const [editing, setEditing] = useState<BatchRow | null>(null)
  const manages = project.can.manage === true
  const path = { project: project.id }
  const list = useList<BatchRow>('/api/v1/projects/{project}/batches', {
    params: { path, query: { ...filters.query(['state']), limit: 100 } },
  })
  const counts = useGet<TaskCounts>('/api/v1/projects/{project}/tasks/counts', { params: { path } })
  const loose = counts.data?.unbatched ?? 0
  const cut = manages && (
    <Button leftSection={<IconScissors size={14} />} onClick={() => setCutting(true)}>
      {t('cut.open')}
    </Button>
  )
  return (
    <Page
      title={t('title')}
      flush
      meta={loose > 0 && t('loose', { count: loose, total: formats.number(loose) })}
      actions={cut}
      toolbar={<StateFilter />}
    >
      <DataTable
        name="batches"
        label={t('title')}
        list={list}
        columns={useColumns({ manages, onEdit: setEditing })}
        rowId={(row) => row.id}
        rowHeight={36}
        onOpen={(row) =>
          void navigate({
            to: '/projects/$projectId/tasks',
            params: { projectId: project.id },
            search: { batch: row.id } as never,
          })
        }
        empty={
          <EmptyState
            icon={IconStack2}
            title={t('empty.title')}
            text={t(loose > 0 ? 'empty.cut' : 'empty.text')}
            action={loose > 0 && cut}
          />
        }
      />
      {isCutting && <CutDialog loose={loose} onClose={() => setCutting(false)} />}
      {editing && <EditDialog batch={editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function StateFilter() {
  const { t } = useTranslation('batches')
  const stateName = useStateName()
  const states: Filter = {
    type: 'many',
    key: 'state',
    label: t('column.state'),
    options: STATES.map((value) => ({
      value,
      label: stateName('batch', value),
      sign: <StateSign kind="batch" state={value} />,
    })),
  }
  return <FilterBar filters={[states]} />
}
