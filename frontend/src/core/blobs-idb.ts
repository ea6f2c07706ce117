/** Unsent files in IndexedDB, beside the outbox that names them. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { BlobStore } from './blobs'

type Bytes = Uint8Array<ArrayBuffer>
type Key = [user: string, document: string, name: string]

interface BlobSchema extends DBSchema {
  blobs: { key: Key; value: { readonly bytes: Bytes; readonly at: number } }
}

const NAME = 'groundwork-blobs'

export function openBlobDatabase(name = NAME): Promise<IDBPDatabase<BlobSchema>> {
  return openDB<BlobSchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('blobs')
    },
  })
}

// An array sorts after every string, so this spans all keys that start with the prefix.
const startingWith = (...prefix: string[]) => IDBKeyRange.bound(prefix, [...prefix, []])

export class IdbBlobs implements BlobStore {
  readonly #database: IDBPDatabase<BlobSchema>
  readonly #user: string
  readonly #document: string

  constructor(database: IDBPDatabase<BlobSchema>, user: string, document: string) {
    this.#database = database
    this.#user = user
    this.#document = document
  }

  #key(name: string): Key {
    return [this.#user, this.#document, name]
  }

  async put(name: string, bytes: Bytes): Promise<void> {
    const kept = this.#database.transaction('blobs', 'readwrite')
    kept.store.put({ bytes, at: Date.now() }, this.#key(name)).catch(() => undefined)
    // Nothing more will come: it need not wait until this page, which may be ending, has heard of the write.
    kept.commit()
    await kept.done
  }

  async get(name: string): Promise<Bytes | null> {
    return (await this.#database.get('blobs', this.#key(name)))?.bytes ?? null
  }

  async drop(name: string): Promise<void> {
    await this.#database.delete('blobs', this.#key(name))
  }

  async names(before: number): Promise<readonly string[]> {
    const range = startingWith(this.#user, this.#document)
    const keys = await this.#database.getAllKeys('blobs', range)
    const values = await this.#database.getAll('blobs', range)
    return keys.flatMap(([, , name], i) => ((values[i]?.at ?? 0) < before ? [name] : []))
  }
}

/** Forget everything of this person. */
export async function wipeBlobs(user: string, name = NAME): Promise<void> {
  const database = await openBlobDatabase(name)
  try {
    await database.delete('blobs', startingWith(user))
  } finally {
    database.close()
  }
}
