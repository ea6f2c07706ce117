/** Going through the video. */
import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { eventFrom, inOrder } from '../events/events'
import { isEvent, rangeOf } from '../frames/edits'
import { trackOf } from '../frames/shapes'
import { goTo } from '../go_to'
import { videoOf } from '../state'
import { command } from './define'

export const SPEEDS: readonly number[] = [0.1, 0.25, 0.5, 1, 1.5, 2, 4]
/** Frames that a long step goes. */
export const FAR = 10

const step = (id: string, by: number, icon: string, keys: readonly string[]) =>
  command(id, 'view', (e) => videoOf(e).step(by), { icon, keys })

/** Frames in which something of what is selected changes, or begins and ends; of everything when nothing is selected. */
function marksOf(editor: Editor): readonly number[] {
  const selected = editor.selected.peek()
  const records = selected.length > 0 ? selected : [...editor.work.records.peek().values()]
  const frames = records.flatMap((record) => {
    if (isEvent(record)) return rangeOf(record)
    return trackOf(record)?.keyframes.map(({ frame }) => frame) ?? []
  })
  return [...new Set(frames)].sort((a, b) => a - b)
}

function toMark(editor: Editor, direction: 1 | -1): void {
  const video = videoOf(editor)
  const here = video.wanted.peek()
  const marks = marksOf(editor)
  const next =
    direction > 0 ? marks.find((frame) => frame > here) : marks.findLast((frame) => frame < here)
  if (next === undefined) return
  video.playhead.peek().playing.value = false
  video.seek(next)
}

/** To the beginning of the next event, a chapter for instance, or of the one before. */
function toEvent(editor: Editor, direction: 1 | -1): void {
  const video = videoOf(editor)
  const events = inOrder(editor.work.records.peek().values())
  const event = eventFrom(events, video.wanted.peek(), direction)
  if (event) goTo(editor, event, null)
}

function faster(editor: Editor, by: 1 | -1): void {
  const { rate } = videoOf(editor).playhead.peek()
  const place = SPEEDS.findIndex((speed) => speed >= rate.peek())
  rate.value = SPEEDS[Math.min(Math.max(0, place + by), SPEEDS.length - 1)] ?? 1
}

export const timeCommands: readonly Command[] = [
  command('play', 'view', (e) => videoOf(e).playhead.peek().toggle(), {
    icon: 'player-play',
    keys: ['Space'],
    active: (e) => videoOf(e).playhead.value.playing.value,
  }),
  step('next', 1, 'chevron-right', ['F']),
  step('previous', -1, 'chevron-left', ['D']),
  step('next-far', FAR, 'player-skip-forward', ['V', 'PageDown']),
  step('previous-far', -FAR, 'player-skip-back', ['C', 'PageUp']),
  command('first', 'view', (e) => videoOf(e).step(-Infinity), {
    icon: 'player-skip-back',
    keys: ['Home'],
  }),
  command('last', 'view', (e) => videoOf(e).step(Infinity), {
    icon: 'player-skip-forward',
    keys: ['End'],
  }),
  command('next-key', 'view', (e) => toMark(e, 1), {
    icon: 'player-track-next',
    keys: ['R', 'Alt+ArrowRight'],
  }),
  command('previous-key', 'view', (e) => toMark(e, -1), {
    icon: 'player-track-prev',
    keys: ['E', 'Alt+ArrowLeft'],
  }),
  command('next-event', 'view', (e) => toEvent(e, 1), {
    icon: 'timeline',
    keys: ['Alt+PageDown'],
  }),
  command('previous-event', 'view', (e) => toEvent(e, -1), {
    icon: 'timeline',
    keys: ['Alt+PageUp'],
  }),
  command('faster', 'view', (e) => faster(e, 1), { icon: 'plus', keys: ['Ctrl+ArrowUp'] }),
  command('slower', 'view', (e) => faster(e, -1), { icon: 'minus', keys: ['Ctrl+ArrowDown'] }),
]
