import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { Document } from './document'
import { History } from './history'
import { MemoryOutbox, type OutboxStore } from './outbox'
import { IdbOutbox, openOutboxDatabase } from './outbox-idb'
import type { Annotation } from './patch'
import { Sync } from './sync'
import { combineStatus } from './sync-status'
import type { Tabs } from './tabs'
import { FakeBrowser, ManualTimers, settle } from './testing/fake-browser'
import { FakeServer, FakeTransport, type Weather } from './testing/fake-server'
import { box } from './testing/records'
import { Transaction } from './transaction'

interface Options {
  readonly server?: FakeServer
  readonly store?: OutboxStore
  readonly tabs?: Tabs
  readonly timers?: ManualTimers
  readonly author?: string
  readonly weather?: Weather
}

/** One open tab: a document loaded from the server and its sync. */
async function open(options: Options = {}) {
  const server = options.server ?? new FakeServer()
  const timers = options.timers ?? new ManualTimers()
  const transport = new FakeTransport(server, options.author)
  const weather = { now: options.weather ?? ('fine' as Weather) }
  transport.weather = () => weather.now
  const { records, revision } = server.load()
  const document = new Document(records, 'doc-1')
  const store = options.store ?? new MemoryOutbox()
  const sync = new Sync({
    document,
    revision,
    transport,
    store,
    timers,
    ...(options.tabs && { tabs: options.tabs }),
  })
  await sync.start()
  await settle()
  const history = new History()
  const edit = (change: (tx: Transaction) => void) => {
    const tx = new Transaction(document)
    change(tx)
    history.commit('edit', tx.patches)
  }
  const put = (record: Annotation) => edit((tx) => tx.put(record))
  const remove = (id: string) => edit((tx) => tx.remove(id))
  return { server, timers, transport, weather, document, store, sync, history, edit, put, remove }
}

const shown = (document: Document) => new Map(document.records.peek())
const state = ({ sync }: { sync: Sync }) => sync.status.peek().state

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

describe('several people', () => {
  test('what others changed comes with the answer and outside the history', async () => {
    const server = new FakeServer([box('a'), box('b')])
    const bob = await open({ server })
    const carol = await open({ server, author: 'carol' })
    carol.put(box('b', 5))
    await carol.timers.advance(2000)
    bob.put(box('a', 3))
    await bob.timers.advance(2000)
    expect(bob.document.get('b')).toEqual(box('b', 5))
    bob.history.undo()
    expect(bob.document.get('b')).toEqual(box('b', 5))
    await carol.sync.poll()
    expect(carol.document.get('a')).toEqual(box('a', 3))
  })

  async function conflict(theirs: 'moved' | 'deleted' = 'moved') {
    const server = new FakeServer([box('a'), box('b')])
    const bob = await open({ server })
    const carol = await open({ server, author: 'carol' })
    if (theirs === 'moved') carol.put(box('a', 5))
    else carol.remove('a')
    await carol.timers.advance(2000)
    bob.put(box('a', 3))
    bob.put(box('c', 1))
    await bob.timers.advance(2000)
    return { server, bob, carol }
  }

  test('a conflict is shown, holds back nothing else and overwrites nothing', async () => {
    const { server, bob } = await conflict()
    expect(bob.sync.status.peek()).toMatchObject({ state: 'conflict', conflicts: 1, pending: 1 })
    expect(bob.sync.conflicts.peek()).toEqual([
      { id: 'a', before: box('a'), after: box('a', 3), theirs: box('a', 5), state: 'conflict' },
    ])
    expect(server.records.get('a')).toEqual(box('a', 5))
    expect(server.records.get('c')).toEqual(box('c', 1))
    expect(bob.document.get('a')).toEqual(box('a', 3))
    expect(await bob.sync.flush()).toMatchObject({ state: 'conflict' })
  })

  test('mine goes over theirs', async () => {
    const { server, bob, carol } = await conflict()
    await bob.sync.resolve('a', 'mine')
    expect(server.records.get('a')).toEqual(box('a', 3))
    expect(state(bob)).toBe('saved')
    await carol.sync.poll()
    expect(carol.document.get('a')).toEqual(box('a', 3))
  })

  test('theirs replaces mine, also when they deleted it', async () => {
    const moved = await conflict()
    await moved.bob.sync.resolve('a', 'theirs')
    expect(moved.bob.document.get('a')).toEqual(box('a', 5))
    const deleted = await conflict('deleted')
    expect(deleted.bob.sync.conflicts.peek()[0]?.theirs).toBeNull()
    await deleted.bob.sync.resolve('a', 'theirs')
    expect(deleted.bob.document.get('a')).toBeUndefined()
    expect(state(deleted.bob)).toBe('saved')
  })

  test('undoing my side of a conflict takes theirs', async () => {
    const { bob } = await conflict()
    bob.edit((tx) => tx.put(box('a')))
    await settle()
    expect(bob.document.get('a')).toEqual(box('a', 5))
    expect(state(bob)).toBe('saved')
  })

  test('they change it again while I am choosing', async () => {
    const { server, bob, carol } = await conflict()
    carol.put(box('a', 6))
    await carol.timers.advance(2000)
    await bob.sync.poll()
    expect(bob.sync.conflicts.peek()[0]?.theirs).toEqual(box('a', 6))
    await bob.sync.resolve('a', 'mine')
    expect(server.records.get('a')).toEqual(box('a', 3))
  })

  test('a change of theirs under my unsent and then undone edit comes to light', async () => {
    const server = new FakeServer([box('a')])
    const bob = await open({ server, weather: 'no-network' })
    const carol = await open({ server, author: 'carol' })
    bob.put(box('a', 3))
    carol.put(box('a', 5))
    await carol.timers.advance(2000)
    bob.weather.now = 'fine'
    await bob.sync.poll()
    expect(bob.document.get('a')).toEqual(box('a', 3))
    bob.history.undo()
    await bob.timers.advance(3000)
    expect(bob.document.get('a')).toEqual(box('a', 5))
    expect(state(bob)).toBe('saved')
  })
})

