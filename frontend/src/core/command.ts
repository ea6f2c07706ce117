import type { Editor } from './editor'

/** Where a command is shown: section of the help sheet and of the palette. */
export type CommandGroup =
  | 'edit'
  | 'select'
  | 'draw'
  | 'label'
  | 'view'
  | 'zoom'
  | 'attributes'
  | 'suggestions'
  | 'task'

/**
 * One user-visible operation: button, menu row, shortcut, palette entry and help line all come from it.
 *
 * Keys are written `Ctrl+Shift+Z`: modifiers in the order Ctrl, Alt, Shift (Ctrl is Cmd on a Mac), then
 * `KeyboardEvent.key`, with letters in upper case and digits as printed on the key (`Shift+1`). These are the
 * defaults; a profile may replace them. No two commands of one modality share a default key.
 */
export interface Command {
  readonly id: string
  /** Catalogue key of the name. */
  readonly title: string
  readonly group: CommandGroup
  /** Name of a Tabler icon. */
  readonly icon?: string
  readonly keys?: readonly string[]
  /** The modality gave it these keys: a profile for another medium does not replace them. */
  readonly ownKeys?: boolean
  /** Its keys also count in text that belongs to the stage, where they type nothing: with Ctrl or Alt, Tab, Enter, F1. */
  readonly whileTyping?: boolean
  /** A key that is held down runs it only once. */
  readonly once?: boolean
  /** Text to show instead of `title`, when it comes from data (the name of a label). */
  readonly text?: { readonly en: string; readonly zh: string }
  /** True, or the reason why not: catalogue key `editor:reason.<reason>`. Reads signals, so it can be computed. */
  enabled(editor: Editor): true | string
  /** For switches: whether it is on. */
  active?(editor: Editor): boolean
  run(editor: Editor): void
}

export type CommandOptions = Partial<
  Pick<Command, 'icon' | 'keys' | 'enabled' | 'active' | 'text' | 'whileTyping' | 'once'>
>

/** A command whose name is catalogue key `editor:command.<id>`. */
export function defineCommand(
  id: string,
  group: CommandGroup,
  run: (editor: Editor) => void,
  options: CommandOptions = {},
): Command {
  return { id, group, run, title: `editor:command.${id}`, enabled: () => true, ...options }
}

/** How a modality defines commands: `<modality>.<id>`, named by catalogue key `<modality>:command.<id>`. */
export const commandsIn =
  (modality: string) =>
  (
    id: string,
    group: CommandGroup,
    run: (editor: Editor) => void,
    options: CommandOptions = {},
  ): Command => ({
    ...defineCommand(`${modality}.${id}`, group, run, options),
    title: `${modality}:command.${id}`,
  })

/** The first failing condition, or true. Conditions after it are not asked. */
export function all(...conditions: readonly (() => true | string)[]): true | string {
  for (const condition of conditions) {
    const verdict = condition()
    if (verdict !== true) return verdict
  }
  return true
}
