import type { Signal } from '@preact/signals-core'
import type { Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { current, listenTo, playItem, seek } from '../listening'
import { type AudioState, audioOf } from '../state'
import { command } from './define'

/** Seconds that one press goes back or on. */
const STRIDE = 1
/** Seconds that are heard again when listening goes on where it was broken off. */
const REWIND = 0.5
const [SLOWEST, FASTEST, SPEED_STEP] = [0.4, 2.5, 0.1]
/** dB. */
const [QUIETEST, LOUDEST, GAIN_STEP] = [-12, 36, 6]
/** Pixels that an arrow key moves the playhead; with Shift a tenth. */
const STEP = 20

const hasSound = (e: Editor) => audioOf(e).player.value !== null || 'no-stage'
const hasCurrent = (e: Editor) => current(e) !== null || 'audio:reason.no-segment'
const isPlaying = (e: Editor) => audioOf(e).playhead.value.playing.value

function pause(audio: AudioState): void {
  audio.player.peek()?.stop()
  audio.paused.value = audio.here
}

function toggle(editor: Editor): void {
  const audio = audioOf(editor)
  const player = audio.player.peek()
  const length = audio.recording.peek()?.samples ?? 0
  if (player?.playing) {
    pause(audio)
    return
  }
  const rewind = audio.paused.peek() === audio.here ? Math.round(REWIND * audio.rate) : 0
  player?.play(audio.here < length ? Math.max(0, audio.here - rewind) : 0, length)
}

function playCurrent(editor: Editor, again: boolean): void {
  const audio = audioOf(editor)
  const item = current(editor)
  if (audio.player.peek()?.playing && !again) pause(audio)
  else if (item) playItem(audio, item)
}

function setSpeed(audio: AudioState, to: number): void {
  audio.speed.value = Math.round(Math.min(FASTEST, Math.max(SLOWEST, to)) * 10) / 10
  audio.player.peek()?.renew()
}

function setGain(audio: AudioState, by: number): void {
  audio.gain.value = Math.min(LOUDEST, Math.max(QUIETEST, audio.gain.peek() + by))
}

function setLoop(audio: AudioState): void {
  audio.loop.value = !audio.loop.peek()
  const now = audio.player.peek()?.playing
  if (now) audio.player.peek()?.play(now.from, now.to, audio.loop.peek(), audio.here)
}

const speed = (id: string, icon: string, keys: readonly string[], to: (now: number) => number) =>
  command(
    id,
    'view',
    (e) => {
      const audio = audioOf(e)
      setSpeed(audio, to(audio.speed.peek()))
    },
    { icon, keys, whileTyping: true },
  )

const step = (id: string, key: string, pixels: number) =>
  command(
    id,
    'view',
    (e) => {
      const audio = audioOf(e)
      seek(audio, audio.here + pixels * audio.view.span.peek().perPixel)
    },
    { icon: pixels < 0 ? 'arrow-left' : 'arrow-right', keys: [key] },
  )

const stride = (id: string, icon: string, keys: readonly string[], seconds: number) =>
  command(
    id,
    'view',
    (e) => {
      const audio = audioOf(e)
      seek(audio, audio.here + seconds * audio.rate)
    },
    { icon, keys, whileTyping: true },
  )

const gain = (id: string, icon: string, keys: readonly string[], by: number) =>
  command(id, 'view', (e) => setGain(audioOf(e), by), { icon, keys, whileTyping: true })

const flag = (id: string, icon: string, key: string, of: (audio: AudioState) => Signal<boolean>) =>
  command(
    id,
    'view',
    (e) => {
      const on = of(audioOf(e))
      on.value = !on.peek()
    },
    { icon, keys: [key], active: (e) => of(audioOf(e)).value },
  )

export const listenCommands: readonly Command[] = [
  command('play', 'view', toggle, {
    once: true,
    icon: 'player-play',
    keys: ['Space', 'Ctrl+Space', 'F8'],
    enabled: hasSound,
    active: isPlaying,
    whileTyping: true,
  }),
  command('play-segment', 'view', (e) => playCurrent(e, false), {
    once: true,
    icon: 'player-track-next',
    keys: ['Tab'],
    enabled: (e) => (isPlaying(e) ? true : hasCurrent(e)),
    whileTyping: true,
  }),
  command('play-again', 'view', (e) => playCurrent(e, true), {
    once: true,
    icon: 'repeat',
    keys: ['Shift+Tab'],
    enabled: hasCurrent,
    whileTyping: true,
  }),
  command('loop', 'view', (e) => setLoop(audioOf(e)), {
    icon: 'repeat',
    keys: ['Ctrl+L'],
    active: (e) => audioOf(e).loop.value,
    whileTyping: true,
  }),
  stride('back', 'arrow-back-up', ['B', 'Ctrl+B', 'F7'], -STRIDE),
  stride('forward', 'arrow-forward-up', ['Shift+B', 'F9'], STRIDE),
  speed('slower', 'chevron-left', ['[', 'Alt+['], (now) => now - SPEED_STEP),
  speed('faster', 'chevron-right', [']', 'Alt+]'], (now) => now + SPEED_STEP),
  speed('normal-speed', 'repeat', ['Alt+0'], () => 1),
  gain('quieter', 'volume-2', ['Shift+ArrowDown', 'Alt+-'], -GAIN_STEP),
  gain('louder', 'volume', ['Shift+ArrowUp', 'Alt+='], GAIN_STEP),
  command('solo', 'view', (e) => listenTo(audioOf(e), (audioOf(e).solo.peek() ?? -1) + 1), {
    icon: 'ear',
    keys: ['C', 'Alt+C'],
    enabled: (e) => (audioOf(e).recording.value?.channels ?? 1) > 1 || 'audio:reason.one-channel',
    active: (e) => audioOf(e).solo.value !== null,
    whileTyping: true,
  }),
  step('left', 'ArrowLeft', -STEP),
  step('right', 'ArrowRight', STEP),
  step('left-little', 'Shift+ArrowLeft', -STEP / 10),
  step('right-little', 'Shift+ArrowRight', STEP / 10),
  command('beginning', 'view', (e) => seek(audioOf(e), 0), { icon: 'arrow-left', keys: ['Home'] }),
  command('end', 'view', (e) => seek(audioOf(e), audioOf(e).recording.peek()?.samples ?? 0), {
    icon: 'arrow-right',
    keys: ['End'],
  }),
  flag('spectrogram', 'color-filter', 'G', (audio) => audio.spectrogram),
  flag('fill', 'arrow-autofit-height', 'Alt+G', (audio) => audio.fill),
  flag('pitch', 'wave-sine', 'Shift+P', (audio) => audio.pitch),
  flag('snap', 'anchor', 'Shift+N', (audio) => audio.snap),
  flag('autoplay', 'headphones', 'Alt+P', (audio) => audio.autoplay),
]
