import { describe, expect, test } from 'vitest'
import { rulesOf } from '../../../transcription/rules'
import { wordsOf } from '../edits'
import { rgbOf } from '../painters/colors'
import { mix } from '../player'
import { FRAMES_PER_SECOND, melody } from './pitch'
import { liftsOf } from './recording'
import { Stretch } from './stretch'

const RATE = 16_000

/** A voice-like sound: a fundamental with weaker harmonics. */
const voice = (hz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: seconds * RATE }, (_, i) =>
    [1, 2, 3].reduce((sum, n) => sum + (0.3 / n) * Math.sin((2 * Math.PI * hz * n * i) / RATE), 0),
  )

const middle = (values: Float32Array): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

describe('the melody of a voice', () => {
  test('is its fundamental, not a harmonic of it', () => {
    for (const hz of [90, 140, 230, 400]) {
      const found = melody(voice(hz, 1.1), RATE, FRAMES_PER_SECOND)
      expect(Math.abs(middle(found) / hz - 1)).toBeLessThan(0.02)
    }
  })

  test('silence and noise have none', () => {
    let seed = 1
    const noise = Float32Array.from({ length: RATE }, () => {
      seed = (seed * 16_807) % 2_147_483_647
      return seed / 2_147_483_647 - 0.5
    })
    expect(Math.max(...melody(new Float32Array(RATE), RATE, 90))).toBe(0)
    expect(melody(noise, RATE, 90).filter((hz) => hz > 0).length).toBeLessThan(5)
  })
})

test.each([0.4, 0.7, 1.6, 2.5])('at %f times the speed the pitch is kept', (speed) => {
  const stretch = new Stretch(1, RATE, speed)
  const [out = new Float32Array()] = stretch.push([voice(150, 2)], true)
  expect(Math.abs((out.length * speed) / (2 * RATE) - 1)).toBeLessThan(0.05)
  const found = melody(out, RATE, Math.floor((out.length / RATE) * FRAMES_PER_SECOND) - 8)
  expect(Math.abs(middle(found) / 150 - 1)).toBeLessThan(0.03)
})

test('one channel by itself is heard alone, more than two together', () => {
  const [a, b, c] = [1, 2, 3].map((value) => new Float32Array(4).fill(value))
  if (!a || !b || !c) throw new Error('three channels')
  expect(mix([a, b], null)).toEqual([a, b])
  expect(mix([a, b], 1)).toEqual([b])
  expect(mix([a, b, c], null)[0]?.[0]).toBeCloseTo(2)
})

test('words are laid out side by side by their letters, tags and marks left out', () => {
  const rules = rulesOf({ tags: [{ tag: '[noise]' }] })
  expect(wordsOf('[noise] so, fellow', rules, 1000, 1800)).toEqual([
    { text: 'so', start: 1000, stop: 1200 },
    { text: 'fellow', start: 1200, stop: 1800 },
  ])
})

test('colours are read as a built page shortens them', () => {
  expect(rgbOf('#fff')).toEqual([255, 255, 255])
  expect(rgbOf('#1a2b3c')).toEqual([26, 43, 60])
})

test('a quiet channel is drawn as high as a loud one, and silence stays flat', () => {
  const signal = [{ peak: -31.2 }, { peak: -0.3 }, { peak: -90 }]
  expect(liftsOf({ signal })).toEqual([30, 0, 40])
  expect(liftsOf({})).toEqual([])
})
