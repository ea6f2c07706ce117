import { expect, test } from 'vitest'
import { newAnnotation } from '../../../core/create'
import { Document } from '../../../core/document'
import { Editor } from '../../../core/editor'
import { Playhead } from '../../../core/playhead'
import { segment } from '../../../kinds'
import type { Recording } from '../data/recording'
import { OPEN_LANE } from '../items'
import type { Player } from '../player'
import { audioOf } from '../state'
import { listenCommands } from './listen'

const RATE = 16_000

function opened() {
  const data = { start: 0, stop: 3 * RATE, ...OPEN_LANE, text: '' }
  const record = { ...newAnnotation('segment', data), label: 'speech' }
  const schema = { labels: [], questions: [] }
  const work = new Document([record])
  const editor = new Editor({ work, kinds: [segment], schema, extent: { width: 1, height: 1 } })
  const audio = audioOf(editor)
  const begun: number[] = []
  const player = {
    playing: null as object | null,
    play(from: number, to: number) {
      begun.push(from)
      this.playing = { from, to, loop: false }
    },
    stop() {
      this.playing = null
    },
  }
  audio.recording.value = { rate: RATE, samples: 4 * RATE, channels: 1 } as Recording
  audio.playhead.value = new Playhead(4 * RATE)
  audio.player.value = player as unknown as Player
  const press = (id: string) =>
    listenCommands.find((command) => command.id === `audio.${id}`)?.run(editor)
  return { begun, press, hear: (to: number) => audio.playhead.peek().seek(to) }
}

test.each(['play', 'play-segment'])('half a second is heard again after a pause by %s', (key) => {
  const { begun, press, hear } = opened()
  press(key)
  hear(2 * RATE)
  press(key)
  press('play')
  expect(begun).toEqual([0, 1.5 * RATE])
})
