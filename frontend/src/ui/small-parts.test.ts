import { describe, expect, test } from 'vitest'
import { browserName } from '../screens/account/browser-name'
import { safeNext } from '../screens/auth/safe-next'
import { byLabel, worthShowing } from '../screens/projects/overview'
import { isLitter } from './dropped-files'
import { keySigns } from './Kbd'
import { hueOf, initials } from './Person'
import { search } from './palette/match'
import { isPaletteKey } from './palette/use-palette-shortcut'

test('initials suit the script of a name', () => {
  expect(['Alice Tan', 'bob', '王晓梅', '李 雷', ''].map(initials)).toEqual([
    'AT',
    'B',
    '晓梅',
    '李',
    '?',
  ])
  expect(hueOf('abc')).toBe(hueOf('abc'))
})

test('keys are signed as on the machine', () => {
  expect(keySigns('Mod+Shift+k', false)).toEqual(['Ctrl', 'Shift', 'K'])
  expect(keySigns('Mod+ArrowLeft', true)).toEqual(['⌘', '←'])
  expect(keySigns('Ctrl++', false)).toEqual(['Ctrl', '+'])
})

describe('the palette', () => {
  const items = [
    { label: 'Open project', keywords: 'go' },
    { label: 'Projects' },
    { label: 'Delete object' },
    { label: 'Split polygon' },
  ]
  const found = (query: string) => search(items, query).map(({ label }) => label)

  test('puts beginnings before the middle and letters in order last', () => {
    expect(found('pro')).toEqual(['Projects', 'Open project'])
    expect(found('obj')).toEqual(['Delete object'])
    expect(found('spl')).toEqual(['Split polygon'])
    expect(found('dlo')).toEqual(['Delete object'])
  })

  test('shows everything to nobody in particular, and nothing to nonsense', () => {
    expect(found('')).toHaveLength(4)
    expect(found('zzz')).toEqual([])
  })

  test('does not open while an input method composes', () => {
    const key = (init: KeyboardEventInit) => isPaletteKey(new KeyboardEvent('keydown', init))
    expect(key({ key: 'k', ctrlKey: true })).toBe(true)
    expect(key({ key: 'K', metaKey: true })).toBe(true)
    expect(key({ key: 'k', ctrlKey: true, isComposing: true })).toBe(false)
    expect(key({ key: 'k' })).toBe(false)
  })
})

test('signing in leads inside the application only', () => {
  expect(safeNext('/projects/1?state=new')).toBe('/projects/1?state=new')
  for (const next of [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil',
    '/sign-in',
  ])
    expect(safeNext(next)).toBe('/')
})

test('a browser is named after itself, not after those it imitates', () => {
  const edge = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0'
  expect(browserName(edge)).toBe('Edge 140, Windows')
  expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0')).toBe(
    'Firefox 130, Linux',
  )
  expect(browserName('curl/8')).toBe('')
})

test('what systems leave in folders is not imported', () => {
  expect(['a/.DS_Store', '__MACOSX/x.jpg', 'Thumbs.db'].every(isLitter)).toBe(true)
  expect(isLitter('street/DS_Store.jpg')).toBe(false)
})

test('the chart begins with the work, but never shows less than a fortnight', () => {
  const day = (submitted: number) => ({ date: '', submitted, accepted: 0, returned: 0 })
  const month = Array.from({ length: 30 }, (_, index) => day(index < 3 ? 0 : 1))
  expect(worthShowing(month)).toHaveLength(27)
  expect(worthShowing(Array.from({ length: 30 }, () => day(0)))).toHaveLength(14)
})

test('objects are counted by label over all kinds', () => {
  const rows = [
    { label: 'car', kind: 'box', records: 2 },
    { label: 'person', kind: 'box', records: 4 },
    { label: 'car', kind: 'polygon', records: 5 },
  ]
  expect(byLabel(rows)).toEqual([
    { key: 'car', count: 7 },
    { key: 'person', count: 4 },
  ])
})
