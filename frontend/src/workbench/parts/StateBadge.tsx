import { useTranslation } from 'react-i18next'
import { useWorkbench } from '../context'
import type { TaskState } from '../types'
import { useComputed } from '../use-value'
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

const BEGINS: ReadonlySet<TaskState> = new Set(['claimed', 'returned'])

/** State of the task, and the round when it came back. */
export function StateBadge() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const { task } = session.bundle
  // The first save begins the work: the server says so at the next visit, we at once.
  const begun = useComputed(() => session.saving.status.value.savedAt !== null, [session])
  const state = begun && BEGINS.has(task.state) ? 'in_progress' : task.state
  const again = task.round > 1 ? ` · ${t('round', { round: task.round })}` : ''
  return (
    <span className={classes.badge} data-tone={toneOf[state]}>
      {t(`state.${state}`)}
      {again}
    </span>
  )
}
