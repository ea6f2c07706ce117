import { Loader } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCloudOff,
  IconGitMerge,
  IconUserOff,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SyncState, SyncStatus } from '../../core/sync-status'
import { Tip } from '../../ui/Tip'
import { useWorkbench } from '../context'
import { goTo } from '../session/pins'
import type { Session } from '../session/session'
import { useValue } from '../use-value'
import classes from './parts.module.css'

const TONES: Readonly<Record<SyncState, 'good' | 'busy' | 'warning' | 'bad'>> = {
  saved: 'good',
  pending: 'busy',
  offline: 'warning',
  conflict: 'bad',
  refused: 'bad',
  'signed-out': 'bad',
  denied: 'bad',
  error: 'warning',
}

function Sign({ state }: { state: SyncState }) {
  if (state === 'pending') return <Loader size={12} color="currentColor" />
  if (state === 'saved') return <IconCircleCheck size={14} />
  if (state === 'offline') return <IconCloudOff size={14} />
  if (state === 'conflict') return <IconGitMerge size={14} />
  return state === 'signed-out' ? <IconUserOff size={14} /> : <IconAlertTriangle size={14} />
}

/** What a click does: help with what stands in the way, otherwise save now. */
function act(session: Session, { state }: SyncStatus): void {
  const { shell, saving } = session
  if (state === 'conflict') shell.ask({ kind: 'conflicts' })
  else if (state === 'denied') shell.ask({ kind: 'denied' })
  else if (state === 'refused') {
    const [first] = saving.all.flatMap((sync) => sync.refused.peek())
    if (first) goTo(session, first.id)
    shell.show('findings')
  } else saving.each((sync) => sync.resume())
}

/** "Saved 14:03", "3 pending", or what stands in the way: always in sight. */
export function SaveStatus() {
  const { t, i18n } = useTranslation('workbench')
  const { session } = useWorkbench()
  const status = useValue(session.saving.status)
  const { state, pending, savedAt, conflicts, refused } = status
  const time = savedAt
    ? new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
        timeStyle: 'short',
      }).format(savedAt)
    : ''
  const count = { conflict: conflicts, refused }[state as 'conflict' | 'refused'] ?? pending
  const key = state === 'saved' && time ? 'saved-at' : state
  const hint = [
    t(`saving.hint.${state}`),
    status.durable ? '' : t('saving.hint.not-durable'),
  ].filter(Boolean)
  return (
    <Tip label={hint.join(' ')}>
      <button
        type="button"
        className={classes.saving}
        data-tone={TONES[state]}
        data-state={state}
        data-testid="save-status"
        aria-live="polite"
        onClick={() => act(session, status)}
      >
        <Sign state={state} />
        {t(`saving.${key}`, { count, time })}
        {!status.durable && <IconAlertTriangle size={12} />}
      </button>
    </Tip>
  )
}
