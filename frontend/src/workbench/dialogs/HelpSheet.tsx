import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/command'
import type { KeymapPreferences } from '../../core/keymap'
import { PROFILES, type ProfileId } from '../../core/keymap-profiles'
import { useErrorText } from '../../ui/error-text'
import { useCommandName, useWorkbench } from '../context'
import { useValue } from '../use-value'
import { grouped, matching } from './command-list'
import classes from './dialogs.module.css'
import { KeyField } from './KeyField'

/** Keeps preferences and says when the account could not be reached. */
function useRemember() {
  const { keyboard } = useWorkbench()
  const errorText = useErrorText()
  const [error, setError] = useState('')
  const remember = (preferences: KeymapPreferences) => {
    setError('')
    keyboard.remember(preferences).catch((caught: unknown) => setError(errorText(caught)))
  }
  return { error, remember }
}

function Profiles({ remember }: { remember: (preferences: KeymapPreferences) => void }) {
  const { t } = useTranslation('workbench')
  const { keyboard } = useWorkbench()
  const preferences = useValue(keyboard.preferences)
  const isChanged = Object.keys(preferences.keys).length > 0
  return (
    <div className={classes.profiles}>
      <SegmentedControl
        size="xs"
        aria-label={t('keys.profile')}
        data={PROFILES.map((value) => ({ value, label: t(`keys.profiles.${value}`) }))}
        value={preferences.profile}
        onChange={(profile) => remember({ ...preferences, profile: profile as ProfileId })}
      />
      {isChanged && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => remember({ ...preferences, keys: {} })}
        >
          {t('keys.reset-all')}
        </Button>
      )}
    </div>
  )
}

interface LineProps {
  readonly command: Command
  readonly remember: (preferences: KeymapPreferences) => void
}

function Line({ command, remember }: LineProps) {
  const nameOf = useCommandName()
  return (
    <div className={classes.keyLine}>
      <span>{nameOf(command)}</span>
      <KeyField command={command} remember={remember} />
    </div>
  )
}

/** All commands with their keys, made from the commands themselves. A click on a key changes it. */
export function HelpSheet() {
  const { t } = useTranslation('workbench')
  const { session, keyboard } = useWorkbench()
  const nameOf = useCommandName()
  const { error, remember } = useRemember()
  const [query, setQuery] = useState('')
  const found = matching(useValue(keyboard.commands), query, nameOf)
  return (
    <Modal
      opened
      size="min(1080px, 94vw)"
      onClose={() => session.shell.close()}
      title={t('command.help.keys')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.sheetTools}>
        <TextInput
          data-autofocus
          size="xs"
          className={classes.sheetSearch ?? ''}
          placeholder={t('palette.placeholder')}
          aria-label={t('palette.placeholder')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Profiles remember={remember} />
      </div>
      {error && (
        <p role="alert" className={classes.error}>
          {t('keys.not-kept', { error })}
        </p>
      )}
      <p className={classes.lead}>{t('keys.hint')}</p>
      <div className={classes.sheet}>
        {grouped(found).map(({ group, commands }) => (
          <section key={group}>
            <h3>{t(`group.${group}`)}</h3>
            {commands.map((command) => (
              <Line key={command.id} command={command} remember={remember} />
            ))}
          </section>
        ))}
        {query === '' && <Mouse />}
      </div>
    </Modal>
  )
}

const MOUSE = ['wheel', 'shift-click', 'right-click']
const ON_PICTURES = ['drag', 'double-click', 'click']

/** What the pointer does: no commands, so listed here. */
function Mouse() {
  const { t } = useTranslation('workbench')
  const { slug, mouse } = useWorkbench().session.modality
  const own = (mouse ?? ON_PICTURES).map((one) =>
    ON_PICTURES.includes(one) ? `mouse.${one}` : `${slug}:mouse.${one}`,
  )
  return (
    <section>
      <h3>{t('mouse.title')}</h3>
      {[...MOUSE.map((one) => `mouse.${one}`), ...own].map((one) => (
        <div key={one} className={classes.keyLine}>
          <span>{t(`${one}.does`)}</span>
          <span className={classes.mouse}>{t(`${one}.name`)}</span>
        </div>
      ))}
    </section>
  )
}
