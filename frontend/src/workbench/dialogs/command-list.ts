/** Commands for the help sheet and the palette: by group, and by what was typed. Pure. */
import type { Command, CommandGroup } from '../../core/command'

export const GROUPS: readonly CommandGroup[] = [
  'task',
  'draw',
  'label',
  'edit',
  'select',
  'attributes',
  'suggestions',
  'view',
  'zoom',
]

export interface Group {
  readonly group: CommandGroup
  readonly commands: readonly Command[]
}

export function grouped(commands: readonly Command[]): readonly Group[] {
  return GROUPS.map((group) => ({
    group,
    commands: commands.filter((command) => command.group === group),
  })).filter((one) => one.commands.length > 0)
}

/** How well a name fits what was typed: all words in it, the start of it best; null when it does not. */
export function score(name: string, query: string): number | null {
  const text = name.toLowerCase()
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.every((word) => text.includes(word))) return null
  const [first = ''] = words
  if (text.startsWith(first)) return 2
  return text.includes(` ${first}`) ? 1 : 0
}

export function matching(
  commands: readonly Command[],
  query: string,
  nameOf: (command: Command) => string,
): readonly Command[] {
  return commands
    .flatMap((command) => {
      const rank = score(nameOf(command), query)
      return rank === null ? [] : [{ command, rank }]
    })
    .sort((a, b) => b.rank - a.rank)
    .map(({ command }) => command)
}
