import type { Command } from '../../../core/command'
import { audioOf } from '../state'
import { NO_SEARCH } from '../transcript/searching'
import { command } from './define'

export const findCommands: readonly Command[] = [
  command(
    'find',
    'select',
    (e) => {
      const { search } = audioOf(e)
      search.value = search.peek() ? null : NO_SEARCH
    },
    {
      icon: 'search',
      keys: ['Ctrl+F'],
      active: (e) => audioOf(e).search.value !== null,
      whileTyping: true,
    },
  ),
]
