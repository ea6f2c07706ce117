import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { Blobs, type BlobTransport, MemoryBlobs, sendingBlobs } from './blobs'
import { IdbBlobs, openBlobDatabase, wipeBlobs } from './blobs-idb'
import { newId } from './ids'
import type { Operation } from './outbox'
import { sha256 } from './sha256'
import { box } from './testing/records'
import { type SaveReply, TransportError } from './transport'

const text = (value: string) => new TextEncoder().encode(value) as Uint8Array<ArrayBuffer>

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['a'.repeat(1000), '41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3'],
])('a file is named by the SHA-256 of its bytes', (content, name) => {
  expect(sha256(text(content))).toBe(name)
})

function server() {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const happened: string[] = []
  const weather = { offline: false }
  const blobs: BlobTransport = {
    async send(_, name, bytes) {
      if (weather.offline) throw new TransportError()
      happened.push('file')
      files.set(name, bytes)
      return 'sent'
    },
    async fetch(_, name) {
      const found = files.get(name)
      if (!found) throw new TransportError()
      return found
    },
  }
  const transport = {
    async save(): Promise<SaveReply> {
      happened.push('patch')
      return { outcome: 'saved', revision: 1, changes: [] }
    },
    changes: async () => ({ outcome: 'changes' as const, revision: 1, changes: [] }),
  }
  return { files, happened, weather, blobs, transport }
}

const naming = (name: string): Operation => ({
  op_id: newId(),
  base_revision: 0,
  patch: [{ id: 'a', before: null, after: { ...box('a'), data: { blob: name } } }],
})

test('a file goes before the patch that names it, once, and comes back', async () => {
  const { files, happened, blobs, transport } = server()
  const mine = new Blobs('doc', blobs, new MemoryBlobs())
  const name = await mine.keep(text('labels'))
  const sending = sendingBlobs(transport, mine)
  await sending.save('doc', naming(name))
  await sending.save('doc', naming(name))
  expect(happened).toEqual(['file', 'patch', 'patch'])
  expect(files.get(name)).toEqual(text('labels'))
  expect(await mine.read(name)).toEqual(text('labels'))
})

test('without a connection neither goes; another visit sends both', async () => {
  const { happened, weather, blobs, transport } = server()
  const database = await openBlobDatabase('blobs-test')
  const first = new Blobs('doc', blobs, new IdbBlobs(database, 'bob', 'doc'))
  const name = await first.keep(text('labels'))
  weather.offline = true
  await expect(sendingBlobs(transport, first).save('doc', naming(name))).rejects.toThrow()
  expect(happened).toEqual([])
  weather.offline = false
  const second = new Blobs('doc', blobs, new IdbBlobs(database, 'bob', 'doc'))
  await second.forget(new Set())
  await sendingBlobs(transport, second).save('doc', naming(name))
  expect(happened).toEqual(['file', 'patch'])
})

test('signing out forgets the files of this person', async () => {
  const database = await openBlobDatabase('blobs-test-2')
  const store = new IdbBlobs(database, 'bob', 'doc')
  await store.put('a', text('a'))
  await new IdbBlobs(database, 'ben', 'doc').put('a', text('b'))
  await wipeBlobs('bob', 'blobs-test-2')
  expect(await store.get('a')).toBeNull()
  expect(await new IdbBlobs(database, 'ben', 'doc').get('a')).toEqual(text('b'))
})
