import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { canWrite } from '../../../core/selection'
import type { Side } from '../boundary'
import { allows, beginOf, isInside, madeIn, merge, moveEdge, put, split } from '../edits'
import { type Item, isMoment } from '../items'
import { laneKeyOf } from '../lanes'
import { current } from '../listening'
import { audioOf } from '../state'
import { command } from './define'

/** The segment that is meant, when it may be changed. */
function changeable(editor: Editor): true | string {
  const item = current(editor)
  return all(
    () => canWrite(editor),
    () => (item !== null && !isMoment(item)) || 'audio:reason.no-segment',
    () => editor.editable(item?.record.id ?? ''),
  )
}

const at = (editor: Editor): number => Math.round(audioOf(editor).playhead.value.at.value)

/** Where the words of a segment are cut; null where the caret is not in them. */
function caretIn(editor: Editor, item: Item): number | null {
  const caret = audioOf(editor).caret.value
  return caret?.id === item.record.id ? caret.at : null
}

/** Where a segment is cut: at the playhead; while it is elsewhere, where the words at the caret begin. */
function cutOf(editor: Editor, item: Item): number | null {
  if (isInside(item, at(editor))) return at(editor)
  const caret = audioOf(editor).typing.value === item.record.id ? caretIn(editor, item) : null
  const begin = caret === null ? null : beginOf(editor, item, caret)
  return begin !== null && isInside(item, begin) ? begin : null
}

function canSplit(editor: Editor): true | string {
  const item = current(editor)
  return all(
    () => changeable(editor),
    () => (item !== null && cutOf(editor, item) !== null) || 'audio:reason.playhead-outside',
  )
}

function splitHere(editor: Editor): void {
  const audio = audioOf(editor)
  const item = current(editor)
  const cut = item && cutOf(editor, item)
  if (!item || cut === null) return
  const second = split(editor, item, cut, caretIn(editor, item))
  editor.select([second])
  if (audio.typing.peek()) audio.write(second)
}

/** The next segment of the same lane. */
function following(editor: Editor): Item | null {
  const item = current(editor)
  if (!item) return null
  const lane = audioOf(editor).lanes.value.find(({ key }) => key === laneKeyOf(item))
  const own = lane?.items.filter((one) => !isMoment(one)) ?? []
  const place = own.findIndex(({ record }) => record.id === item.record.id)
  return place < 0 ? null : (own[place + 1] ?? null)
}

function mergeNext(editor: Editor): void {
  const [first, second] = [current(editor), following(editor)]
  if (!first || !second) return
  merge(editor, first, second)
  editor.select([first.record.id])
}

const canMerge = (editor: Editor) =>
  all(
    () => changeable(editor),
    () => following(editor) !== null || 'audio:reason.no-next',
    () => editor.editable(following(editor)?.record.id ?? ''),
  )

function edge(editor: Editor, side: Side): void {
  const item = current(editor)
  if (item) moveEdge(editor, item, side, audioOf(editor).here)
}

function canMoveEdge(editor: Editor, side: Side): true | string {
  const item = current(editor)
  const isBefore = (here: number) => item !== null && here < item.stop
  const isAfter = (here: number) => item !== null && here > item.start
  return all(
    () => changeable(editor),
    () => (side === 'start' ? isBefore : isAfter)(at(editor)) || 'audio:reason.nothing-left',
  )
}

/** The lane that things drawn by key go to. */
function laneOf(editor: Editor) {
  const { lanes, lane } = audioOf(editor)
  const fitting = lanes.value.filter((one) => allows(editor, one, 'segment'))
  return fitting.find(({ key }) => key === lane.value) ?? fitting[0] ?? null
}

/** Once where a segment begins, once more where it ends; sound may go on meanwhile. */
function mark(editor: Editor): void {
  const audio = audioOf(editor)
  const begun = audio.mark.peek()
  const lane = laneOf(editor)
  if (begun === null) {
    audio.mark.value = audio.here
    return
  }
  audio.mark.value = null
  const [start, stop] = [Math.min(begun, audio.here), Math.max(begun, audio.here)]
  if (lane && start < stop) put(editor, madeIn(editor, lane, start, stop))
}

export const editCommands: readonly Command[] = [
  command('mark', 'draw', mark, {
    once: true,
    icon: 'keyframe',
    keys: ['N', 'Alt+N'],
    enabled: (e) =>
      all(
        () => canWrite(e),
        () => laneOf(e) !== null || 'kind-not-in-schema',
      ),
    active: (e) => audioOf(e).mark.value !== null,
    whileTyping: true,
  }),
  command('split', 'edit', splitHere, {
    once: true,
    icon: 'cut',
    keys: ['K', 'Alt+K'],
    enabled: canSplit,
    whileTyping: true,
  }),
  command('merge', 'edit', mergeNext, {
    once: true,
    icon: 'layers-union',
    keys: ['M', 'Ctrl+M'],
    enabled: canMerge,
    whileTyping: true,
  }),
  command('start-here', 'edit', (e) => edge(e, 'start'), {
    icon: 'arrow-right',
    keys: ['Alt+I'],
    enabled: (e) => canMoveEdge(e, 'start'),
    whileTyping: true,
  }),
  command('stop-here', 'edit', (e) => edge(e, 'stop'), {
    icon: 'arrow-left',
    keys: ['O', 'Alt+O'],
    enabled: (e) => canMoveEdge(e, 'stop'),
    whileTyping: true,
  }),
]
