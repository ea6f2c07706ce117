import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useReasonText } from '../../ui/error-text'
import { useWorkbench } from '../context'
import { useValue } from '../use-value'
import classes from './parts.module.css'

/** States in which taking the task would let the person go on. */
const CLAIMABLE = new Set(['new', 'returned', 'submitted', 'claimed', 'in_progress'])

/** Why nothing can be changed here, and what would help. */
export function Banner() {
  const { t } = useTranslation('workbench')
  const reasonText = useReasonText()
  const { session, flow } = useWorkbench()
  const canWrite = useValue(session.editor.canWrite)
  const leased = useValue(session.leased)
  const busy = useValue(session.shell.busy)
  const { task } = session.bundle
  if (canWrite === true && leased) return null
  const canClaim = task.slot !== 'viewer' && CLAIMABLE.has(task.state)
  return (
    <div className={classes.banner} role="status">
      <span>
        {canWrite === true ? t('lease-lost') : t('read-only', { reason: reasonText(canWrite) })}
      </span>
      {canClaim && (
        <Button
          size="compact-xs"
          variant="light"
          loading={busy === 'claim'}
          onClick={() => void flow.claim()}
        >
          {t(task.slot === 'reviewer' ? 'claim-review' : 'claim')}
        </Button>
      )}
    </div>
  )
}
