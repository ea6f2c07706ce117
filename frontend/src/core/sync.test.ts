import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import type { OutboxStore } from './outbox'
import { IdbOutbox, openOutboxDatabase } from './outbox-idb'
import { combineStatus } from './sync-status'
import { settle } from './testing/fake-browser'
import { FakeServer } from './testing/fake-server'
import { open, shown, state } from './testing/open-tab'
import { box } from './testing/records'

describe('autosave', () => {
  test('an edit is stored at once and saved within two seconds', async () => {
    const tab = await open()
    expect(tab.sync.status.peek()).toMatchObject({ state: 'saved', pending: 0, savedAt: null })
    tab.put(box('a'))
    expect(tab.sync.status.peek()).toMatchObject({ state: 'pending', pending: 1 })
    await tab.timers.advance(600)
    expect(tab.server.records.get('a')).toEqual(box('a'))
    expect(tab.sync.status.peek()).toMatchObject({ state: 'saved', pending: 0 })
    expect(tab.sync.status.peek().savedAt).toBeGreaterThan(0)
    expect(tab.sync.revision).toBe(1)
  })

  test('editing without a pause is saved every one and a half seconds, in few operations', async () => {
    const tab = await open()
    for (let i = 0; i < 40; i++) {
      tab.put(box('a', i))
      await tab.timers.advance(100)
    }
    expect(tab.transport.sent.length).toBeGreaterThanOrEqual(2)
    expect(tab.transport.sent.length).toBeLessThanOrEqual(4)
    await tab.timers.advance(2000)
    expect(tab.server.records.get('a')).toEqual(box('a', 39))
  })

  test('done and undone before it was sent is never sent', async () => {
    const tab = await open()
    tab.put(box('a'))
    tab.history.undo()
    await tab.timers.advance(5000)
    expect(tab.transport.sent).toHaveLength(0)
    expect(state(tab)).toBe('saved')
  })

  test('undo and redo are saved like edits', async () => {
    const tab = await open()
    tab.put(box('a'))
    await tab.timers.advance(2000)
    tab.history.undo()
    await tab.timers.advance(2000)
    expect(tab.server.records.size).toBe(0)
    tab.history.redo()
    await tab.timers.advance(2000)
    expect(tab.server.records.get('a')).toEqual(box('a'))
  })

  test('flush sends at once and reports what is left', async () => {
    const tab = await open()
    tab.put(box('a'))
    expect(await tab.sync.flush()).toMatchObject({ state: 'saved', pending: 0 })
    expect(tab.server.records.size).toBe(1)
    tab.weather.now = 'no-network'
    tab.put(box('b'))
    expect(await tab.sync.flush()).toMatchObject({ state: 'offline', pending: 1 })
  })

  test('an edit made while saving follows in the next operation', async () => {
    const tab = await open()
    tab.put(box('a', 1))
    const saving = tab.sync.send()
    await Promise.resolve()
    tab.put(box('a', 2))
    await saving
    await tab.timers.advance(2000)
    expect(tab.server.records.get('a')).toEqual(box('a', 2))
    expect(state(tab)).toBe('saved')
  })
})

describe('bad network', () => {
  test('a lost reply is repeated with the same operation id and makes no duplicate', async () => {
    const tab = await open({ weather: 'lost-reply' })
    tab.put(box('a'))
    await tab.timers.advance(600)
    expect(tab.sync.status.peek()).toMatchObject({ state: 'offline', pending: 1 })
    expect(tab.server.records.size).toBe(1)
    tab.weather.now = 'fine'
    await tab.timers.advance(2000)
    expect(new Set(tab.transport.sent.map(({ op_id }) => op_id)).size).toBe(1)
    expect(tab.transport.sent.length).toBe(2)
    expect(tab.server.applied).toBe(1)
    expect(state(tab)).toBe('saved')
    expect(tab.sync.revision).toBe(1)
  })

  test('offline for minutes: waits longer and longer, loses nothing, goes on when told', async () => {
    const tab = await open({ weather: 'no-network' })
    for (let i = 0; i < 30; i++) tab.put(box(`r${i}`))
    await tab.timers.advance(300_000)
    expect(tab.transport.sent.length).toBeLessThan(20)
    expect(tab.sync.status.peek()).toMatchObject({ state: 'offline', pending: 30 })
    tab.weather.now = 'fine'
    await tab.sync.resume()
    await settle()
    expect(tab.server.records.size).toBe(30)
    expect(state(tab)).toBe('saved')
  })

  test('edits made while the fate of an operation is unknown do not change it', async () => {
    const tab = await open({ weather: 'lost-reply' })
    tab.put(box('a', 1))
    await tab.timers.advance(600)
    tab.put(box('a', 2))
    tab.weather.now = 'fine'
    await tab.timers.advance(5000)
    expect(tab.transport.sent[1]).toEqual(tab.transport.sent[0])
    expect(tab.server.records.get('a')).toEqual(box('a', 2))
    expect(state(tab)).toBe('saved')
  })

  test('a failing server is shown with its problem and tried again', async () => {
    const tab = await open({ weather: 'server-error' })
    tab.put(box('a'))
    await tab.timers.advance(600)
    expect(tab.sync.status.peek()).toMatchObject({ state: 'error', problem: { code: 'internal' } })
    tab.weather.now = 'fine'
    await tab.timers.advance(40_000)
    expect(state(tab)).toBe('saved')
  })

  test('a failed poll shows offline and recovers by itself', async () => {
    const tab = await open({ weather: 'no-network' })
    await tab.sync.poll()
    expect(state(tab)).toBe('offline')
    tab.weather.now = 'fine'
    await tab.timers.advance(3000)
    expect(state(tab)).toBe('saved')
  })
})

