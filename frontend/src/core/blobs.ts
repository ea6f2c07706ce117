/**
 * Files that annotations point at by the SHA-256 of their bytes, `data.blob`: what is too large for a patch.
 *
 * A file is stored in this browser before an annotation names it, and sent before the patch that does. A patch
 * therefore never names what could be lost, and a repeat of either is harmless.
 */
import { signal } from '@preact/signals-core'
import type { Editor } from './editor'
import { newId } from './ids'
import type { Operation, OutboxState } from './outbox'
import type { Annotation } from './patch'
import { sha256 } from './sha256'
import { type Refusal, type SaveReply, type Transport, TransportError } from './transport'

/** How files reach the server and come back. Throws `TransportError` when no usable answer came. */
export interface BlobTransport {
  send(document: string, name: string, bytes: Bytes): Promise<'sent' | Refusal | Invalid>
  fetch(document: string, name: string): Promise<Bytes>
}
type Bytes = Uint8Array<ArrayBuffer>
type Invalid = Extract<SaveReply, { outcome: 'invalid' }>

/** A transport with that of the files. */
export interface FullTransport extends Transport {
  readonly blobs: BlobTransport
}

/** Files that have not been sent yet, for one person and one document. */
export interface BlobStore {
  put(name: string, bytes: Bytes): Promise<void>
  get(name: string): Promise<Bytes | null>
  drop(name: string): Promise<void>
  /** Those kept before a time. */
  names(before: number): Promise<readonly string[]>
}

const OLD_MS = 24 * 3600 * 1000
const NAME = /^[0-9a-f]{64}$/
/** How the names of notes begin. */
const NOTE = 'note-'
const isNote = (name: string): boolean => name.startsWith(NOTE)

/** The file that an annotation points at, if it does. */
export function blobOf(record: Annotation | null): string | null {
  const blob = (record?.data as { readonly blob?: unknown } | null | undefined)?.blob
  return typeof blob === 'string' && NAME.test(blob) ? blob : null
}

/** The files that unsent changes name. */
export function namedIn({ operation, rows }: OutboxState): ReadonlySet<string> {
  const changes = [...(operation?.patch ?? []), ...rows.values()]
  return new Set(changes.flatMap(({ after }) => blobOf(after) ?? []))
}

/** Keeps files where the browser has no store: they do not survive a reload. */
export class MemoryBlobs implements BlobStore {
  readonly #kept = new Map<string, Bytes>()

  async put(name: string, bytes: Bytes): Promise<void> {
    this.#kept.set(name, bytes)
  }
  async get(name: string): Promise<Bytes | null> {
    return this.#kept.get(name) ?? null
  }
  async drop(name: string): Promise<void> {
    this.#kept.delete(name)
  }
  async names(): Promise<readonly string[]> {
    return [...this.#kept.keys()]
  }
}

export class Blobs {
  /** Resolves when every change of the document so far is in the outbox. */
  stored: () => Promise<unknown> = () => Promise.resolve()
  /** Changes that wait for a file to be made and stored: no outbox knows of them yet. */
  readonly making = signal(0)
  #made: Promise<unknown> = Promise.resolve()
  readonly #document: string
  readonly #transport: BlobTransport
  #store: BlobStore

  constructor(document: string, transport: BlobTransport, store: BlobStore) {
    this.#document = document
    this.#transport = transport
    this.#store = store
  }

  /** A change that will name a file is on its way; ends when it is in the document, or has failed. */
  expect(change: Promise<unknown>): void {
    this.making.value = this.making.peek() + 1
    const ended = change
      .catch(() => undefined)
      .then(() => {
        this.making.value = this.making.peek() - 1
      })
    this.#made = Promise.all([this.#made, ended])
  }

  /** When everything that was on its way is in the document. */
  async made(): Promise<void> {
    await this.#made
  }

  /** Note what a change will need that takes time to be made: found by `notes` when this page ends before. */
  async note(bytes: Bytes): Promise<string> {
    const name = `${NOTE}${Date.now().toString().padStart(15, '0')}-${newId()}`
    await this.#store.put(name, bytes).catch(() => undefined)
    return name
  }

  /** What was noted and never crossed out, the oldest first. */
  async notes(): Promise<readonly (readonly [name: string, bytes: Bytes])[]> {
    const names = await this.#store.names(Number.POSITIVE_INFINITY).catch(() => [])
    const found: (readonly [string, Bytes])[] = []
    for (const name of names.filter(isNote).sort()) {
      const bytes = await this.#store.get(name).catch(() => null)
      if (bytes) found.push([name, bytes])
    }
    return found
  }

  /** The change is in the document: forget the note as soon as the outbox has stored it. */
  async crossOut(name: string): Promise<void> {
    await this.stored().catch(() => undefined)
    await this.#store.drop(name).catch(() => undefined)
  }

  /** Store a file; resolves with its name when it is safe to name it. */
  async keep(bytes: Bytes): Promise<string> {
    const name = sha256(bytes)
    try {
      await this.#store.put(name, bytes)
    } catch {
      // The store is full or refused; as with the outbox, the work goes on in memory.
      this.#store = new MemoryBlobs()
      await this.#store.put(name, bytes)
    }
    return name
  }

  async read(name: string): Promise<Bytes> {
    return (await this.#store.get(name)) ?? this.#transport.fetch(this.#document, name)
  }

  /** Send the files that an operation names and the server has not had from here; null when it has them all. */
  async send({ patch }: Operation): Promise<Refusal | Invalid | null> {
    for (const { id, after } of patch) {
      const name = blobOf(after)
      const bytes = name && (await this.#store.get(name))
      if (!name || !bytes) continue
      const reply = await this.#transport.send(this.#document, name, bytes)
      if (reply !== 'sent') {
        return reply.outcome === 'invalid' ? { ...reply, records: [id] } : reply
      }
    }
    return null
  }

  /** The server has what this operation names. */
  async sent({ patch }: Operation): Promise<void> {
    const names = patch.flatMap(({ after }) => blobOf(after) ?? [])
    await Promise.all(names.map((name) => this.#store.drop(name).catch(() => undefined)))
  }

  /** Forget what an earlier visit left and no unsent change names: steps on the way that were never sent. */
  async forget(needed: ReadonlySet<string>): Promise<void> {
    // Another tab may still step back to one that it made a moment ago.
    const names = await this.#store.names(Date.now() - OLD_MS).catch(() => [])
    const idle = names.filter((name) => !needed.has(name) && !isNote(name))
    await Promise.all(idle.map((name) => this.#store.drop(name).catch(() => undefined)))
  }
}

/** The transport of a document whose files go before the patches that name them. */
export function sendingBlobs(transport: Transport, blobs: Blobs): Transport {
  return {
    changes: (document, since) => transport.changes(document, since),
    async save(document, operation) {
      const refused = await blobs.send(operation)
      if (refused) return refused
      const reply = await transport.save(document, operation)
      if (reply.outcome === 'saved') await blobs.sent(operation)
      return reply
    },
  }
}

/** For pages without files, such as tests: there is nowhere to fetch one from. */
export const noBlobs: BlobTransport = {
  send: async () => 'sent',
  fetch: async () => {
    throw new TransportError()
  },
}

const known = new WeakMap<Editor, Blobs>()

export const attachBlobs = (editor: Editor, blobs: Blobs): void => void known.set(editor, blobs)

/** The files of the work document that an editor works on. */
export function blobsOf(editor: Editor): Blobs {
  const found = known.get(editor) ?? new Blobs(editor.work.id, noBlobs, new MemoryBlobs())
  known.set(editor, found)
  return found
}
