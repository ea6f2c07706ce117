import type { Command, CommandGroup } from '../../../core/command'
import type { Editor } from '../../../core/editor'

type Options = Partial<
  Pick<Command, 'icon' | 'keys' | 'enabled' | 'active' | 'text' | 'whileTyping'>
>

/** A command of recordings; its name is catalogue key `audio:command.<id>`. */
export const command = (
  id: string,
  group: CommandGroup,
  run: (editor: Editor) => void,
  options: Options = {},
): Command => ({
  id: `audio.${id}`,
  title: `audio:command.${id}`,
  group,
  run,
  enabled: () => true,
  ...options,
})
