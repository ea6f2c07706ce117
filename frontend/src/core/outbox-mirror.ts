import { type ReadonlySignal, signal } from '@preact/signals-core'
import {
  emptyOutbox,
  MemoryOutbox,
  type OutboxState,
  type OutboxStore,
  recordEdits,
} from './outbox'
import type { Patch } from './patch'

/**
 * The outbox as this tab sees it, at once: what is stored plus edits still on their way into the store.
 *
 * Writes happen one after another. When the store fails (quota, private window), the mirror goes on
 * in memory and says so by `durable`.
 */
export class OutboxMirror {
  readonly #state = signal<OutboxState>(emptyOutbox)
  readonly #durable = signal(true)
  #store: OutboxStore
  #stored: OutboxState = emptyOutbox
  #unwritten: readonly Patch[] = []
  #writing: Promise<void> | null = null
  #turn: Promise<void> = Promise.resolve()

  constructor(store: OutboxStore) {
    this.#store = store
    if (store instanceof MemoryOutbox) this.#durable.value = false
  }

  get state(): ReadonlySignal<OutboxState> {
    return this.#state
  }
  get durable(): ReadonlySignal<boolean> {
    return this.#durable
  }

  /** Add edits: seen at once, resolved when they are stored. */
  edit(patch: Patch): Promise<void> {
    this.#unwritten = [...this.#unwritten, patch]
    this.#refresh()
    this.#writing ??= this.#inTurn(async () => {
      this.#writing = null
      const batch = this.#unwritten
      const add = (state: OutboxState) => batch.reduce(recordEdits, state)
      this.#stored = await this.#update(add)
      this.#unwritten = this.#unwritten.slice(batch.length)
      this.#refresh()
    })
    return this.#writing
  }

  /** Change what is stored, after all edits made before; the result is in `state`. */
  mutate(change: (state: OutboxState) => OutboxState): Promise<void> {
    return this.#inTurn(async () => {
      this.#stored = await this.#update(change)
      this.#refresh()
    })
  }

  /** Read again what another tab may have changed. */
  reload(): Promise<void> {
    return this.mutate((state) => state)
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(run)
    return this.#turn
  }

  async #update(change: (state: OutboxState) => OutboxState): Promise<OutboxState> {
    try {
      return await this.#store.update(change)
    } catch {
      this.#store = new MemoryOutbox(this.#stored)
      this.#durable.value = false
      return this.#store.update(change)
    }
  }

  #refresh(): void {
    this.#state.value = this.#unwritten.reduce(recordEdits, this.#stored)
  }
}
