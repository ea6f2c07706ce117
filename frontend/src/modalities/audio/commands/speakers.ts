import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { canWrite, editableSelection } from '../../../core/selection'
import { speak } from '../edits'
import { itemOf } from '../items'
import { audioOf } from '../state'
import { command } from './define'

/** The speaker of a number key: the known ones in their order, then S2, S3, ... */
export function speakerOf(editor: Editor, number: number): string {
  const known = audioOf(editor).speakers.peek()
  return known[number - 1] ?? `S${number}`
}

/** Who speaks in what is selected; without a selection, in what is drawn next. */
function choose(editor: Editor, number: number): void {
  const audio = audioOf(editor)
  const speaker = speakerOf(editor, number)
  const records = editableSelection(editor).filter((record) => itemOf(record))
  if (records.length > 0) speak(editor, records, speaker)
  else if (!audio.speakers.peek().includes(speaker)) {
    audio.named.value = [...audio.named.peek(), speaker]
  }
  const lane = audio.lanes.peek().find((one) => one.speaker === speaker)
  if (lane) audio.lane.value = lane.key
}

export const speakerCommands: readonly Command[] = Array.from({ length: 9 }, (_, i) =>
  command(`speaker-${i + 1}`, 'label', (e) => choose(e, i + 1), {
    icon: 'tag',
    keys: [`Alt+${i + 1}`],
    text: { en: `Speaker ${i + 1}`, zh: `说话人 ${i + 1}` },
    enabled: canWrite,
    whileTyping: true,
  }),
)
