import { computed, type ReadonlySignal, signal } from '@preact/signals-core'
import { Backoff } from './backoff'
import type { Document } from './document'
import { newId } from './ids'
import {
  type Choice,
  confirmOperation,
  dropRows,
  emptyOutbox,
  isEmpty,
  markConflicts,
  markRefused,
  type Operation,
  type OutboxState,
  type OutboxStore,
  type Row,
  retryAsNew,
  rowsIn,
  type ServerChange,
  type ServerProblem,
  settleConflict,
  startOperation,
  updateTheirs,
} from './outbox'
import { OutboxMirror } from './outbox-mirror'
import { type Patch, sameJson } from './patch'
import { Replica } from './replica'
import { type SyncState, type SyncStatus, statusOf, type Trouble } from './sync-status'
import { SingleTab, type TabMessage, type Tabs } from './tabs'
import { realTimers, type Timers, until } from './timers'
import {
  type Refusal,
  type SaveReply,
  type Transport,
  TransportError,
  unexpected,
} from './transport'

export interface SyncOptions {
  /** Freshly loaded, without local changes. */
  readonly document: Document
  /** Revision of the records that the document was made with. */
  readonly revision: number
  readonly transport: Transport
  readonly store: OutboxStore
  readonly tabs?: Tabs
  readonly timers?: Timers
}

/** A save goes out after a pause in the editing, and within this time even without a pause. */
const PAUSE_MS = 500
const LATEST_MS = 1500
const LARGEST_OPERATION = 2000
const FOLLOWER_PATIENCE_MS = 10_000
/** What passes by itself; everything else needs the person. */
const PASSING: readonly SyncState[] = ['pending', 'offline', 'error']

/**
 * Keeps one document and the server the same.
 *
 * What the person sees is always `server state + outbox`. The outbox is stored before anything is
 * sent; an operation keeps its id until it is answered, so repeating it is safe; what others changed
 * goes into the document with origin 'server' unless we have an unsent change of the same annotation,
 * which the server then judges: it merges or reports a conflict, and the person chooses.
 */
export class Sync {
  readonly status: ReadonlySignal<SyncStatus>
  readonly conflicts: ReadonlySignal<readonly Row[]>
  readonly refused: ReadonlySignal<readonly Row[]>
  readonly #replica: Replica
  readonly #transport: Transport
  readonly #tabs: Tabs
  readonly #timers: Timers
  readonly #mirror: OutboxMirror
  readonly #trouble = signal<Trouble | null>(null)
  readonly #savedAt = signal<number | null>(null)
  readonly #backoff = new Backoff()
  #leading = false
  #disposed = false
  #limit = LARGEST_OPERATION
  #firstEditAt: number | null = null
  #timer: (() => void) | null = null
  #draining: Promise<void> | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #stopListening: () => void = () => undefined

  constructor(options: SyncOptions) {
    this.#transport = options.transport
    this.#tabs = options.tabs ?? new SingleTab()
    this.#timers = options.timers ?? realTimers
    this.#mirror = new OutboxMirror(options.store)
    const outbox = this.#mirror.state
    this.#replica = new Replica(options.document, options.revision, outbox)
    this.status = computed(() =>
      statusOf({
        outbox: outbox.value,
        trouble: this.#trouble.value,
        savedAt: this.#savedAt.value,
        durable: this.#mirror.durable.value,
      }),
    )
    this.conflicts = computed(() => rowsIn(outbox.value, 'conflict'))
    this.refused = computed(() => rowsIn(outbox.value, 'held'))
  }

  get document(): Document {
    return this.#replica.document
  }

  get revision(): number {
    return this.#replica.revision
  }

