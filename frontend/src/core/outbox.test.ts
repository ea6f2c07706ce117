import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import {
  confirmOperation,
  dropRows,
  emptyOutbox,
  isEmpty,
  markConflicts,
  markRefused,
  type OutboxState,
  overlay,
  recordEdits,
  retryAsNew,
  rowsIn,
  settleConflict,
  startOperation,
  unconfirmed,
  updateTheirs,
} from './outbox'
import {
  countUnconfirmed,
  IdbOutbox,
  openOutboxDatabase,
  unsentDocuments,
  wipeOutbox,
} from './outbox-idb'
import { problem } from './testing/fake-server'
import { box } from './testing/records'

const put = (state: OutboxState, before: ReturnType<typeof box> | null, after: typeof before) =>
  recordEdits(state, [{ id: (before ?? after)?.id ?? '', before, after }])
const made = put(emptyOutbox, null, box('a', 1))

test('edits of one annotation fold into one row; back to the start leaves nothing', () => {
  const moved = put(made, box('a', 1), box('a', 2))
  expect(rowsIn(moved, 'pending')).toEqual([
    { id: 'a', before: null, after: box('a', 2), state: 'pending' },
  ])
  expect(isEmpty(put(moved, box('a', 2), null))).toBe(true)
})

test('an operation is frozen: later edits become rows on top of it', () => {
  const sent = startOperation(made, 7, 100, 'op-1')
  const edited = put(sent, box('a', 1), box('a', 2))
  expect(startOperation(edited, 8, 100, 'op-2').operation).toEqual(sent.operation)
  expect(sent.operation).toEqual({
    op_id: 'op-1',
    base_revision: 7,
    patch: [{ id: 'a', before: null, after: box('a', 1) }],
  })
  expect(overlay(edited, 'a', null)).toEqual(box('a', 2))
  expect(overlay(sent, 'a', null)).toEqual(box('a', 1))
  const confirmed = confirmOperation(edited, 'op-1')
  expect(rowsIn(confirmed, 'pending')).toEqual([
    { id: 'a', before: box('a', 1), after: box('a', 2), state: 'pending' },
  ])
  expect(confirmOperation(edited, 'another')).toBe(edited)
})

test('an operation takes no more than the limit, the rest follows', () => {
  const many = ['a', 'b', 'c'].reduce((s, id) => put(s, null, box(id)), emptyOutbox)
  const first = startOperation(many, 0, 2, 'op-1')
  expect(first.operation?.patch).toHaveLength(2)
  expect([...unconfirmed(first)]).toEqual(['a', 'b', 'c'])
  const second = startOperation(confirmOperation(first, 'op-1'), 1, 2, 'op-2')
  expect(second.operation?.patch.map(({ id }) => id)).toEqual(['c'])
})

test('a conflict holds back its annotation only, with edits made meanwhile', () => {
  const two = put(put(emptyOutbox, box('a', 0), box('a', 1)), null, box('b'))
  const sent = put(startOperation(two, 0, 10, 'op'), box('a', 1), box('a', 2))
  const state = markConflicts(sent, 'op', [{ id: 'a', record: box('a', 9) }])
  expect(rowsIn(state, 'conflict')).toEqual([
    { id: 'a', before: box('a', 0), after: box('a', 2), state: 'conflict', theirs: box('a', 9) },
  ])
  expect(startOperation(state, 1, 10, 'op-2').operation?.patch.map(({ id }) => id)).toEqual(['b'])
  const mine = settleConflict(state, 'a', 'mine')
  expect(mine.rows.get('a')).toEqual({
    id: 'a',
    before: box('a', 9),
    after: box('a', 2),
    state: 'pending',
  })
  expect(settleConflict(state, 'a', 'theirs').rows.has('a')).toBe(false)
  expect(settleConflict(state, 'b', 'theirs')).toBe(state)
})

