import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { currentLanguage, isLanguage, LANGUAGE_NAMES, LANGUAGES } from '../../app/i18n'
import { useChooseLanguage, useChooseTheme } from '../../app/preferences'
import { Panel } from '../../ui'
import classes from './account.module.css'

export function AppearancePanel() {
  const { t } = useTranslation('account')
  const { colorScheme } = useMantineColorScheme()
  const chooseTheme = useChooseTheme()
  const chooseLanguage = useChooseLanguage()
  return (
    <Panel title={t('appearance.title')}>
      <div className={classes.row}>
        <span className={classes.rowLabel}>{t('appearance.language')}</span>
        <SegmentedControl
          aria-label={t('appearance.language')}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={currentLanguage()}
          onChange={(value) => isLanguage(value) && chooseLanguage(value)}
        />
      </div>
      <div className={classes.row}>
        <span className={classes.rowLabel}>{t('appearance.theme')}</span>
        <SegmentedControl
          aria-label={t('appearance.theme')}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({
            value,
            label: t(`common:theme.${value}`),
          }))}
          value={colorScheme}
          onChange={(value) => chooseTheme(value as 'light' | 'dark' | 'auto')}
        />
      </div>
    </Panel>
  )
}
