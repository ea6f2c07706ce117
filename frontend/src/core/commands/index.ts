import type { Command } from '../command'
import type { Modality } from '../registry'
import type { LabelSchema } from '../schema'
import { arrangeCommands } from './arrange'
import { drawCommands, toolCommands } from './draw'
import { editCommands } from './edit'
import { labelCommands } from './labels'
import { nudgeCommands } from './nudge'
import { selectCommands } from './select'
import { suggestionCommands } from './suggestions'
import { viewCommands } from './view'

export { choose } from './draw'
export { clipboard } from './edit'
export { relabelled, toggleTag } from './labels'
export { accept, reject } from './suggestions'

/** Everything a person can do in the editor of a modality, under one schema. */
export function commandsOf(
  modality: Pick<Modality, 'tools' | 'commands' | 'without'>,
  schema: LabelSchema,
): readonly Command[] {
  const without = new Set(modality.without)
  const shared = [
    ...toolCommands(modality.tools),
    ...drawCommands(modality.tools),
    ...labelCommands(schema),
    ...editCommands,
    ...nudgeCommands,
    ...arrangeCommands,
    ...selectCommands,
    ...suggestionCommands,
    ...viewCommands,
  ]
  return [...shared.filter(({ id }) => !without.has(id)), ...modality.commands]
}

/** The commands with the keys that they have in a modality. */
export const keyedFor = (
  { keys = {} }: Pick<Modality, 'keys'>,
  commands: readonly Command[],
): readonly Command[] =>
  commands.map((command) => {
    const own = keys[command.id]
    return own ? { ...command, keys: own, ownKeys: true } : command
  })
