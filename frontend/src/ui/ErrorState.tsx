import { Button } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconCloudOff,
  IconLock,
  IconMapQuestion,
  IconRefresh,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type ApiError, asApiError } from '../api/error'
import { useErrorText } from './error-text'
import classes from './states.module.css'

export interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: () => void
  readonly compact?: boolean
}

interface Sort {
  readonly title: string
  readonly glyph: Icon
  /** Asking once more can only help against what was not an answer. */
  readonly isFinal?: boolean
}

function sortOf({ status, code, isOffline }: ApiError): Sort {
  if (isOffline || code === 'server-away') return { title: 'error.offline', glyph: IconCloudOff }
  if (status === 403) return { title: 'error.denied', glyph: IconLock, isFinal: true }
  if (status === 404) return { title: 'error.gone', glyph: IconMapQuestion, isFinal: true }
  return { title: 'error.title', glyph: IconAlertTriangle }
}

/** What happened, in words, and a way on: once more, or away from what there is no way into. */
export function ErrorState({ error, onRetry, compact }: ErrorStateProps) {
  const { t } = useTranslation('common')
  const text = useErrorText()
  const refusal = asApiError(error)
  const { title, glyph: Glyph, isFinal = false } = sortOf(refusal)
  return (
    <div className={classes.state} role="alert" data-compact={compact || undefined}>
      <span className={classes.glyph} data-tone={isFinal ? undefined : 'error'}>
        <Glyph size={compact ? 18 : 24} stroke={1.5} />
      </span>
      <p className={classes.title}>{t(title)}</p>
      <p className={classes.text}>{text(error)}</p>
      {!compact && !isFinal && <p className={classes.code}>{refusal.code}</p>}
      <div className={classes.action}>
        {onRetry && !isFinal && (
          <Button variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
            {t('error.retry')}
          </Button>
        )}
        {isFinal && !compact && <HomeButton />}
      </div>
    </div>
  )
}

/** A plain link: it also works where the router itself has failed. */
export function HomeButton() {
  const { t } = useTranslation('common')
  return (
    <Button component="a" href="/" variant="default">
      {t('error.home')}
    </Button>
  )
}
