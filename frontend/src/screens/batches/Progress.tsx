import { useTranslation } from 'react-i18next'
import { Meter, toneOf, useFormats, useStateName } from '../../ui'
import { TASK_STATES } from '../tasks/types'
import classes from './batches.module.css'
import type { BatchRow } from './types'

/** Done first, so that bars of several batches compare. */
const ORDER = [...TASK_STATES].sort((a, b) => rank(a) - rank(b))

function rank(state: string): number {
  return [
    'accepted',
    'in_review',
    'submitted',
    'in_progress',
    'claimed',
    'returned',
    'skipped',
    'new',
  ].indexOf(state)
}

/** Tasks by state in one bar, and the share that is done. */
export function Progress({ batch }: { batch: BatchRow }) {
  const { t } = useTranslation('batches')
  const formats = useFormats()
  const stateName = useStateName()
  if (batch.tasks === 0) return <span className={classes.none}>{t('no-tasks')}</span>
  const { accepted = 0, skipped = 0 } = batch.states
  const share = formats.percent((accepted + skipped) / batch.tasks)
  const parts = ORDER.filter((state) => state !== 'new').map((state) => ({
    value: batch.states[state] ?? 0,
    tone: toneOf('task', state),
    label: stateName('task', state),
  }))
  const told = parts
    .filter(({ value }) => value > 0)
    .map(({ label, value }) => `${label}: ${value}`)
  return (
    <span className={classes.progress}>
      <span className={classes.bar}>
        <Meter
          parts={parts}
          total={batch.tasks}
          label={t('progress', { share, parts: formats.list(told) })}
        />
      </span>
      <span className={classes.share}>{share}</span>
    </span>
  )
}
