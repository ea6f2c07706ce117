import { Modal, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/command'
import { isOfInputMethod, printKeys } from '../../core/keys'
import { useCommandName, useReason, useWorkbench } from '../context'
import { Icon } from '../icons'
import { useValue } from '../use-value'
import { matching } from './command-list'
import classes from './dialogs.module.css'

interface LineProps {
  readonly command: Command
  readonly current: boolean
  readonly onRun: () => void
  readonly onPoint: () => void
}

function Line({ command, current, onRun, onPoint }: LineProps) {
  const { t } = useTranslation('workbench')
  const { keyboard } = useWorkbench()
  const nameOf = useCommandName()
  const reasonOf = useReason()
  const ref = useRef<HTMLDivElement>(null)
  const enabled = keyboard.allows(command)
  const [keys] = keyboard.keymap.peek().keysOf(command.id)
  useEffect(() => {
    if (current) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above moves through the lines
    <div
      ref={ref}
      id={`palette-${command.id}`}
      role="option"
      aria-selected={current}
      aria-disabled={enabled !== true}
      className={classes.option}
      onClick={onRun}
      onPointerMove={onPoint}
    >
      <Icon name={command.icon} />
      <span className={classes.optionName}>{nameOf(command)}</span>
      <span className={classes.optionHint}>
        {enabled === true ? t(`group.${command.group}`) : reasonOf(enabled)}
      </span>
      {keys && <kbd className={classes.keys}>{printKeys(keys)}</kbd>}
    </div>
  )
}

/** Every command by its name. */
export function Palette() {
  const { t } = useTranslation('workbench')
  const { session, keyboard } = useWorkbench()
  const nameOf = useCommandName()
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState(0)
  const all = useValue(keyboard.commands).filter(({ id }) => id !== 'help.palette')
  const found = matching(all, query, nameOf)
  const current = found[Math.min(index, found.length - 1)]
  const run = (command: Command | undefined) => {
    if (!command) return
    session.shell.close()
    keyboard.run(command)
  }
  const step = (by: number) =>
    setIndex((found.indexOf(current as Command) + by + found.length) % Math.max(found.length, 1))
  return (
    <Modal
      opened
      onClose={() => session.shell.close()}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      title={t('command.help.palette')}
      classNames={{ header: 'gw-visually-hidden' }}
    >
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        className={classes.search ?? ''}
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={current ? `palette-${current.id}` : ''}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setIndex(0)
        }}
        onKeyDown={(event) => {
          if (isOfInputMethod(event.nativeEvent)) return
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
          if (by) event.preventDefault()
          if (by) step(by)
          if (event.key === 'Enter') run(current)
        }}
      />
      <div role="listbox" id="palette-list" className={classes.options} aria-label={t('commands')}>
        {found.map((command) => (
          <Line
            key={command.id}
            command={command}
            current={command === current}
            onRun={() => run(command)}
            onPoint={() => setIndex(found.indexOf(command))}
          />
        ))}
        {found.length === 0 && <p className={classes.none}>{t('palette.none')}</p>}
      </div>
    </Modal>
  )
}
