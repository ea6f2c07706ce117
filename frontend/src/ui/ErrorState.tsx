import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '../api/error'
import { useErrorText } from './error-text'
import classes from './states.module.css'

export interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: () => void
  readonly compact?: boolean
}

/** What happened, in words, and a way on. */
export function ErrorState({ error, onRetry, compact }: ErrorStateProps) {
  const { t } = useTranslation('common')
  const text = useErrorText()
  const { code, isOffline } = asApiError(error)
  const Glyph = isOffline ? IconCloudOff : IconAlertTriangle
  return (
    <div className={classes.state} role="alert" data-compact={compact || undefined}>
      <span className={classes.glyph} data-tone="error">
        <Glyph size={compact ? 18 : 24} stroke={1.5} />
      </span>
      <p className={classes.title}>{t('error.title')}</p>
      <p className={classes.text}>{text(error)}</p>
      {!compact && <p className={classes.code}>{code}</p>}
      {onRetry && (
        <div className={classes.action}>
          <Button variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
            {t('error.retry')}
          </Button>
        </div>
      )}
    </div>
  )
}
