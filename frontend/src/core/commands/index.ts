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
  modality: Pick<Modality, 'tools' | 'commands'>,
  schema: LabelSchema,
): readonly Command[] {
  return [
    ...toolCommands(modality.tools),
    ...drawCommands(modality.tools),
    ...labelCommands(schema),
    ...editCommands,
    ...nudgeCommands,
    ...arrangeCommands,
    ...selectCommands,
    ...suggestionCommands,
    ...viewCommands,
    ...modality.commands,
  ]
}
