/** What to hear, in terms of what is selected and where the playhead is. */
import type { Editor } from '../../core/editor'
import type { Item } from './items'
import type { AudioState } from './state'
import { audioOf } from './state'

/** Go to a sample; what is playing goes on from there. */
export function seek(audio: AudioState, sample: number): void {
  const at = Math.round(Math.min(Math.max(0, sample), audio.recording.peek()?.samples ?? 0))
  const player = audio.player.peek()
  if (player?.playing) player.play(at, audio.recording.peek()?.samples ?? at)
  else audio.playhead.peek().seek(at)
  audio.recording.peek()?.pcm.expect(at)
}

/** One channel by itself; all of them when there is no such channel. */
export function listenTo(audio: AudioState, channel: number | null): void {
  const channels = audio.recording.peek()?.channels ?? 1
  audio.solo.value = channels < 2 || channel === null || channel >= channels ? null : channel
  audio.player.peek()?.renew()
}

/** The selected segment; without one the shortest under the playhead. */
export function current(editor: Editor): Item | null {
  const audio = audioOf(editor)
  const items = audio.items.value
  const selected = items.find(({ record }) => editor.selection.value.has(record.id))
  if (selected) return selected
  const at = audio.playhead.value.at.value
  const around = items.filter(({ start, stop }) => start <= at && at < stop)
  return around.sort((a, b) => a.stop - a.start - (b.stop - b.start))[0] ?? null
}

export function playItem(audio: AudioState, { start, stop }: Item): void {
  const end = stop > start ? stop : start + Math.round(audio.rate / 2)
  audio.player.peek()?.play(start, end, audio.loop.peek())
}

/** Select it as a person does, and hear it unless that is not wished. */
export function choose(editor: Editor, item: Item): void {
  const audio = audioOf(editor)
  audio.player.peek()?.stop()
  editor.select([item.record.id])
  seek(audio, item.start)
  if (audio.autoplay.peek()) playItem(audio, item)
}
