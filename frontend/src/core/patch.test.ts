import { expect, test, vi } from 'vitest'
import { Document } from './document'
import { History } from './history'
import { type Annotation, applied, invert, type Patch, sameJson, squash } from './patch'
import { Transaction } from './transaction'

const record = (id: string, over: Partial<Annotation> = {}): Annotation => ({
  id,
  kind: 'box',
  label: 'car',
  data: { x: 0, y: 0, width: 10, height: 10 },
  attributes: {},
  z: 0,
  group: null,
  source: { origin: 'human' },
  score: null,
  ...over,
})

interface Case {
  readonly name: string
  readonly records: readonly Annotation[]
  readonly patches: readonly Patch[]
  readonly result: readonly Annotation[]
  readonly squashed: Patch
  readonly inverted: Patch
}
const files = import.meta.glob<{ cases: readonly Case[] }>(
  '../../../tests/contracts/patches/*.json',
  { eager: true, import: 'default' },
)
const cases = Object.values(files).flatMap((file) => file.cases)
const byId = (records: readonly Annotation[]) => new Map(records.map((r) => [r.id, r]))

test('the golden file is read', () => expect(cases.length).toBeGreaterThan(5))

test.each(cases)('patch: $name', ({ records, patches, result, squashed, inverted }) => {
  const after = patches.reduce(applied, byId(records))
  expect(after).toEqual(byId(result))
  expect(squash(...patches)).toEqual(squashed)
  expect(invert(squash(...patches))).toEqual(inverted)
  expect(applied(after, inverted)).toEqual(byId(records))
})

test('deep equality looks at content, not at identity or key order', () => {
  expect(sameJson({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true)
  expect(sameJson({ a: undefined }, {})).toBe(true)
  expect(sameJson([], {})).toBe(false)
  expect(sameJson([1], [1, 2])).toBe(false)
  expect(sameJson(null, {})).toBe(false)
  expect(sameJson({ a: 1 }, { b: 1 })).toBe(false)
})

test('squash then invert equals the start after a random walk', () => {
  let seed = 7
  const random = (n: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return seed % n
  }
  const document = new Document()
  const all: Patch[] = []
  for (let i = 0; i < 2000; i++) {
    const tx = new Transaction(document)
    const id = `r${random(20)}`
    if (random(3) === 0) tx.remove(id)
    else tx.put(record(id, { z: random(1000) }))
    all.push(tx.patch)
    document.apply(tx.patch, 'user')
  }
  document.apply(invert(squash(...all)), 'history')
  expect(document.records.value.size).toBe(0)
})

test('undo restores exactly, redo repeats, and what the server sends stays out of it', () => {
  const work = new Document([record('a')])
  const history = new History()
  const sent: Patch[] = []
  work.onPatch((patch, origin) => {
    if (origin !== 'server') sent.push(patch)
  })
  const tx = new Transaction(work)
  tx.update('a', (a) => ({ ...a, z: 5 }))
  tx.put(record('b'))
  history.commit('editor:edit.move', tx.patches)
  work.apply([{ id: 'c', before: null, after: record('c') }], 'server')
  expect(history.undo()).toMatchObject({ title: 'editor:edit.move', skipped: 0 })
  expect(work.get('a')).toEqual(record('a'))
  expect(work.get('b')).toBeUndefined()
  expect(work.get('c')).toBeDefined()
  history.redo()
  expect(work.get('a')?.z).toBe(5)
  expect(history.undoTitle.value).toBe('editor:edit.move')
  expect(history.redo()).toBeNull()
  expect(sent).toHaveLength(3)
})

test('undo never overwrites what another writer changed since', () => {
  const work = new Document([record('a'), record('b')])
  const history = new History()
  const tx = new Transaction(work)
  for (const id of ['a', 'b']) tx.update(id, (r) => ({ ...r, z: 1 }))
  history.commit('t', tx.patches)
  const theirs = record('a', { z: 9 })
  work.apply([{ id: 'a', before: work.get('a') ?? null, after: theirs }], 'server')
  expect(history.undo()).toMatchObject({ changed: ['b'], skipped: 1 })
  expect(work.get('a')).toEqual(theirs)
  expect(work.get('b')).toEqual(record('b'))
})

test('one entry may span documents: accepting a suggestion undoes in both', () => {
  const work = new Document()
  const prelabel = new Document([record('s', { score: 0.9 })], 'p', 'prelabel')
  const history = new History()
  const tx = new Transaction(work, (id) => prelabel.get(id))
  tx.update('s', (s) => ({ ...s, label: 'bus' }))
  tx.on(prelabel).remove('s')
  expect(tx.patches).toHaveLength(2)
  history.commit('t', tx.patches)
  expect(work.get('s')?.label).toBe('bus')
  expect(prelabel.get('s')).toBeUndefined()
  history.undo()
  expect(work.records.value.size).toBe(0)
  expect(prelabel.get('s')?.label).toBe('car')
})

test('quick repetitions with one merge key are one entry', () => {
  const work = new Document([record('a')])
  const history = new History()
  for (let i = 1; i <= 5; i++) {
    const tx = new Transaction(work)
    tx.update('a', (a) => ({ ...a, z: i }))
    history.commit('nudge', tx.patches, 'nudge:a')
  }
  expect(history.entries.value).toHaveLength(1)
  history.undo()
  expect(work.get('a')?.z).toBe(0)
})

test('a commit looks at what it changes and at nothing else', () => {
  const looked = vi.fn()
  const untouched = (id: string) =>
    new Proxy(record(id), {
      get: (own, key, receiver) => {
        looked(id, key)
        return Reflect.get(own, key, receiver)
      },
    })
  const others = Array.from({ length: 1000 }, (_, i) => untouched(`r${i}`))
  const work = new Document([record('own'), ...others])
  looked.mockClear()
  const tx = new Transaction(work)
  tx.update('own', (r) => ({ ...r, z: 1 }))
  work.apply(tx.patch, 'user')
  expect(work.get('own')?.z).toBe(1)
  expect(looked).not.toHaveBeenCalled()
})
