import { computed, type ReadonlySignal } from '@preact/signals-core'
import { onSession } from '../../api/signals'
import {
  type BlobStore,
  Blobs,
  type FullTransport,
  MemoryBlobs,
  namedIn,
  sendingBlobs,
} from '../../core/blobs'
import { IdbBlobs, openBlobDatabase, wipeBlobs } from '../../core/blobs-idb'
import { Document } from '../../core/document'
import { MemoryOutbox, type OutboxStore } from '../../core/outbox'
import {
  countUnconfirmed,
  IdbOutbox,
  openOutboxDatabase,
  unsentDocuments,
  wipeOutbox,
} from '../../core/outbox-idb'
import type { Scope } from '../../core/scope'
import { Sync } from '../../core/sync'
import { combineStatus, type SyncStatus, withMaking } from '../../core/sync-status'
import { openTabs } from '../../core/tabs'
import type { DocumentState } from '../types'

const POLL_MS = 20_000

/** What this browser keeps of a document: changes that are not sent yet, and the files that they name. */
interface Kept {
  readonly outbox: OutboxStore
  readonly blobs: BlobStore
}

export type StoreOf = (document: string) => Kept

/** Where this browser keeps what is not sent yet; in memory where it refuses storage. */
export async function openStores(person: string): Promise<StoreOf> {
  try {
    const [database, files] = await Promise.all([openOutboxDatabase(), openBlobDatabase()])
    return (document) => ({
      outbox: new IdbOutbox(database, person, document),
      blobs: new IdbBlobs(files, person, document),
    })
  } catch {
    return () => ({ outbox: new MemoryOutbox(), blobs: new MemoryBlobs() })
  }
}

/** Keeps all documents of a task saved, and says so in one status. */
export class Saving {
  readonly work: Sync
  readonly all: readonly Sync[]
  readonly status: ReadonlySignal<SyncStatus>
  /** Files that annotations of the work document point at. */
  readonly blobs: Blobs

  private constructor(work: Sync, others: readonly Sync[], blobs: Blobs) {
    this.work = work
    this.all = [work, ...others]
    this.blobs = blobs
    this.status = computed(() =>
      withMaking(combineStatus(this.all.map(({ status }) => status.value)), blobs.making.value),
    )
  }

  /** Start saving; resolves when what an earlier visit left unsent is on the screen again. */
  static async start(
    person: string,
    transport: FullTransport,
    storeOf: StoreOf,
    [work, ...others]: readonly [SavedDocument, ...SavedDocument[]],
  ): Promise<Saving> {
    const kept = storeOf(work.state.id)
    const blobs = new Blobs(work.state.id, transport.blobs, kept.blobs)
    await blobs.forget(namedIn(await kept.outbox.update((state) => state)))
    const open = ({ document, state }: SavedDocument) =>
      new Sync({
        document,
        revision: state.revision,
        transport: document === work.document ? sendingBlobs(transport, blobs) : transport,
        store: storeOf(state.id).outbox,
        tabs: openTabs(person, state.id),
      })
    const saving = new Saving(open(work), others.map(open), blobs)
    blobs.stored = () => saving.work.stored()
    await Promise.all(saving.all.map((sync) => sync.start()))
    void sendLeftovers(
      person,
      transport,
      storeOf,
      saving.all.map(({ document }) => document.id),
    )
    return saving
  }

  /** Listen to the browser: focus, connection, closing, signing in again. */
  attach(scope: Scope): void {
    const poll = () => this.each((sync) => sync.poll())
    const resume = () => this.each((sync) => sync.resume())
    scope.interval(() => document.visibilityState === 'visible' && poll(), POLL_MS)
    scope.listen(window, 'focus', poll)
    scope.listen(window, 'online', resume)
    scope.add(onSession('signed-in', resume))
    scope.listen<Window, BeforeUnloadEvent>(window, 'beforeunload', (event) => {
      if (this.status.peek().pending > 0) event.preventDefault()
    })
  }

  /** Send everything; 'saved' when nothing is left. */
  async flush(): Promise<SyncStatus> {
    await this.blobs.made()
    await Promise.all(this.all.map((sync) => sync.flush()))
    return this.status.peek()
  }

  /** The person leaves the task: what is unsent goes on being sent. */
  retire(): void {
    this.each((sync) => sync.retire())
  }

  each(run: (sync: Sync) => Promise<void>): void {
    for (const sync of this.all) void run(sync)
  }
}

export interface SavedDocument {
  readonly document: Document
  readonly state: DocumentState
}

/** Send what a closed tab left behind of other tasks. What needs a person waits until that task is opened. */
async function sendLeftovers(
  person: string,
  transport: FullTransport,
  storeOf: StoreOf,
  known: readonly string[] = [],
): Promise<readonly Sync[]> {
  const unsent = await unsentDocuments(person).catch(() => [])
  const left = unsent.filter((id) => !known.includes(id))
  return Promise.all(
    left.map(async (id) => {
      const document = new Document([], id)
      const { outbox, blobs } = storeOf(id)
      const sync = new Sync({
        document,
        revision: 0,
        transport: sendingBlobs(transport, new Blobs(id, transport.blobs, blobs)),
        store: outbox,
        tabs: openTabs(person, id),
      })
      await sync.start()
      void sync.retire()
      return sync
    }),
  )
}

/**
 * Before signing out: send what is left, then forget it. `confirm` is asked when so many changes could
 * not be sent and would be lost; false means that the person stays signed in.
 */
export async function settleBeforeSignOut(
  person: string,
  transport: FullTransport,
  confirm: (count: number) => boolean,
): Promise<boolean> {
  const count = () => countUnconfirmed(person).catch(() => 0)
  if ((await count()) > 0) {
    const syncs = await sendLeftovers(person, transport, await openStores(person))
    await Promise.all(syncs.map((sync) => sync.flush()))
  }
  const left = await count()
  if (left > 0 && !confirm(left)) return false
  await wipeOutbox(person).catch(() => undefined)
  await wipeBlobs(person).catch(() => undefined)
  return true
}
