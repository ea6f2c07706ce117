import type { Editor } from './editor'

/** Where a command is shown: section of the help sheet and of the palette. */
export type CommandGroup =
  | 'edit'
  | 'select'
  | 'draw'
  | 'label'
  | 'view'
  | 'zoom'
  | 'suggestions'
  | 'task'

/**
 * One user-visible operation: button, menu row, shortcut, palette entry and help line all come from it.
 *
 * Keys are written `Ctrl+Shift+Z`: modifiers in the order Ctrl, Alt, Shift (Ctrl is Cmd on a Mac), then
 * `KeyboardEvent.key` with letters in upper case. These are the defaults; a profile may replace them.
 */
export interface Command {
  readonly id: string
  /** Catalogue key of the name. */
  readonly title: string
  readonly group: CommandGroup
  /** Name of a Tabler icon. */
  readonly icon?: string
  readonly keys?: readonly string[]
  /** Text to show instead of `title`, when it comes from data (the name of a label). */
  readonly text?: { readonly en: string; readonly zh: string }
  /** True, or the reason why not: catalogue key `editor:reason.<reason>`. Reads signals, so it can be computed. */
  enabled(editor: Editor): true | string
  /** For switches: whether it is on. */
  active?(editor: Editor): boolean
  run(editor: Editor): void
}

/** The first failing reason, or true. */
export function all(...conditions: readonly (true | string)[]): true | string {
  return conditions.find((condition) => condition !== true) ?? true
}