test('a conflict dissolves when both made the same of it, or mine is undone', () => {
  const sent = startOperation(put(emptyOutbox, box('a', 0), box('a', 1)), 0, 10, 'op')
  expect(isEmpty(markConflicts(sent, 'op', [{ id: 'a', record: box('a', 1) }]))).toBe(true)
  const state = markConflicts(sent, 'op', [{ id: 'a', record: box('a', 9) }])
  expect(isEmpty(put(state, box('a', 1), box('a', 0)))).toBe(true)
  expect(isEmpty(put(state, box('a', 1), box('a', 9)))).toBe(true)
  expect(isEmpty(updateTheirs(state, [{ id: 'a', record: box('a', 1) }]))).toBe(true)
  const deleted = updateTheirs(state, [{ id: 'a', record: null }])
  expect(deleted.rows.get('a')?.theirs).toBeNull()
  expect(settleConflict(deleted, 'a', 'mine').rows.get('a')?.before).toBeNull()
})

test('a refused annotation waits; the next edit of it sends it again', () => {
  const two = put(made, null, box('b'))
  const sent = startOperation(two, 0, 10, 'op')
  const state = markRefused(sent, 'op', new Set(['a']), problem('invalid-record'))
  expect(rowsIn(state, 'held').map(({ id }) => id)).toEqual(['a'])
  expect(startOperation(state, 0, 10, 'op-2').operation?.patch.map(({ id }) => id)).toEqual(['b'])
  const mended = put(state, box('a', 1), box('a', 1, 'bus'))
  expect(mended.rows.get('a')).toEqual({
    id: 'a',
    before: null,
    after: box('a', 1, 'bus'),
    state: 'pending',
  })
  const editedMeanwhile = put(sent, box('a', 1), box('a', 5))
  const tried = markRefused(editedMeanwhile, 'op', new Set(['a']), problem('invalid-record'))
  expect(tried.rows.get('a')?.state).toBe('pending')
})

test('an operation given up goes out again under a new id', () => {
  const sent = startOperation(made, 0, 10, 'op')
  const again = startOperation(retryAsNew(sent, 'op'), 0, 10, 'op-2')
  expect(again.operation?.op_id).toBe('op-2')
  expect(isEmpty(dropRows(retryAsNew(sent, 'op'), ['a']))).toBe(true)
})

test('IndexedDB keeps rows and operation per person and document, and writes differences only', async () => {
  const database = await openOutboxDatabase('test-outbox')
  const store = new IdbOutbox(database, 'bob', 'doc-1')
  await store.update((state) => recordEdits(state, [{ id: 'a', before: null, after: box('a') }]))
  await store.update((state) => startOperation(state, 3, 10, 'op'))
  await store.update((state) => recordEdits(state, [{ id: 'b', before: null, after: box('b') }]))
  const reopened = await new IdbOutbox(database, 'bob', 'doc-1').update((state) => state)
  expect(reopened.operation?.op_id).toBe('op')
  expect([...reopened.rows.keys()]).toEqual(['b'])
  const other = await new IdbOutbox(database, 'bob', 'doc-2').update((state) => state)
  expect(isEmpty(other)).toBe(true)
  expect(await countUnconfirmed('bob', 'test-outbox')).toBe(2)
  expect(await countUnconfirmed('bo', 'test-outbox')).toBe(0)
  expect(await unsentDocuments('bob', 'test-outbox')).toEqual(['doc-1'])
  database.close()
})

test('two tabs that write at once both get through', async () => {
  const database = await openOutboxDatabase('test-two-tabs')
  const stores = [new IdbOutbox(database, 'bob', 'd'), new IdbOutbox(database, 'bob', 'd')]
  const ids = Array.from({ length: 20 }, (_, i) => `r${i}`)
  await Promise.all(
    ids.map((id, i) =>
      stores[i % 2]?.update((s) => recordEdits(s, [{ id, before: null, after: box(id) }])),
    ),
  )
  const state = await stores[0]?.update((s) => s)
  expect(new Set(state?.rows.keys())).toEqual(new Set(ids))
  database.close()
})

test('signing out wipes one person and nobody else', async () => {
  const database = await openOutboxDatabase('test-wipe')
  for (const user of ['bob', 'bobby']) {
    const store = new IdbOutbox(database, user, 'd')
    await store.update((s) => recordEdits(s, [{ id: 'a', before: null, after: box('a') }]))
  }
  await wipeOutbox('bob', 'test-wipe')
  expect(await countUnconfirmed('bob', 'test-wipe')).toBe(0)
  expect(await countUnconfirmed('bobby', 'test-wipe')).toBe(1)
  database.close()
})
