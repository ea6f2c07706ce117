import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from './search-params'

test('values stay strings, whatever they look like', () => {
  expect(parseSearch('?state=new&priority=1&flag=true')).toEqual({
    state: 'new',
    priority: '1',
    flag: 'true',
  })
})

test('several values repeat their key', () => {
  expect(parseSearch('?state=new&state=returned&state=skipped').state).toEqual([
    'new',
    'returned',
    'skipped',
  ])
  expect(stringifySearch({ state: ['new', 'returned'] })).toBe('?state=new&state=returned')
})

test('what is empty is left out', () => {
  expect(stringifySearch({ a: '', b: undefined, c: null, d: [] })).toBe('')
})

test('reading what was written gives it back', () => {
  const values = { q: 'a b&c=ü 停车', tag: ['x', 'y'] }
  expect(parseSearch(stringifySearch(values))).toEqual(values)
})
