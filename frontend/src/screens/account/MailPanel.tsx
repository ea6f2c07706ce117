import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session'
import { useSetPreference } from '../../app/preferences'
import { notifyError, Panel } from '../../ui'
import classes from './account.module.css'

const CHOICES = ['at-once', 'daily', 'never'] as const

/** How often the person hears by mail of what concerns them while they are away. */
export function MailPanel() {
  const { t } = useTranslation('account')
  const { mail, me } = useSession()
  const keep = useSetPreference()
  const [isKeeping, setKeeping] = useState(false)
  const chosen = CHOICES.find((each) => each === me.preferences.mail) ?? 'at-once'
  const choose = (value: string) => {
    setKeeping(true)
    keep('mail', value)
      .catch(notifyError)
      .finally(() => setKeeping(false))
  }
  return (
    <Panel title={t('mail.title')}>
      <p className={classes.note}>{t(mail ? 'mail.text' : 'mail.off')}</p>
      {mail && (
        <div className={classes.row}>
          <span className={classes.rowLabel}>{t('mail.often')}</span>
          <SegmentedControl
            aria-label={t('mail.often')}
            data={CHOICES.map((value) => ({ value, label: t(`mail.choice.${value}`) }))}
            value={chosen}
            disabled={isKeeping}
            onChange={choose}
          />
        </div>
      )}
    </Panel>
  )
}
