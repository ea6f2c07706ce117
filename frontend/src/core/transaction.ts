import type { Document } from './document'
import { type Annotation, type Change, isNoop, type Patch } from './patch'

/** A patch and the document it belongs to. */
export interface DocumentPatch {
  readonly document: Document
  readonly patch: Patch
}

type Lookup = (id: string) => Annotation | undefined

/**
 * Collects edits against frozen documents; nothing is visible until its patches are applied.
 *
 * `adopt` supplies annotations that `base` lacks (a model's suggestions): updating one of them puts
 * the edited copy into `base`, which is how adjusting a suggestion accepts it.
 */
export class Transaction {
  readonly base: Document
  readonly #adopt: Lookup
  readonly #changes = new Map<string, Change>()
  readonly #others = new Map<Document, Transaction>()

  constructor(base: Document, adopt: Lookup = () => undefined) {
    this.base = base
    this.#adopt = adopt
  }

  /** The same transaction's view of another document. */
  on(document: Document): Transaction {
    if (document === this.base) return this
    const other = this.#others.get(document) ?? new Transaction(document)
    this.#others.set(document, other)
    return other
  }

  get(id: string): Annotation | null {
    const change = this.#changes.get(id)
    return change ? change.after : (this.base.get(id) ?? null)
  }

  put(after: Annotation): void {
    this.#set(after.id, after)
  }

  update(id: string, edit: (record: Annotation) => Annotation): void {
    const known = this.#changes.has(id) ? this.get(id) : (this.base.get(id) ?? this.#adopt(id))
    if (known) this.#set(id, edit(known))
  }

  remove(id: string): void {
    if (this.get(id)) this.#set(id, null)
  }

  /** Changes to `base` only. */
  get patch(): Patch {
    return [...this.#changes.values()].filter((change) => !isNoop(change))
  }

  /** Changes to every document touched, `base` first; untouched documents are left out. */
  get patches(): readonly DocumentPatch[] {
    const own = { document: this.base, patch: this.patch }
    const others = [...this.#others.values()].flatMap((other) => other.patches)
    return [own, ...others].filter(({ patch }) => patch.length > 0)
  }

  #set(id: string, after: Annotation | null): void {
    const before = this.#changes.get(id)?.before ?? this.base.get(id) ?? null
    this.#changes.set(id, { id, before, after })
  }
}
