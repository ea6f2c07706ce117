import { expect, test } from 'vitest'
import { bare, bareAt, directionOf, isolated, shownAt } from './direction'
import { rulesOf } from './rules'

const rules = rulesOf({ tags: [{ tag: '[noise]' }, { tag: '<en>', close: '</en>' }] })

test('a text is read the way of its first letter, whatever tags and marks come before', () => {
  expect(directionOf('[noise] 12, مرحبا hello')).toBe('rtl')
  expect(directionOf('<en>hello</en>')).toBe('ltr')
  expect(directionOf('שלום')).toBe('rtl')
  expect(directionOf('你好 مرحبا')).toBe('ltr')
  expect(directionOf('', 'ar-EG')).toBe('rtl')
  expect(directionOf('', 'zh-CN')).toBe('ltr')
  expect(directionOf('hello', 'ar')).toBe('ltr')
})

test('tags keep their shape in a text from right to left, and what is stored knows nothing of it', () => {
  const text = 'قال <en>OK</en> [noise] ثم ذهب'
  const shown = isolated(text, rules)
  expect(shown).toBe('قال \u2066<en>\u2069OK\u2066</en>\u2069 \u2066[noise]\u2069 ثم ذهب')
  expect(bare(shown)).toBe(text)
  expect(isolated('so [noise] yes', rules)).toBe('so [noise] yes')
})

test('a caret is never between a tag and what keeps it together', () => {
  const text = 'קול [noise]עם'
  const shown = isolated(text, rules)
  const places = [...text].map((_, at) => shownAt(shown, at))
  expect(places.map((place) => bareAt(shown, place))).toEqual([...text].map((_, at) => at))
  expect(shown.slice(0, shownAt(shown, 4))).toBe('קול ')
  expect(shown.slice(shownAt(shown, 11))).toBe('עם')
  expect(shownAt(shown, text.length)).toBe(shown.length)
})
