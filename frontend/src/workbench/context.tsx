import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../core/command'
import { printKeys } from '../core/keys'
import type { Text } from '../core/schema'
import type { Flow } from './session/flow'
import type { Keyboard } from './session/keyboard'
import type { Session } from './session/session'
import { useComputed, useValue } from './use-value'

export interface Workbench {
  readonly session: Session
  readonly flow: Flow
  readonly keyboard: Keyboard
}

const Context = createContext<Workbench | null>(null)
export const WorkbenchProvider = Context.Provider

export function useWorkbench(): Workbench {
  const workbench = useContext(Context)
  if (!workbench) throw new Error('outside the workbench')
  return workbench
}

/** Text of a plug-in or a schema in the language of the page. */
export function useText(): (text: Text) => string {
  const { i18n } = useTranslation()
  return (text) => (i18n.language === 'zh' ? text.zh : text.en) || text.en
}

/** Name of a command in the language of the page. */
export function useCommandName(): (command: Command) => string {
  const { t } = useTranslation()
  const text = useText()
  return (command) => (command.text ? text(command.text) : t(command.title))
}

/** Why a command cannot be run: `editor:reason.<reason>` unless it names its own namespace. */
export function useReason(): (reason: string) => string {
  const { t } = useTranslation()
  return (reason) =>
    t(reason.includes(':') ? reason : `editor:reason.${reason}`, {
      defaultValue: t(`reasons:${reason}`, { defaultValue: reason }),
    })
}

export interface CommandState {
  readonly command: Command
  readonly enabled: true | string
  readonly active: boolean
  /** As the keyboard writes it; empty when it has none. */
  readonly keys: string
  run(): void
}

/** A command by its id, drawn again when it becomes possible, impossible, on or off. */
export function useCommand(id: string): CommandState | null {
  const { session, keyboard } = useWorkbench()
  const commands = useValue(keyboard.commands)
  const keymap = useValue(keyboard.keymap)
  const command = commands.find((one) => one.id === id)
  const enabled = useComputed(() => (command ? keyboard.allows(command) : 'unknown'), [command])
  const active = useComputed(() => command?.active?.(session.editor) ?? false, [command])
  if (!command) return null
  const [first] = keymap.keysOf(id)
  const keys = first ? printKeys(first) : ''
  return { command, enabled, active, keys, run: () => keyboard.run(command) }
}