  /** Replay what an earlier tab left behind onto the freshly loaded document, then listen and send. */
  async start(): Promise<void> {
    const stopHearing = this.document.onPatch((patch, origin) => {
      if (origin !== 'server') void this.#edited(patch)
    })
    const stopShowing = this.#replica.follow()
    this.#stopListening = () => {
      stopHearing()
      stopShowing()
    }
    this.#tabs.onMessage((message) => void this.#hear(message))
    await this.#mirror.reload()
    this.#tabs.onLead(() => {
      this.#leading = true
      void this.send()
    })
  }

  /** Send now what there is; resolves when everything is answered or something stands in the way. */
  async send(): Promise<void> {
    if (this.#disposed) return
    if (!this.#leading) {
      this.#tabs.post({ kind: 'wake' })
      return
    }
    this.#draining ??= this.#inTurn(() => this.#drain()).finally(() => {
      this.#draining = null
    })
    await this.#draining
  }

  /** Send everything and say how it went: `state` is 'saved' when nothing is left. */
  async flush(): Promise<SyncStatus> {
    await this.#mirror.reload()
    await this.send()
    if (!this.#leading) {
      const answered = ({ state }: SyncStatus) => state !== 'pending'
      await until(this.status, answered, this.#timers, FOLLOWER_PATIENCE_MS)
    }
    return this.status.peek()
  }

  /** Ask what others changed. */
  async poll(): Promise<void> {
    if (this.#leading && !this.#disposed) await this.#inTurn(() => this.#catchUp())
  }

  /** The person signed in again, or is back online: go on at once. */
  async resume(): Promise<void> {
    this.#backoff.reset()
    await this.send()
  }

  /** Settle a conflict: send mine over theirs, or take theirs. */
  async resolve(id: string, choice: Choice): Promise<void> {
    await this.#change((state) => settleConflict(state, id, choice))
    await this.send()
  }

  /** Give up unsent changes of these annotations and show the server's version again. */
  async discard(ids: Iterable<string>): Promise<void> {
    const dropped = [...ids]
    await this.#change((state) => dropRows(state, dropped))
  }

  /** Give up everything unsent, after the server refused for good. */
  async discardAll(): Promise<void> {
    await this.#change(() => emptyOutbox)
    this.#setTrouble(null)
  }

  /** Stop following the document; go on sending until all is sent or only the person could help. */
  async retire(): Promise<void> {
    this.#stopListening()
    await this.flush()
    await until(this.status, ({ state }) => !PASSING.includes(state), this.#timers)
    this.dispose()
  }

  /** Resolves when every change so far is in the store. */
  stored(): Promise<void> {
    return this.#mirror.mutate((state) => state)
  }
  dispose(): void {
    this.#disposed = true
    this.#stopListening()
    this.#timer?.()
    this.#tabs.dispose()
  }

  get #outbox(): OutboxState {
    return this.#mirror.state.peek()
  }

  async #edited(patch: Patch): Promise<void> {
    const stored = this.#mirror.edit(patch)
    this.#scheduleSend()
    await stored
    this.#post({ kind: 'outbox' })
  }

  async #change(change: (state: OutboxState) => OutboxState): Promise<void> {
    await this.#mirror.mutate(change)
    this.#post({ kind: 'outbox' })
  }

  #post(message: TabMessage): void {
    if (!this.#disposed) this.#tabs.post(message)
  }

  #scheduleSend(): void {
    if (!this.#leading || this.#trouble.peek() || isEmpty(this.#outbox)) return
    const now = this.#timers.now()
    this.#firstEditAt ??= now
    this.#sendAfter(Math.max(0, Math.min(PAUSE_MS, this.#firstEditAt + LATEST_MS - now)))
  }

  #sendAfter(ms: number): void {
    this.#timer?.()
    if (!this.#disposed) this.#timer = this.#timers.after(ms, () => void this.send())
  }

  /** Requests of one document go one after another. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run)
    this.#turn = result.catch(() => undefined)
    return result
  }

  async #drain(): Promise<void> {
    this.#timer?.()
    this.#firstEditAt = null
    let progress: 'more' | 'empty' | 'stuck' = 'more'
    while (progress === 'more' && !this.#disposed) progress = await this.#sendOne()
    // With nothing to send, asking is the way to learn that the trouble is over.
    if (progress === 'empty' && this.#trouble.peek()) await this.#catchUp()
  }

  async #sendOne(): Promise<'more' | 'empty' | 'stuck'> {
    const fresh = newId()
    const { revision } = this.#replica
    await this.#mirror.mutate((state) => startOperation(state, revision, this.#limit, fresh))
    const { operation } = this.#outbox
    if (!operation) return 'empty'
    try {
      const reply = await this.#transport.save(this.document.id, operation)
      return (await this.#take(operation, reply, operation.op_id === fresh)) ? 'more' : 'stuck'
    } catch (error) {
      this.#fail(error)
      return 'stuck'
    }
  }

  /** False when something stands in the way of sending more. */
  async #take(operation: Operation, reply: SaveReply, first: boolean): Promise<boolean> {
    if (reply.outcome === 'signed-out' || reply.outcome === 'denied') {
      this.#refuse(reply)
      return false
    }
    this.#backoff.reset()
    this.#setTrouble(null)
    if (reply.outcome === 'saved') return this.#saved(operation, reply, first)
    if (reply.outcome === 'conflict') await this.#conflicted(operation, reply.conflicts)
    else await this.#refusedBy(operation, reply.problem, reply.records)
    return true
  }

  async #saved(
    { op_id, patch }: Operation,
    reply: Extract<SaveReply, { outcome: 'saved' }>,
    first: boolean,
  ): Promise<boolean> {
    this.#savedAt.value = this.#timers.now()
    if (reply.revision > this.revision) {
      const ours = patch.map(({ id, after }) => ({ id, record: after }))
      if (first) await this.#move(reply.revision, [...ours, ...reply.changes])
      // The answer to a repeat speaks of the past: without the present we keep the operation.
      else if (!(await this.#catchUp())) return false
    }
    this.#limit = Math.min(LARGEST_OPERATION, this.#limit * 2)
    await this.#change((state) => confirmOperation(state, op_id))
    return true
  }

  async #conflicted(
    { op_id, patch }: Operation,
    conflicts: readonly ServerChange[],
  ): Promise<void> {
    const ids = new Set(patch.map(({ id }) => id))
    if (!conflicts.some(({ id }) => ids.has(id))) {
      throw new TransportError(unexpected('a conflict about nothing we sent'))
    }
    this.#replica.learn(conflicts)
    await this.#change((state) => markConflicts(state, op_id, conflicts))
    await this.#catchUp()
  }

  async #refusedBy(
    { op_id, patch }: Operation,
    problem: ServerProblem,
    named: readonly string[],
  ): Promise<void> {
    const ids = patch.map(({ id }) => id)
    const guilty = new Set(ids.length === 1 ? ids : ids.filter((id) => named.includes(id)))
    if (guilty.size > 0) {
      await this.#change((state) => markRefused(state, op_id, guilty, problem))
      return
    }
    // It does not say which one is bad: halve until it does.
    this.#limit = Math.ceil(patch.length / 2)
    await this.#change((state) => retryAsNew(state, op_id))
  }

  #refuse(refusal: Refusal): void {
    this.#timer?.()
    const denied = refusal.outcome === 'denied'
    this.#setTrouble(denied ? { kind: 'denied', problem: refusal.problem } : { kind: 'signed-out' })
  }

  #fail(error: unknown): void {
    const known = error instanceof TransportError
    const problem = known ? error.problem : unexpected(String(error))
    this.#setTrouble(problem ? { kind: 'error', problem } : { kind: 'offline' })
    const wait = this.#backoff.next()
    this.#sendAfter((known ? error.retryAfterMs : null) ?? wait)
  }

  #setTrouble(trouble: Trouble | null): void {
    if (sameJson(trouble, this.#trouble.peek())) return
    this.#trouble.value = trouble
    if (this.#leading) this.#post({ kind: 'trouble', trouble })
  }

  /** Learn what changed since our revision. False when the server could not be asked. */
  async #catchUp(): Promise<boolean> {
    if (this.#disposed) return false
    try {
      const reply = await this.#transport.changes(this.document.id, this.revision)
      if (reply.outcome !== 'changes') {
        this.#refuse(reply)
        return false
      }
      this.#backoff.reset()
      this.#setTrouble(null)
      await this.#move(reply.revision, reply.changes)
      return true
    } catch (error) {
      this.#fail(error)
      return false
    }
  }

  /** The server is at a newer revision; `changes` lead there from ours. */
  async #move(revision: number, changes: readonly ServerChange[]): Promise<void> {
    const base = this.revision
    if (revision <= base) return
    this.#replica.learn(changes, revision)
    this.#post({ kind: 'server', base, revision, changes, savedAt: this.#savedAt.peek() })
    const contested = new Set(this.conflicts.peek().map(({ id }) => id))
    if (changes.some(({ id }) => contested.has(id))) {
      await this.#mirror.mutate((state) => updateTheirs(state, changes))
    }
  }

  async #hear(message: TabMessage): Promise<void> {
    if (this.#disposed) return
    if (message.kind === 'outbox') {
      await this.#mirror.reload()
      this.#scheduleSend()
    } else if (message.kind === 'wake') {
      if (this.#leading) await this.resume()
    } else if (message.kind === 'server') {
      await this.#follow(message)
    } else if (!this.#leading) {
      this.#trouble.value = message.trouble
    }
  }

  async #follow(message: Extract<TabMessage, { kind: 'server' }>): Promise<void> {
    const { base, revision, changes, savedAt } = message
    if (savedAt) this.#savedAt.value = savedAt
    if (revision <= this.revision) return
    // This tab may have slept through something.
    if (base > this.revision) await this.#inTurn(() => this.#catchUp())
    else this.#replica.learn(changes, revision)
  }
}
