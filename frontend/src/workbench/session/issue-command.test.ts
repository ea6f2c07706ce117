import 'fake-indexeddb/auto'
import { signal } from '@preact/signals-core'
import { expect, test } from 'vitest'
import { makeBundle } from '../testing/fixture'
import { MemoryApi } from '../testing/memory-api'
import type { Permission } from '../types'
import { issueCommand, movesOf } from './issue-command'
import { openSession } from './session'

test('who works resolves an issue, who judges verifies it or opens it again', () => {
  expect(movesOf('open', false)).toEqual(['resolve'])
  expect(movesOf('resolved', false)).toEqual(['reopen'])
  expect(movesOf('verified', false)).toEqual([])
  expect(movesOf('open', true)).toEqual(['verify'])
  expect(movesOf('resolved', true)).toEqual(['verify', 'reopen'])
  expect(movesOf('verified', true)).toEqual(['reopen'])
})

test.each<[Permission, true | string]>([
  ['own-work', 'reasons:own-work'],
  [true, true],
])('an issue is opened by who judges (%s)', async (judge, enabled) => {
  const api = new MemoryApi(makeBundle({ url: '', thumbnail: '' }, { judge }))
  const session = await openSession(api, 'task-4', {
    person: 'bob',
    theme: signal<'light' | 'dark'>('light'),
    language: signal<'en' | 'zh'>('en'),
  })
  expect(issueCommand(session).enabled(session.editor)).toBe(enabled)
  session.dispose()
})
