import { Button, SegmentedControl } from '@mantine/core'
import { Trans, useTranslation } from 'react-i18next'
import { useSession } from '../../api/session'
import { useSetPreference } from '../../app/preferences'
import { type KeymapPreferences, readPreferences } from '../../core/keymap'
import { PROFILES, type ProfileId } from '../../core/keymap-profiles'
import { Kbd, notifyError, Panel } from '../../ui'
import classes from './account.module.css'

/** Which keys the workbench starts from. Single keys are changed there, where one sees what they do. */
export function KeyboardPanel() {
  const { t } = useTranslation('account')
  const { me } = useSession()
  const keep = useSetPreference()
  const keymap = readPreferences(me.preferences.keymap)
  const changed = Object.keys(keymap.keys).length
  const set = (next: KeymapPreferences) => void keep('keymap', next).catch(notifyError)
  return (
    <Panel title={t('keyboard.title')}>
      <p className={classes.text}>
        <Trans t={t} i18nKey="keyboard.text" components={{ key: <Kbd keys="?" /> }} />
      </p>
      <div className={classes.row}>
        <span className={classes.rowLabel}>{t('keyboard.profile')}</span>
        <SegmentedControl
          aria-label={t('keyboard.profile')}
          data={PROFILES.map((value) => ({ value, label: t(`workbench:keys.profiles.${value}`) }))}
          value={keymap.profile}
          onChange={(profile) => set({ ...keymap, profile: profile as ProfileId })}
        />
      </div>
      {changed > 0 && (
        <div className={classes.row}>
          <span className={classes.rowLabel}>{t('keyboard.changed', { count: changed })}</span>
          <Button variant="default" size="xs" onClick={() => set({ ...keymap, keys: {} })}>
            {t('keyboard.reset')}
          </Button>
        </div>
      )}
    </Panel>
  )
}
