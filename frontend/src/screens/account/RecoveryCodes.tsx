import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui'
import classes from './account.module.css'

interface RecoveryCodesProps {
  readonly codes: readonly string[]
  readonly onDone: () => void
}

/** The codes that open the account when the telephone is gone; seen this once. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const { t } = useTranslation('account')
  return (
    <div>
      <p className={classes.text}>
        <strong>{t('factor.codes-title')}</strong> {t('factor.codes-text')}
      </p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap={8}>
        <CopyButton value={codes.join('\n')} text={t('factor.copy-codes')} />
        <Button onClick={onDone}>{t('factor.codes-kept')}</Button>
      </Group>
    </div>
  )
}
