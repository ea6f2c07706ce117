import { Tooltip } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/command'
import type { KeymapPreferences } from '../../core/keymap'
import { capsOf, strokeOf } from '../../core/keys'
import { useCommandName, useWorkbench } from '../context'
import { useValue } from '../use-value'
import classes from './dialogs.module.css'

/** Keys that leave the field instead of being taken. */
const LEAVES = new Set(['Escape', 'Tab', 'Shift+Tab'])

function Caps({ keys }: { keys: string }) {
  return capsOf(keys).map((stroke) => (
    <span key={stroke.join('+')} className={classes.stroke}>
      {stroke.map((cap) => (
        <kbd key={cap} className={classes.cap}>
          {cap}
        </kbd>
      ))}
    </span>
  ))
}

interface Props {
  readonly command: Command
  readonly remember: (preferences: KeymapPreferences) => void
}

/** The keys of one command. Press it, then the new key; a key that is taken is refused. */
export function KeyField({ command, remember }: Props) {
  const { t } = useTranslation('workbench')
  const { keyboard } = useWorkbench()
  const keymap = useValue(keyboard.keymap)
  const nameOf = useCommandName()
  const [waiting, setWaiting] = useState(false)
  const [refused, setRefused] = useState('')
  const button = useRef<HTMLButtonElement>(null)
  const keys = keymap.keysOf(command.id)
  const isChanged = keymap.preferences.keys[command.id] !== undefined

  const take = (stroke: string) => {
    const result = keymap.rebind(command.id, stroke === 'Backspace' ? [] : [stroke])
    if ('command' in result) {
      setRefused(t('keys.taken', { name: nameOf(result.command) }))
      return
    }
    remember(result)
    setWaiting(false)
  }
  const press = (event: KeyboardEvent) => {
    if (!waiting) return
    const stroke = strokeOf(event.nativeEvent)
    if (stroke === null) return
    event.preventDefault()
    event.stopPropagation()
    if (LEAVES.has(stroke)) setWaiting(false)
    else take(stroke)
  }
  return (
    <span className={classes.keyField}>
      {isChanged && !waiting && (
        <button
          type="button"
          className={classes.link}
          onClick={() => remember(keymap.reset(command.id))}
        >
          {t('keys.reset')}
        </button>
      )}
      <Tooltip label={refused} opened={refused !== ''} color="red">
        <button
          ref={button}
          type="button"
          className={classes.keyButton}
          data-waiting={waiting || undefined}
          data-changed={isChanged || undefined}
          aria-label={t('keys.change', { name: nameOf(command) })}
          onClick={() => {
            setRefused('')
            setWaiting(true)
          }}
          onKeyDownCapture={press}
          onBlur={() => {
            setWaiting(false)
            setRefused('')
          }}
        >
          {waiting ? t('keys.press') : keys.map((one) => <Caps key={one} keys={one} />)}
          {!waiting && keys.length === 0 && <span className={classes.noKey}>–</span>}
        </button>
      </Tooltip>
    </span>
  )
}
