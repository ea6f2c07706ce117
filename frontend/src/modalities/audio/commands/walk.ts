import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import type { Item } from '../items'
import { choose, current } from '../listening'
import { audioOf } from '../state'
import { command } from './define'

const hasItems = (e: Editor) => audioOf(e).visible.value.length > 0 || 'no-annotations'

/** The one before or after in time; without a selection the nearest to the playhead in that direction. */
function beside(editor: Editor, by: 1 | -1): Item | null {
  const audio = audioOf(editor)
  const items = audio.visible.peek()
  const at = items.findIndex(({ record }) => editor.selection.peek().has(record.id))
  if (at >= 0) return items[at + by] ?? null
  const here = audio.here
  return by > 0
    ? (items.find(({ start }) => start >= here) ?? null)
    : (items.findLast(({ start }) => start < here) ?? null)
}

function go(editor: Editor, by: 1 | -1): void {
  const audio = audioOf(editor)
  const next = beside(editor, by)
  if (!next) return
  choose(editor, next)
  if (audio.typing.peek()) audio.write(next.record.id)
}

/** Begin to write; while writing, go on with the next one. */
function write(editor: Editor): void {
  const audio = audioOf(editor)
  if (audio.typing.peek()) {
    go(editor, 1)
    return
  }
  const item = current(editor)
  if (!item) return
  choose(editor, item)
  audio.write(item.record.id)
}

export const walkCommands: readonly Command[] = [
  command('next', 'select', (e) => go(e, 1), {
    icon: 'arrow-down',
    keys: ['ArrowDown', 'Alt+ArrowDown', 'Alt+ArrowRight'],
    enabled: hasItems,
    whileTyping: true,
  }),
  command('previous', 'select', (e) => go(e, -1), {
    icon: 'arrow-up',
    keys: ['ArrowUp', 'Alt+ArrowUp', 'Alt+ArrowLeft'],
    enabled: hasItems,
    whileTyping: true,
  }),
  command('write', 'edit', write, {
    once: true,
    icon: 'pencil',
    keys: ['Enter'],
    enabled: hasItems,
    whileTyping: true,
  }),
]
