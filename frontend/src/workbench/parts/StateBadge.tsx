import { useTranslation } from 'react-i18next'
import { useWorkbench } from '../context'
import type { TaskState } from '../types'
import classes from './parts.module.css'

export type Tone = 'grey' | 'blue' | 'amber' | 'violet' | 'green'

export const toneOf: Readonly<Record<TaskState, Tone>> = {
  new: 'grey',
  claimed: 'blue',
  in_progress: 'blue',
  submitted: 'violet',
  in_review: 'violet',
  accepted: 'green',
  returned: 'amber',
  skipped: 'grey',
}

/** State of the task, and the round when it came back. */
export function StateBadge() {
  const { t } = useTranslation('workbench')
  const { task } = useWorkbench().session.bundle
  const again = task.round > 1 ? ` · ${t('round', { round: task.round })}` : ''
  return (
    <span className={classes.badge} data-tone={toneOf[task.state]}>
      {t(`state.${task.state}`)}
      {again}
    </span>
  )
}
