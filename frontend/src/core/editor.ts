import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import type { Command } from './command'
import type { Document } from './document'
import type { Extent } from './geometry'
import type { Gesture, Pointer, Progress } from './gesture'
import { History } from './history'
import type { AnyKind } from './kind'
import { dropOrphans } from './orphans'
import type { Annotation } from './patch'
import { linearPicker, type Picker } from './picker'
import { findLabel, type Label, type LabelSchema } from './schema'
import { openSuggestions, type SuggestionSource } from './suggestions'
import type { Tool } from './tool'
import { type DocumentPatch, Transaction } from './transaction'
import { ViewState } from './view'
import { sharedOf } from './whole'

export interface EditorOptions {
  readonly work: Document
  readonly kinds: readonly AnyKind[]
  readonly schema: LabelSchema
  readonly extent: Extent
  readonly suggestions?: readonly SuggestionSource[]
  /** True, or the reason why nothing may be changed (`editor:reason.<reason>`). */
  readonly canWrite?: true | string
  /** An editor of the whole of which this one edits a part: they have one history, one hand and one look. */
  readonly whole?: Editor
}

/** What is being edited, with what, and how it is looked at. Fields only: behaviour lives in tools and commands. */
export class Editor {
  readonly work: Document
  readonly suggestions: readonly SuggestionSource[]
  readonly history = new History()
  readonly kinds: ReadonlyMap<string, AnyKind>
  readonly extent: Extent
  readonly view = new ViewState()
  readonly schema: Signal<LabelSchema>
  readonly canWrite: Signal<true | string>
  readonly selection = signal<ReadonlySet<string>>(new Set())
  /** What was drawn last, and the selection that this alone made. */
  readonly drawn = signal<{ id: string; selection: ReadonlySet<string> } | null>(null)
  readonly hover = signal<string | null>(null)
  /** Handle under the pointer or being dragged, as `<id>/<handle>`. */
  readonly handle = signal<string | null>(null)
  /** What the gesture in progress would do; applied by `keep`, dropped by `discard`. */
  readonly draft = signal<readonly DocumentPatch[]>([])
  /** Rubber band or other outline that a gesture shows, as a closed path in world coordinates. */
  readonly lasso = signal<readonly (readonly [number, number])[] | null>(null)
  readonly tool = signal<Tool | null>(null)
  /** Label of the next annotation. */
  readonly label: Signal<string>
  /** Kind that N draws. */
  readonly kind: Signal<string>
  readonly gesture = signal<Gesture | null>(null)
  readonly offered: ReadonlySignal<ReadonlyMap<string, Annotation>>
  readonly selected: ReadonlySignal<readonly Annotation[]>
  picker: Picker

  constructor(options: EditorOptions) {
    this.work = options.work
    this.suggestions = options.suggestions ?? []
    this.kinds = new Map(options.kinds.map((kind) => [kind.id, kind]))
    this.schema = signal(options.schema)
    this.extent = options.extent
    this.canWrite = signal(options.canWrite ?? true)
    const first = options.schema.labels[0]
    this.label = signal(first?.key ?? '')
    this.kind = signal(first?.kinds[0] ?? 'box')
    if (options.whole) Object.assign(this, sharedOf(options.whole))
    this.offered = openSuggestions(this.work, this.suggestions, this.view)
    this.selected = computed(() => [...this.selection.value].flatMap((id) => this.find(id) ?? []))
    this.picker = linearPicker(this)
  }

  kindOf(record: Annotation): AnyKind | undefined {
    return this.kinds.get(record.kind)
  }
  labelOf(record: Annotation): Label | undefined {
    return findLabel(this.schema.value, record.label)
  }
  /** An annotation of the work document or a suggestion on offer. */
  find(id: string): Annotation | undefined {
    return this.work.records.value.get(id) ?? this.offered.value.get(id)
  }
  /** True, or why this annotation may not be changed. */
  editable(id: string): true | string {
    if (this.canWrite.value !== true) return this.canWrite.value
    return this.view.locked.value.has(id) ? 'locked' : true
  }
  select(ids: Iterable<string>): void {
    this.selection.value = new Set(ids)
  }

  edit(title: string, edit: (tx: Transaction) => void, merge: string | null = null): void {
    this.history.commit(title, this.#build(edit), merge)
  }
  preview(edit: (tx: Transaction) => void): void {
    this.draft.value = this.#build(edit)
  }
  keep(title: string): void {
    const patches = this.draft.peek()
    batch(() => {
      this.discard()
      this.history.commit(title, patches)
    })
  }
  discard(): void {
    this.draft.value = []
    this.lasso.value = null
  }
  /** Run a command if it is enabled; false when it is not. */
  run(command: Command): boolean {
    const enabled = command.enabled(this) === true
    if (enabled) command.run(this)
    return enabled
  }

  press(p: Pointer): void {
    const running = this.gesture.peek()
    if (running) this.#proceed(running.press?.(p) ?? 'more')
    else this.gesture.value = this.tool.peek()?.press(this, p) ?? null
  }
  move(p: Pointer): string | undefined {
    const running = this.gesture.peek()
    if (!running) return this.tool.peek()?.hover?.(this, p)
    running.move(p)
    return undefined
  }
  release(p: Pointer): void {
    const running = this.gesture.peek()
    if (running) this.#proceed(running.release(p))
  }
  complete(): void {
    this.#proceed(this.gesture.peek()?.complete?.() ?? 'more')
  }
  back(): void {
    this.#proceed(this.gesture.peek()?.back?.() ?? 'more')
  }
  cancel(): void {
    this.gesture.peek()?.cancel?.()
    this.gesture.value = null
    this.discard()
  }

  #proceed(progress: Progress): void {
    if (progress === 'done') this.gesture.value = null
  }
  #build(edit: (tx: Transaction) => void): readonly DocumentPatch[] {
    if (this.canWrite.peek() !== true) return []
    const tx = new Transaction(this.work, (id) => this.offered.peek().get(id))
    edit(tx)
    const rules = { schema: this.schema.peek(), editable: (id: string) => this.editable(id) }
    for (const kind of this.kinds.values()) kind.settle?.(tx, rules)
    dropOrphans(tx, this.kinds)
    return tx.patches
  }
}
