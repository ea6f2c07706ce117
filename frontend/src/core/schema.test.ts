import { expect, test } from 'vitest'
import { meaningOf } from './schema'

const poor = { en: 'Poor', zh: '差' }
const good = { en: 'Good', zh: '好' }
const scale = {
  anchors: [
    { at: 1, name: poor },
    { at: 4, name: good },
  ],
}

test('a number of a scale means what the last anchor below it says', () => {
  expect([0.5, 1, 3.5, 4, 5].map((value) => meaningOf(scale, value))).toEqual([
    null,
    poor,
    poor,
    good,
    good,
  ])
})

test('what is no number, or no scale, means nothing', () => {
  expect(meaningOf(scale, null)).toBeNull()
  expect(meaningOf(scale, '4')).toBeNull()
  expect(meaningOf({}, 4)).toBeNull()
})
