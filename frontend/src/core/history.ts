import { batch, computed, type Signal, signal } from '@preact/signals-core'
import { type Change, invert, type Patch, sameJson, squash } from './patch'
import type { DocumentPatch } from './transaction'

export interface HistoryEntry {
  /** Catalogue key of what was done, for example `editor:edit.move`. */
  readonly title: string
  readonly patches: readonly DocumentPatch[]
}

interface StoredEntry extends HistoryEntry {
  readonly merge: string | null
  readonly at: number
}

/** What an undo or redo did; `skipped` counts annotations that somebody else has changed since. */
export interface StepResult {
  readonly title: string
  readonly changed: readonly string[]
  readonly skipped: number
}

const MERGE_WITHIN_MS = 1000
const LIMIT = 1000

/** Undo and redo over several documents. */
export class History {
  readonly #undo = signal<readonly StoredEntry[]>([])
  readonly #redo = signal<readonly StoredEntry[]>([])
  readonly undoTitle = computed(() => this.#undo.value.at(-1)?.title)
  readonly redoTitle = computed(() => this.#redo.value.at(-1)?.title)
  readonly entries = computed<readonly HistoryEntry[]>(() => this.#undo.value)

  /**
   * Apply the patches and remember them. Commits with the same `merge` key within a second become
   * one entry, so that ten taps on an arrow key are one undo.
   */
  commit(title: string, patches: readonly DocumentPatch[], merge: string | null = null): void {
    const real = patches
      .flatMap(({ document, patch }) => document.kept(patch))
      .filter(({ patch }) => patch.length > 0)
    if (real.length === 0) return
    batch(() => {
      for (const { document, patch } of real) document.apply(patch, 'user')
      this.#remember({ title, patches: real, merge, at: Date.now() })
      this.#redo.value = []
    })
  }

  undo(): StepResult | null {
    return this.#step(this.#undo, this.#redo, invert)
  }

  redo(): StepResult | null {
    return this.#step(this.#redo, this.#undo, (patch) => patch)
  }

  #remember(entry: StoredEntry): void {
    const stack = this.#undo.peek()
    const last = stack.at(-1)
    const merges =
      last &&
      entry.merge !== null &&
      last.merge === entry.merge &&
      entry.at - last.at < MERGE_WITHIN_MS
    const kept = merges ? stack.slice(0, -1) : stack.slice(-LIMIT + 1)
    const patches = merges ? joined([...last.patches, ...entry.patches]) : entry.patches
    this.#undo.value = [...kept, { ...entry, patches }]
  }

  #step(
    from: Signal<readonly StoredEntry[]>,
    to: Signal<readonly StoredEntry[]>,
    read: (patch: Patch) => Patch,
  ): StepResult | null {
    const entry = from.peek().at(-1)
    if (!entry) return null
    const changed: string[] = []
    let skipped = 0
    batch(() => {
      for (const { document, patch } of entry.patches) {
        const isCurrent = (change: Change) =>
          sameJson(document.get(change.id) ?? null, change.before)
        const wanted = read(patch)
        // What another writer changed meanwhile stays theirs: undo takes back our own edits only.
        const possible = wanted.filter(isCurrent)
        skipped += wanted.length - possible.length
        changed.push(...possible.map(({ id }) => id))
        document.apply(possible, 'history')
      }
      from.value = from.peek().slice(0, -1)
      to.value = [...to.peek(), { ...entry, merge: null }]
    })
    return { title: entry.title, changed, skipped }
  }
}

function joined(patches: readonly DocumentPatch[]): readonly DocumentPatch[] {
  const documents = [...new Set(patches.map(({ document }) => document))]
  return documents.map((document) => ({
    document,
    patch: squash(...patches.filter((p) => p.document === document).map((p) => p.patch)),
  }))
}
