/** The outbox in IndexedDB: only differences, never whole documents, and gone when the person signs out. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { emptyOutbox, type Operation, type OutboxState, type OutboxStore, type Row } from './outbox'

type RowKey = [user: string, document: string, id: string]
type OperationKey = [user: string, document: string]

interface OutboxSchema extends DBSchema {
  rows: { key: RowKey; value: Row }
  operations: { key: OperationKey; value: Operation }
}

type Database = IDBPDatabase<OutboxSchema>
type Writing = IDBPTransaction<OutboxSchema, ['rows', 'operations'], 'readwrite'>

const NAME = 'groundwork-outbox'

/** Open (or create) the browser's outbox; rejects where the browser refuses storage. */
export function openOutboxDatabase(name = NAME): Promise<Database> {
  return openDB<OutboxSchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('rows')
      database.createObjectStore('operations')
    },
  })
}

// An array sorts after every string, so this spans all keys that start with the prefix.
const startingWith = (...prefix: string[]) => IDBKeyRange.bound(prefix, [...prefix, []])

export class IdbOutbox implements OutboxStore {
  readonly #database: Database
  readonly #key: OperationKey

  constructor(database: Database, user: string, document: string) {
    this.#database = database
    this.#key = [user, document]
  }

  async update(change: (state: OutboxState) => OutboxState): Promise<OutboxState> {
    const tx = this.#database.transaction(['rows', 'operations'], 'readwrite')
    const before = await this.#read(tx)
    const after = change(before)
    if (after !== before) this.#write(tx, before, after)
    await tx.done
    return after
  }

  async #read(tx: Writing): Promise<OutboxState> {
    const [operation, rows] = await Promise.all([
      tx.objectStore('operations').get(this.#key),
      tx.objectStore('rows').getAll(startingWith(...this.#key)),
    ])
    if (!operation && rows.length === 0) return emptyOutbox
    return { operation: operation ?? null, rows: new Map(rows.map((row) => [row.id, row])) }
  }

  /** Requests fail by failing the transaction, so nothing is awaited here. */
  #write(tx: Writing, before: OutboxState, after: OutboxState): void {
    const rows = tx.objectStore('rows')
    for (const id of before.rows.keys()) {
      if (!after.rows.has(id)) quietly(rows.delete([...this.#key, id]))
    }
    for (const [id, row] of after.rows) {
      if (before.rows.get(id) !== row) quietly(rows.put(row, [...this.#key, id]))
    }
    if (before.operation === after.operation) return
    const operations = tx.objectStore('operations')
    if (after.operation) quietly(operations.put(after.operation, this.#key))
    else quietly(operations.delete(this.#key))
  }
}

const quietly = (request: Promise<unknown>): void => void request.catch(() => undefined)

/** How many changes of this person are not confirmed, over all documents. */
export async function countUnconfirmed(user: string, name = NAME): Promise<number> {
  const database = await openOutboxDatabase(name)
  try {
    const rows = await database.count('rows', startingWith(user))
    const operations = await database.getAll('operations', startingWith(user))
    return operations.reduce((sum, { patch }) => sum + patch.length, rows)
  } finally {
    database.close()
  }
}

/** Documents of which something is unsent: left behind by a closed tab. */
export async function unsentDocuments(user: string, name = NAME): Promise<readonly string[]> {
  const database = await openOutboxDatabase(name)
  try {
    const rows = await database.getAllKeys('rows', startingWith(user))
    const operations = await database.getAllKeys('operations', startingWith(user))
    return [...new Set([...operations, ...rows].map(([, document]) => document))]
  } finally {
    database.close()
  }
}

/** Forget everything of this person: called when they sign out on purpose, not when a session expires. */
export async function wipeOutbox(user: string, name = NAME): Promise<void> {
  const database = await openOutboxDatabase(name)
  try {
    const tx = database.transaction(['rows', 'operations'], 'readwrite')
    await Promise.all([
      tx.objectStore('rows').delete(startingWith(user)),
      tx.objectStore('operations').delete(startingWith(user)),
      tx.done,
    ])
  } finally {
    database.close()
  }
}
