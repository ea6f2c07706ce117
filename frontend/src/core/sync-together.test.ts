import { describe, expect, test } from 'vitest'
import { MemoryOutbox } from './outbox'
import { FakeBrowser, ManualTimers, settle } from './testing/fake-browser'
import { FakeServer } from './testing/fake-server'
import { open, shown, state } from './testing/open-tab'
import { box } from './testing/records'

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