describe('refused annotations', () => {
  async function refused(names: boolean) {
    const server = new FakeServer()
    server.allows = ({ label }) => label !== 'tram'
    server.names = names
    const tab = await open({ server })
    for (let i = 0; i < 9; i++) tab.put(box(`r${i}`, i, i === 4 ? 'tram' : 'car'))
    await tab.timers.advance(2000)
    return { server, tab }
  }

  test.each([true, false])('the others go through (server names it: %s)', async (names) => {
    const { server, tab } = await refused(names)
    expect(server.records.size).toBe(8)
    expect(tab.sync.refused.peek().map(({ id }) => id)).toEqual(['r4'])
    expect(tab.sync.status.peek()).toMatchObject({ state: 'refused', refused: 1, pending: 1 })
    expect(tab.document.get('r4')).toBeDefined()
  })

  test('mending it sends it, deleting or discarding it drops it', async () => {
    const { server, tab } = await refused(true)
    tab.put(box('r4', 4, 'bus'))
    await tab.timers.advance(2000)
    expect(server.records.get('r4')).toEqual(box('r4', 4, 'bus'))
    expect(state(tab)).toBe('saved')
    const other = await refused(true)
    other.tab.remove('r4')
    await settle()
    expect(state(other.tab)).toBe('saved')
    const third = await refused(true)
    await third.tab.sync.discard(['r4'])
    expect(third.tab.document.get('r4')).toBeUndefined()
    expect(state(third.tab)).toBe('saved')
  })
})

describe('two tabs', () => {
  async function twoTabs(server = new FakeServer([box('a')])) {
    const browser = new FakeBrowser()
    const timers = new ManualTimers()
    const store = new MemoryOutbox()
    const first = await open({ server, store, timers, tabs: browser.open() })
    const second = await open({ server, store, timers, tabs: browser.open() })
    return { server, browser, timers, store, first, second }
  }

  test('both edit, one sends, both see everything', async () => {
    const { server, timers, first, second } = await twoTabs()
    first.put(box('x', 1))
    second.put(box('y', 2))
    await settle()
    expect(first.document.get('y')).toEqual(box('y', 2))
    expect(second.document.get('x')).toEqual(box('x', 1))
    await timers.advance(3000)
    expect(second.transport.sent).toHaveLength(0)
    expect(server.records).toEqual(shown(first.document))
    expect(shown(second.document)).toEqual(shown(first.document))
    expect([state(first), state(second)]).toEqual(['saved', 'saved'])
    expect(second.sync.status.peek().savedAt).not.toBeNull()
    expect(second.sync.revision).toBe(first.sync.revision)
  })

  test('an edit on top of an unsent edit of the other tab is no conflict', async () => {
    const { server, timers, first, second } = await twoTabs()
    first.put(box('a', 1))
    await settle()
    second.put(box('a', 2))
    await timers.advance(3000)
    expect(server.records.get('a')).toEqual(box('a', 2))
    expect(first.document.get('a')).toEqual(box('a', 2))
    expect([state(first), state(second)]).toEqual(['saved', 'saved'])
  })

  test('when the sending tab closes, the other one takes over with the same operation', async () => {
    const { server, timers, first, second } = await twoTabs()
    first.weather.now = 'lost-reply'
    first.put(box('b'))
    await timers.advance(600)
    expect(state(second)).toBe('offline')
    first.sync.dispose()
    await timers.advance(3000)
    expect(second.transport.sent[0]?.op_id).toBe(first.transport.sent[0]?.op_id)
    expect(server.applied).toBe(1)
    expect(state(second)).toBe('saved')
  })

  test('the tab that does not send can flush, and can settle conflicts', async () => {
    const { server, timers, first, second } = await twoTabs()
    const carol = await open({ server, author: 'carol' })
    carol.put(box('a', 5))
    await carol.timers.advance(2000)
    second.put(box('b'))
    second.put(box('a', 3))
    const flushed = second.sync.flush()
    await settle(60)
    expect(await flushed).toMatchObject({ state: 'conflict' })
    await second.sync.resolve('a', 'theirs')
    await timers.advance(3000)
    expect(first.document.get('a')).toEqual(box('a', 5))
    expect(second.document.get('a')).toEqual(box('a', 5))
    expect(server.records.get('b')).toEqual(box('b'))
    expect([state(first), state(second)]).toEqual(['saved', 'saved'])
  })

  test('signing in again in one tab sends for both', async () => {
    const { server, timers, first, second } = await twoTabs()
    first.weather.now = 'signed-out'
    second.put(box('b'))
    await timers.advance(600)
    expect([state(first), state(second)]).toEqual(['signed-out', 'signed-out'])
    first.weather.now = 'fine'
    await second.sync.resume()
    await timers.advance(1000)
    expect(server.records.get('b')).toEqual(box('b'))
    expect([state(first), state(second)]).toEqual(['saved', 'saved'])
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
