import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useReasonText } from '../../ui/error-text'
import { useWorkbench } from '../context'
import { useValue } from '../use-value'
import classes from './parts.module.css'

/** Why nothing can be changed here, and what would help. */
export function Banner() {
  const { t } = useTranslation('workbench')
  const reasonText = useReasonText()
  const { session, flow } = useWorkbench()
  const canWrite = useValue(session.editor.canWrite)
  const leased = useValue(session.leased)
  const busy = useValue(session.shell.busy)
  const { can } = session.bundle.task
  if (canWrite === true && leased) return null
  const canClaim = can.claim === true || can.start_review === true
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
          {t(can.start_review === true ? 'claim-review' : 'claim')}
        </Button>
      )}
    </div>
  )
}
