import { Button, Modal, NumberInput } from '@mantine/core'
import { IconDice3, IconStack } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { useErrorText } from '../../ui/error-text'
import { useFormats } from '../../ui/format'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { StateBadge } from '../../ui/StateBadge'
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
  const path = { project: project.id }
  const batches = useList<Batch>('/api/v1/projects/{project}/batches', { params: { path } })
  const samples = useList<Sample>('/api/v1/projects/{project}/samples', { params: { path } })
  const [drawing, setDrawing] = useState<Batch | null>(null)
  const error = batches.error ?? samples.error
  if (error) return <ErrorState error={error} onRetry={batches.reload} />
  if (batches.isLoading || samples.isLoading) return <ScreenLoading />
  if (batches.rows.length === 0) {
    return <EmptyState icon={IconStack} title={t('qa.empty')} text={t('qa.empty-text')} />
  }
  return (
    <div className={classes.scroll}>
      {batches.rows.map((batch) => (
        <Lot
          key={batch.id}
          batch={batch}
          sample={samples.rows.find((sample) => sample.batch.id === batch.id)}
          onDraw={() => setDrawing(batch)}
        />
      ))}
      {drawing && <DrawDialog batch={drawing} onClose={() => setDrawing(null)} />}
    </div>
  )
}

interface LotProps {
  readonly batch: Batch
  readonly sample: Sample | undefined
  readonly onDraw: () => void
}

function Lot({ batch, sample, onDraw }: LotProps) {
  const { t } = useTranslation('quality')
  const project = useProject()
  return (
    <div className={classes.lot}>
      <strong>{batch.name}</strong>
      <StateBadge kind="batch" state={batch.state} />
      <span className={classes.quiet}>{sample ? <Said sample={sample} /> : t('qa.none')}</span>
      <div className={classes.lotActions}>
        {sample && (
          <Button
            variant="default"
            size="xs"
            component={Link}
            to={`/projects/${project.id}/quality/samples/${sample.id}`}
          >
            {t(sample.state === 'open' ? 'qa.inspect' : 'qa.look')}
          </Button>
        )}
        {batch.state === 'open' && (
          <Button size="xs" leftSection={<IconDice3 size={13} />} onClick={onDraw}>
            {t('qa.draw')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** "12 of 20 inspected, 1 with faults; 92 % without (78 to 98 %)". */
export function Said({ sample }: { sample: Sample }) {
  const { t } = useTranslation('quality')
  const formats = useFormats()
  const { size, inspected, failed, accuracy, low, high } = sample.figures
  const counts = t('qa.counts', { inspected, size, failed })
  if (accuracy === null) return counts
  const share = t('qa.share', {
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
