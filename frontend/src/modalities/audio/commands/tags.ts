import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { canWrite } from '../../../core/selection'
import { rulesOf } from '../../../transcription/rules'
import { write } from '../edits'
import type { Item } from '../items'
import { current } from '../listening'
import { audioOf } from '../state'
import { inserted } from '../transcript/pieces'
import { command } from './define'

/** The tags that the project writes, in the order of their keys. */
export const tagsOf = (editor: Editor) => rulesOf(editor.schema.value.transcription).tags

/** The segment whose text is written in, or the one that is meant. */
function target(editor: Editor): Item | null {
  const audio = audioOf(editor)
  const typing = audio.typing.value
  const typed = audio.items.value.find(({ record }) => record.id === typing)
  return typed ?? current(editor)
}

/** Put a tag where the caret is or was last, around what is selected when it has an end. */
function insert(editor: Editor, number: number): void {
  const audio = audioOf(editor)
  const item = target(editor)
  const tag = tagsOf(editor)[number - 1]
  if (!item || !tag) return
  const { id } = item.record
  const { text } = item.lane
  const caret = audio.caret.peek()
  const place = caret?.id === id ? caret : { at: text.length, to: text.length }
  const made = inserted(text, place.at, place.to, tag.tag, tag.close)
  audio.caret.value = { id, at: made.at, to: made.at, placed: true }
  write(editor, id, made.text)
}

export const tagCommands: readonly Command[] = Array.from({ length: 9 }, (_, i) =>
  command(`tag-${i + 1}`, 'label', (e) => insert(e, i + 1), {
    icon: 'tag',
    keys: [`Ctrl+${i + 1}`],
    text: { en: `Tag ${i + 1} of the rules`, zh: `规则中的标签 ${i + 1}` },
    enabled: (e) =>
      all(
        () => canWrite(e),
        () => tagsOf(e).length > i || 'audio:reason.no-tag',
        () => target(e) !== null || 'audio:reason.no-segment',
        () => e.editable(target(e)?.record.id ?? ''),
      ),
    whileTyping: true,
  }),
)
