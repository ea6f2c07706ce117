import { Button, Modal, NumberInput } from '@mantine/core'
import { IconDice3, IconStack } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState } from '../../ui/EmptyState'
import { useErrorText } from '../../ui/error-text'
import { useFormats } from '../../ui/format'
import { StateBadge } from '../../ui/StateBadge'
import type { Column } from '../../ui/table/column'
import { DataTable } from '../../ui/table/DataTable'
import classes from './quality.module.css'
import type { Sample } from './types'

interface Batch {
  readonly id: string
  readonly name: string
  readonly state: string
}

/** Every batch with its latest sample: draw one, inspect it, decide. */
export function BatchesInQa() {
  const { t } = useTranslation('quality')
  const project = useProject()
  const navigate = useNavigate()
  const [drawing, setDrawing] = useState<Batch | null>(null)
  const { list, latest } = useBatches(project.id)
  const pageOf = (sample: Sample) => `/projects/${project.id}/quality/samples/${sample.id}`
  return (
    <>
      <DataTable
        name="qa-batches"
        label={t('view.batches')}
        list={list}
        rowHeight={36}
        rowId={(row) => row.id}
        columns={useColumns({ latest, pageOf, onDraw: setDrawing })}
        onOpen={(row) => {
          const sample = latest.get(row.id)
          if (sample) void navigate({ to: pageOf(sample) })
        }}
        empty={<NoBatches />}
      />
      {drawing && <DrawDialog batch={drawing} onClose={() => setDrawing(null)} />}
    </>
  )
}

function useBatches(project: string) {
  const path = { project }
  const list = useList<Batch>('/api/v1/projects/{project}/batches', { params: { path } })
  const samples = useList<Sample>('/api/v1/projects/{project}/samples', {
    params: { path, query: { limit: 500 } },
  })
  // Newest first, so that the first of a batch is its latest.
  const latest = new Map([...samples.rows].reverse().map((sample) => [sample.batch.id, sample]))
  return { list: { ...list, isLoading: list.isLoading || samples.isLoading }, latest }
}

function NoBatches() {
  const { t } = useTranslation('quality')
  const project = useProject()
  return (
    <EmptyState
      icon={IconStack}
      title={t('qa.empty')}
      text={t('qa.empty-text')}
      action={
        <Button component={Link} to={`/projects/${project.id}/batches`} variant="default">
          {t('qa.to-batches')}
        </Button>
      }
    />
  )
}

interface Ways {
  readonly latest: ReadonlyMap<string, Sample>
  readonly pageOf: (sample: Sample) => string
  readonly onDraw: (batch: Batch) => void
}

function useColumns(ways: Ways): readonly Column<Batch>[] {
  const { t } = useTranslation('quality')
  return [
    { id: 'name', header: t('column.batch'), fixed: true, min: 160, cell: (row) => row.name },
    {
      id: 'state',
      header: t('column.state'),
      width: 150,
      cell: (row) => <StateBadge kind="batch" state={row.state} />,
    },
    {
      id: 'sample',
      header: t('column.sample'),
      min: 320,
      cell: (row) => {
        const sample = ways.latest.get(row.id)
        return sample ? (
          <Said sample={sample} />
        ) : (
          <span className={classes.quiet}>{t('qa.none')}</span>
        )
      },
    },
    {
      id: 'actions',
      header: '',
      width: 230,
      align: 'end',
      fixed: true,
      cell: (row) => <Actions batch={row} ways={ways} />,
    },
  ]
}

function Actions({ batch, ways }: { batch: Batch; ways: Ways }) {
  const { t } = useTranslation('quality')
  const sample = ways.latest.get(batch.id)
  const isOpen = sample?.state === 'open'
  return (
    <>
      {sample && (
        <Button
          variant={isOpen ? 'filled' : 'subtle'}
          size="xs"
          component={Link}
          to={ways.pageOf(sample)}
        >
          {t(isOpen ? 'qa.inspect' : 'qa.look')}
        </Button>
      )}
      {batch.state === 'open' && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDice3 size={13} />}
          onClick={() => ways.onDraw(batch)}
        >
          {t('qa.draw')}
        </Button>
      )}
    </>
  )
}

/** How much was inspected, what share is without fault, and how sure one may be of that. */
export function Said({ sample }: { sample: Sample }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const { size, inspected, failed, accuracy, low, high } = sample.figures
  const counts = t('qa.counts', { inspected, size, failed })
  if (accuracy === null) return counts
  const share = t(low === high ? 'qa.share-known' : 'qa.share', {
    share: formats.percent(accuracy, 1),
    low: formats.percent(low, 1),
    high: formats.percent(high, 1),
  })
  return `${counts} · ${share}`
}

function DrawDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('quality')
  const errorText = useErrorText()
  const navigate = useNavigate()
  const project = useProject()
  const [percent, setPercent] = useState(10)
  const [least, setLeast] = useState(10)
  const draw = useSend<Sample>('post', '/api/v1/batches/{batch}/sample', ['/api/v1/projects'])
  const submit = () =>
    draw.mutate(
      { params: { path: { batch: batch.id } }, body: { share: percent / 100, least } },
      {
        onSuccess: (sample) =>
          void navigate({ to: `/projects/${project.id}/quality/samples/${sample.id}` }),
      },
    )
  return (
    <Modal opened onClose={onClose} title={t('qa.draw-title', { batch: batch.name })} size={420}>
      <div className={classes.form}>
        <p style={{ margin: 0 }}>{t('qa.draw-text')}</p>
        <NumberInput
          label={t('qa.percent')}
          min={1}
          max={100}
          suffix=" %"
          value={percent}
          onChange={(value) => setPercent(Number(value))}
        />
        <NumberInput
          label={t('qa.least')}
          min={1}
          max={10000}
          value={least}
          onChange={(value) => setLeast(Number(value))}
        />
        {draw.error && (
          <p role="alert" className={classes.error}>
            {errorText(draw.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button loading={draw.isPending} onClick={submit}>
            {t('qa.draw')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
