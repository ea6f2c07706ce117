import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { canWrite } from '../../../core/selection'
import type { Side } from '../boundary'
import type { Recording } from '../data/recording'
import { toCrossing, toSilence } from '../data/snap'
import { moveEdge } from '../edits'
import { type Item, isMoment } from '../items'
import { current } from '../listening'
import { audioOf } from '../state'
import { command } from './define'

/** Seconds that a boundary moves at a press. */
const NUDGE = 0.01

function canMove(editor: Editor): true | string {
  const item = current(editor)
  return all(
    () => canWrite(editor),
    () => (item !== null && !isMoment(item)) || 'audio:reason.no-segment',
    () => editor.editable(item?.record.id ?? ''),
  )
}

/** The boundary that is nearer to the playhead. */
function nearer(item: Item, here: number): Side {
  return Math.abs(item.start - here) <= Math.abs(item.stop - here) ? 'start' : 'stop'
}

function snap(editor: Editor, to: (recording: Recording, at: number) => number | null): void {
  const audio = audioOf(editor)
  const item = current(editor)
  const recording = audio.recording.peek()
  if (!item || !recording) return
  const side = nearer(item, audio.here)
  const at = to(recording, item[side])
  if (at !== null) moveEdge(editor, item, side, at)
}

function nudge(editor: Editor, side: Side, by: number): void {
  const audio = audioOf(editor)
  const item = current(editor)
  if (!item) return
  const length = audio.recording.peek()?.samples ?? item.stop
  const at = Math.round(item[side] + by * NUDGE * audio.rate)
  moveEdge(editor, item, side, Math.min(Math.max(0, at), length))
}

const snapping = (
  id: string,
  icon: string,
  keys: readonly string[],
  to: (recording: Recording, at: number) => number | null,
) => command(id, 'edit', (e) => snap(e, to), { icon, keys, enabled: canMove, whileTyping: true })

const nudging = (id: string, key: string, side: Side, by: number) =>
  command(id, 'edit', (e) => nudge(e, side, by), {
    icon: by < 0 ? 'chevron-left' : 'chevron-right',
    keys: [key],
    enabled: canMove,
    whileTyping: true,
  })

export const snapCommands: readonly Command[] = [
  snapping('to-crossing', 'anchor', ['Alt+X'], toCrossing),
  snapping('to-silence', 'anchor', ['Q', 'Alt+Q'], toSilence),
  nudging('start-earlier', 'Alt+,', 'start', -1),
  nudging('start-later', 'Alt+.', 'start', 1),
  nudging('stop-earlier', 'Ctrl+,', 'stop', -1),
  nudging('stop-later', 'Ctrl+.', 'stop', 1),
]
