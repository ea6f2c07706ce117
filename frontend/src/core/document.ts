import { batch, signal } from '@preact/signals-core'
import { type Annotation, applied, type Patch } from './patch'
import type { DocumentPatch } from './transaction'

/** Who changed the document: the person, undo or redo, or another writer through the server. */
export type PatchOrigin = 'user' | 'history' | 'server'
export type PatchListener = (patch: Patch, origin: PatchOrigin) => void

export type Layer = 'work' | 'prelabel' | 'gold' | 'consensus'

/** One layer of one task's annotations: the single source of truth. An immutable map in a signal. */
export class Document {
  readonly id: string
  readonly layer: Layer
  readonly records = signal<ReadonlyMap<string, Annotation>>(new Map())
  readonly #listeners = new Set<PatchListener>()

  constructor(initial: readonly Annotation[] = [], id = '', layer: Layer = 'work') {
    this.id = id
    this.layer = layer
    this.records.value = new Map(initial.map((record) => [record.id, record]))
  }

  get(id: string): Annotation | undefined {
    return this.records.peek().get(id)
  }

  /** Set every change's `after`; listeners run in the same batch, before effects see the new map. */
  apply(patch: Patch, origin: PatchOrigin): void {
    if (patch.length === 0) return
    batch(() => {
      this.records.value = applied(this.records.peek(), patch)
      for (const listen of [...this.#listeners]) listen(patch, origin)
    })
  }

  /** What a change means for what is kept: another document's change where this one shows a part of it. */
  kept(patch: Patch): readonly DocumentPatch[] {
    return [{ document: this, patch }]
  }

  /** Hear every patch; returns the function that stops it. */
  onPatch(listen: PatchListener): () => void {
    this.#listeners.add(listen)
    return () => this.#listeners.delete(listen)
  }

  get listenerCount(): number {
    return this.#listeners.size
  }
}
