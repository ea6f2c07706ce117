import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { canWrite } from '../../../core/selection'
import { rulesOf } from '../../../transcription/rules'
import { allows, layOut, madeIn, put } from '../edits'
import { type Item, isMoment } from '../items'
import type { LaneRow } from '../lanes'
import { current } from '../listening'
import { audioOf } from '../state'
import { command } from './define'

/** The lane of words that belong to nobody else than this segment's speaker. */
function wordLane(editor: Editor, item: Item): LaneRow | null {
  const { lanes } = audioOf(editor)
  const lane = lanes.value.find(({ label, tier }) => label === 'word' && tier === '')
  return lane ? { ...lane, speaker: item.lane.speaker, channel: item.lane.channel } : null
}

const hasParts = (editor: Editor, item: Item): boolean =>
  audioOf(editor).items.value.some(({ lane }) => lane.parent === item.record.id)

function canLayOut(editor: Editor): true | string {
  const item = current(editor)
  return all(
    () => canWrite(editor),
    () => (item !== null && !isMoment(item)) || 'audio:reason.no-segment',
    () =>
      (item !== null && item.record.label === 'speech' && wordLane(editor, item) !== null) ||
      'audio:reason.no-words',
    () => (item !== null && item.lane.text.trim() !== '') || 'audio:reason.no-text',
    () => (item !== null && !hasParts(editor, item)) || 'audio:reason.has-parts',
  )
}

function words(editor: Editor): void {
  const item = current(editor)
  const lane = item && wordLane(editor, item)
  if (item && lane) layOut(editor, item, lane, rulesOf(editor.schema.peek().transcription))
}

/** The lane that points put by key go to. */
function pointLane(editor: Editor): LaneRow | null {
  const { lanes, lane } = audioOf(editor)
  const fitting = lanes.value.filter((one) => allows(editor, one, 'time_point'))
  return fitting.find(({ key }) => key === lane.value) ?? fitting[0] ?? null
}

function point(editor: Editor): void {
  const lane = pointLane(editor)
  if (lane) put(editor, madeIn(editor, lane, audioOf(editor).here))
}

export const partCommands: readonly Command[] = [
  command('words', 'draw', words, {
    icon: 'layout-grid',
    keys: ['Shift+K', 'Alt+Shift+K'],
    enabled: canLayOut,
    whileTyping: true,
  }),
  command('point', 'draw', point, {
    icon: 'point',
    keys: ['J', 'Alt+J'],
    enabled: (e) =>
      all(
        () => canWrite(e),
        () => pointLane(e) !== null || 'kind-not-in-schema',
      ),
    whileTyping: true,
  }),
]
