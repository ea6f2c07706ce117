import { computed, signal } from '@preact/signals-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Playhead } from '../../../core/playhead'
import { Scope } from '../../../core/scope'
import type { FrameSource } from '../data/source'
import type { VideoState } from '../state'
import { Player } from './player'

const [RATE, FRAMES, TICK_MS] = [25, 1000, 1000 / 60]

/** A film, and a source that has the frames which the test puts into it. */
function film() {
  const playhead = new Playhead(FRAMES - 1)
  const pictures = new Set([0])
  const source = {
    isStarved: false,
    want: vi.fn(),
    hold: vi.fn(),
    peek: (frame: number) => (pictures.has(frame) ? ({} as ImageBitmap) : null),
  }
  const shown = signal(0)
  const video = {
    playhead: signal(playhead),
    shown,
    isReady: signal(false),
    picture: signal(null),
    rate: signal(RATE),
    frames: signal(FRAMES),
    wanted: computed(() => playhead.at.value),
    timeOf: (frame: number) => frame / RATE,
    frameAt: (seconds: number) => Math.min(FRAMES - 1, Math.floor(seconds * RATE + 1e-6)),
    seek: (frame: number) => playhead.seek(frame),
    goTo: (frame: number) => {
      shown.value = frame
    },
  }
  const scope = new Scope()
  const player = new Player(
    video as unknown as VideoState,
    source as unknown as FrameSource,
    scope,
    () => undefined,
  )
  return { playhead, pictures, source, shown, player, scope }
}

let waiting: FrameRequestCallback[] = []
let now = 0
beforeEach(() => {
  ;[waiting, now] = [[], 0]
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => waiting.push(run))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function play(seconds: number): void {
  for (const end = now + seconds * 1000; now < end - 1e-6; ) {
    now += TICK_MS
    for (const run of waiting.splice(0)) run(now)
  }
}

test('four times as fast is four times as fast, also where pictures come late', () => {
  const { playhead, pictures, shown, player, scope } = film()
  playhead.rate.value = 4
  playhead.playing.value = true
  play(1)
  expect(playhead.at.peek()).toBe(100)
  pictures.add(60)
  player.arrived(60)
  expect(shown.peek()).toBe(60)
  // One that is earlier than what is on the screen is not gone back to.
  pictures.add(40)
  player.arrived(40)
  expect(shown.peek()).toBe(60)
  // Where it stops is what is seen.
  playhead.playing.value = false
  expect([playhead.at.peek(), shown.peek()]).toEqual([60, 60])
  scope.dispose()
})

test('frames for which there is no time are not asked for, until it stops', () => {
  const { playhead, source, scope } = film()
  playhead.rate.value = 4
  playhead.playing.value = true
  play(0.5)
  const asked = source.want.mock.calls.slice(1)
  expect(new Set(asked.map(([frame]) => frame % 4))).toEqual(new Set([0]))
  expect(source.want.mock.lastCall).toEqual([48, 1, 4])
  playhead.playing.value = false
  expect(source.want.mock.lastCall).toEqual([0, 1, null])
  scope.dispose()
})

test('bytes on their way are waited for', () => {
  const { playhead, pictures, source, player, scope } = film()
  playhead.playing.value = true
  source.isStarved = true
  play(1)
  expect(playhead.at.peek()).toBeLessThan(2)
  source.isStarved = false
  pictures.add(1)
  player.arrived(1)
  play(1)
  expect(playhead.at.peek()).toBeGreaterThan(24)
  scope.dispose()
})
