import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { sessionQuery } from '../../api/session'
import { ErrorState, Panel, RowSkeletons } from '../../ui'
import classes from './account.module.css'
import { type Confirmed, PasswordDialog } from './PasswordDialog'
import { RecoveryCodes } from './RecoveryCodes'
import { SetUpAuthenticator } from './SetUpAuthenticator'

interface State {
  readonly enabled: boolean
  readonly recovery_codes_left: number
}

/** A code from an authenticator at every sign-in: set it up, renew the recovery codes, turn it off. */
export function SecondFactorPanel() {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const { data, error, refetch } = useGet<State>('/api/v1/session/second-factor')
  const [isSettingUp, setSettingUp] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [asking, setAsking] = useState<'disable' | 'recovery-codes' | null>(null)
  const changed = (fresh: readonly string[] | null) => {
    setSettingUp(false)
    setAsking(null)
    setCodes(fresh)
    void refetch()
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }
  const confirmed = (answer: Confirmed) => changed(answer?.recovery_codes ?? null)

  if (error) {
    return (
      <Panel title={t('factor.title')}>
        <ErrorState compact error={error} onRetry={() => void refetch()} />
      </Panel>
    )
  }
  return (
    <Panel title={t('factor.title')}>
      <p className={classes.text}>{t('factor.text')}</p>
      {!data && <RowSkeletons rows={2} />}
      {codes && <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />}
      {data && !codes && !data.enabled && !isSettingUp && (
        <Button onClick={() => setSettingUp(true)}>{t('factor.set-up')}</Button>
      )}
      {isSettingUp && <SetUpAuthenticator onDone={changed} onCancel={() => setSettingUp(false)} />}
      {data?.enabled && !codes && (
        <div className={classes.row}>
          <span>{t('factor.on', { count: data.recovery_codes_left })}</span>
          <Button variant="default" onClick={() => setAsking('recovery-codes')}>
            {t('factor.new-codes')}
          </Button>
          <Button variant="default" c="red" onClick={() => setAsking('disable')}>
            {t('factor.disable')}
          </Button>
        </div>
      )}
      {asking && (
        <PasswordDialog action={asking} onClose={() => setAsking(null)} onDone={confirmed} />
      )}
    </Panel>
  )
}
