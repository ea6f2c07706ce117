import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { canWrite } from '../../../core/selection'
import { READING } from '../../../transcription/parts'
import { rulesOf } from '../../../transcription/rules'
import { allows, layOut, madeIn, put, readingOf } from '../edits'
import { type Item, isMoment, laned } from '../items'
import { type LaneRow, timedLabels } from '../lanes'
import { current } from '../listening'
import { audioOf } from '../state'
import { command } from './define'

/** The lane of words or readings that belong to nobody else than this segment's speaker. */
function laneFor(editor: Editor, item: Item, wanted: string): LaneRow | null {
  const { lanes } = audioOf(editor)
  const lane = lanes.value.find(({ label, tier }) => label === wanted && tier === '')
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
      (item !== null && item.record.label === 'speech' && laneFor(editor, item, 'word') !== null) ||
      'audio:reason.no-words',
    () => (item !== null && item.lane.text.trim() !== '') || 'audio:reason.no-text',
    () => (item !== null && !hasParts(editor, item)) || 'audio:reason.has-parts',
  )
}

function words(editor: Editor): void {
  const item = current(editor)
  const lane = item && laneFor(editor, item, 'word')
  if (item && lane) layOut(editor, item, lane, rulesOf(editor.schema.peek().transcription))
}

const canRead = (editor: Editor): true | string =>
  all(
    () => canWrite(editor),
    () => {
      const item = current(editor)
      return (item !== null && !isMoment(item)) || 'audio:reason.no-segment'
    },
    () =>
      timedLabels(editor.schema.value).some(({ key }) => key === READING) ||
      'audio:reason.no-readings',
  )

/** From the words of a segment to their reading, which is made where there is none; from there back to the words. */
function reading(editor: Editor): void {
  const audio = audioOf(editor)
  const item = current(editor)
  const items = audio.items.peek()
  const there =
    item?.record.label === READING
      ? items.find(({ record }) => record.id === item.lane.parent)
      : item && readingOf(items, item)
  const lane = item && laneFor(editor, item, READING)
  if (there) editor.select([there.record.id])
  else if (item && lane && item.record.label !== READING) {
    const made = madeIn(editor, lane, item.start, item.stop)
    put(editor, laned(made, { parent: item.record.id }))
  }
  const [id] = editor.selection.peek()
  if (id) audio.write(id)
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
  command('reading', 'edit', reading, {
    once: true,
    icon: 'pencil',
    keys: ['Alt+R'],
    enabled: canRead,
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
