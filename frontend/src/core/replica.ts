import { effect, type ReadonlySignal, untracked } from '@preact/signals-core'
import type { Document } from './document'
import { emptyOutbox, type OutboxState, overlay, type ServerChange, unconfirmed } from './outbox'
import { type Annotation, type Change, sameJson } from './patch'

/** Keeps the document showing what the server had when we last heard of it, with the outbox on top. */
export class Replica {
  readonly document: Document
  readonly #outbox: ReadonlySignal<OutboxState>
  readonly #server: Map<string, Annotation>
  #revision: number

  /** The document must still hold exactly the server's records of that revision. */
  constructor(document: Document, revision: number, outbox: ReadonlySignal<OutboxState>) {
    this.document = document
    this.#revision = revision
    this.#outbox = outbox
    this.#server = new Map(document.records.peek())
  }

  get revision(): number {
    return this.#revision
  }

  /** Follow the outbox, which this tab, another tab or an answer may change; returns the function that stops it. */
  follow(): () => void {
    let previous = emptyOutbox
    return effect(() => {
      const next = this.#outbox.value
      const touched = new Set([...unconfirmed(previous), ...unconfirmed(next)])
      previous = next
      untracked(() => this.#show(touched))
    })
  }

  /** Take in the server's versions; without a revision when they do not lead to a whole one. */
  learn(changes: readonly ServerChange[], revision = this.#revision): void {
    this.#revision = Math.max(this.#revision, revision)
    for (const { id, record } of changes) {
      if (record) this.#server.set(id, record)
      else this.#server.delete(id)
    }
    this.#show(changes.map(({ id }) => id))
  }

  #show(ids: Iterable<string>): void {
    const outbox = this.#outbox.peek()
    const patch = [...ids].flatMap((id): Change[] => {
      const before = this.document.get(id) ?? null
      const after = overlay(outbox, id, this.#server.get(id) ?? null)
      return sameJson(before, after) ? [] : [{ id, before, after }]
    })
    this.document.apply(patch, 'server')
  }
}