describe('reload', () => {
  async function reloadable() {
    const database = await openOutboxDatabase(`reload-${Math.random()}`)
    return new IdbOutbox(database, 'bob', 'doc-1')
  }

  test('pending changes are replayed onto the freshly loaded document', async () => {
    const server = new FakeServer([box('old'), box('gone')])
    const store = await reloadable()
    const before = await open({ server, store, weather: 'no-network' })
    before.put(box('new'))
    before.put(box('old', 5))
    before.remove('gone')
    await before.timers.advance(10_000)
    before.sync.dispose()

    const after = await open({ server, store, weather: 'no-network' })
    expect(shown(after.document)).toEqual(shown(before.document))
    expect(after.sync.status.peek()).toMatchObject({ pending: 3 })
    after.weather.now = 'fine'
    await after.timers.advance(5000)
    expect(server.records).toEqual(shown(after.document))
    expect(state(after)).toBe('saved')
  })

  test('an operation whose reply was lost before the reload is answered by its id', async () => {
    const server = new FakeServer()
    const store = await reloadable()
    const before = await open({ server, store, weather: 'lost-reply' })
    before.put(box('a', 1))
    await before.timers.advance(600)
    before.put(box('a', 2))
    await settle()
    before.sync.dispose()

    const after = await open({ server, store })
    await after.timers.advance(5000)
    expect(server.records.get('a')).toEqual(box('a', 2))
    expect(after.transport.sent[0]?.op_id).toBe(before.transport.sent[0]?.op_id)
    expect(server.applied).toBe(2)
    expect(state(after)).toBe('saved')
  })

  test('what somebody made of it after the lost reply wins over the replay', async () => {
    const server = new FakeServer()
    const store = await reloadable()
    const before = await open({ server, store, weather: 'lost-reply' })
    before.put(box('a', 1))
    await before.timers.advance(600)
    before.sync.dispose()
    const carol = await open({ server, author: 'carol' })
    carol.put(box('a', 7))
    await carol.timers.advance(2000)

    const after = await open({ server, store })
    await after.timers.advance(5000)
    expect(after.document.get('a')).toEqual(box('a', 7))
    expect(server.records.get('a')).toEqual(box('a', 7))
    expect(state(after)).toBe('saved')
  })

  test('replayed changes are not in the history and not sent twice', async () => {
    const server = new FakeServer()
    const store = await reloadable()
    const before = await open({ server, store, weather: 'no-network' })
    before.put(box('a'))
    await settle()
    before.sync.dispose()
    const after = await open({ server, store })
    await after.timers.advance(5000)
    expect(after.history.undoTitle.value).toBeUndefined()
    expect(server.applied).toBe(1)
  })

  test('a store that fails does not stop the work, and the status says so', async () => {
    const broken: OutboxStore = { update: () => Promise.reject(new Error('QuotaExceededError')) }
    const tab = await open({ store: broken })
    tab.put(box('a'))
    await tab.timers.advance(2000)
    expect(tab.server.records.size).toBe(1)
    expect(tab.sync.status.peek().durable).toBe(false)
  })
})

describe('signed out and denied', () => {
  test('an expired session keeps everything and goes on after signing in', async () => {
    const tab = await open({ weather: 'signed-out' })
    tab.put(box('a'))
    await tab.timers.advance(600)
    expect(tab.sync.status.peek()).toMatchObject({ state: 'signed-out', pending: 1 })
    tab.put(box('b'))
    await tab.timers.advance(60_000)
    expect(tab.transport.sent).toHaveLength(1)
    tab.weather.now = 'fine'
    await tab.sync.resume()
    await tab.timers.advance(2000)
    expect([...tab.server.records.keys()].sort()).toEqual(['a', 'b'])
    expect(state(tab)).toBe('saved')
  })

  test('a refusal keeps the changes until the person gives them up', async () => {
    const tab = await open({ server: new FakeServer([box('a')]), weather: 'denied' })
    tab.put(box('a', 3))
    await tab.timers.advance(600)
    expect(tab.sync.status.peek()).toMatchObject({
      state: 'denied',
      pending: 1,
      problem: { params: { reason: 'task-submitted' } },
    })
    await tab.sync.discardAll()
    expect(tab.document.get('a')).toEqual(box('a'))
    expect(state(tab)).toBe('saved')
  })
})

test('leaving the task goes on sending until it is sent, then ends', async () => {
  const tab = await open({ weather: 'no-network' })
  tab.put(box('a'))
  let ended = false
  void tab.sync.retire().then(() => {
    ended = true
  })
  await tab.timers.advance(5000)
  expect(ended).toBe(false)
  tab.weather.now = 'fine'
  await tab.timers.advance(40_000)
  expect(ended).toBe(true)
  expect(tab.server.records.size).toBe(1)
  expect(tab.timers.waiting).toBe(0)
})

test('one status for several documents names the most urgent', () => {
  const calm = { state: 'saved', pending: 0, conflicts: 0, refused: 0, savedAt: 5 } as const
  const extra = { problem: null, durable: true }
  const all = [
    { ...calm, ...extra },
    { ...calm, ...extra, state: 'pending', pending: 2, savedAt: 9 } as const,
    { ...calm, ...extra, state: 'conflict', pending: 1, conflicts: 1 } as const,
  ]
  expect(combineStatus(all)).toEqual({
    state: 'conflict',
    pending: 3,
    conflicts: 1,
    refused: 0,
    savedAt: 9,
    ...extra,
  })
  expect(combineStatus([])).toMatchObject({ state: 'saved', pending: 0, durable: true })
})
