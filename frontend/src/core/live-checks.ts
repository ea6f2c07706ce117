import { computed, type ReadonlySignal, signal } from '@preact/signals-core'
import type { CheckContext, CheckSettings, Found, LiveCheck, LiveFinding } from './check'
import { findingOf } from './check'
import type { Editor } from './editor'
import type { Bounds } from './geometry'
import type { Annotation } from './patch'
import { Scope } from './scope'
import { SpatialIndex } from './spatial'

/** A slice of work between two frames, and how long it may be put off for what is more urgent. */
const SLICE_MS = 6
const LATEST_MS = 100
/** The task's own findings have no annotation. */
const TASK = ''

const isObject = ({ kind }: Annotation) => kind !== 'answers' && kind !== 'empty'

/**
 * Keeps the findings of an editor's work document up to date: after an edit only the annotations that
 * changed, and those they overlap, are looked at again, a few milliseconds at a time.
 */
export class LiveChecks {
  readonly findings: ReadonlySignal<readonly LiveFinding[]>
  readonly #editor: Editor
  readonly #checks: readonly LiveCheck[]
  readonly #settings: CheckSettings
  readonly #scope: Scope
  readonly #index = new SpatialIndex<string>()
  readonly #found = signal<ReadonlyMap<string, readonly LiveFinding[]>>(new Map())
  readonly #dirty = new Set<string>()
  #waiting: (() => void) | null = null

  constructor(
    editor: Editor,
    checks: readonly LiveCheck[],
    settings: CheckSettings = {},
    parent: Scope = new Scope(),
  ) {
    this.#editor = editor
    this.#settings = settings
    this.#checks = checks.filter(({ id }) => settings[id]?.enabled ?? true)
    this.#scope = parent.child()
    this.findings = computed(() => [...this.#found.value.values()].flat())
    this.#indexAll()
    this.#scope.add(
      editor.work.onPatch((patch) => {
        for (const { id, after } of patch) this.#touch(id, after)
        this.#schedule()
      }),
    )
    this.#scope.effect(() => {
      editor.schema.value
      this.#everything()
    })
  }

  /** Look at everything that waits, now. */
  settle(): void {
    this.#work(Number.POSITIVE_INFINITY)
  }

  dispose(): void {
    this.#scope.dispose()
  }

  #boundsOf(record: Annotation): Bounds | null {
    return this.#editor.kindOf(record)?.bounds(record.data) ?? null
  }

  #indexAll(): void {
    for (const record of this.#editor.work.records.peek().values()) {
      const bounds = this.#boundsOf(record)
      if (bounds) this.#index.set(record.id, bounds)
    }
  }

  #everything(): void {
    for (const id of this.#editor.work.records.peek().keys()) this.#dirty.add(id)
    this.#dirty.add(TASK)
    this.#schedule()
  }

  /** An annotation changed: so may what is said about it and about those it overlapped and overlaps. */
  #touch(id: string, after: Annotation | null): void {
    this.#dirty.add(id).add(TASK)
    this.#touchAround(this.#index.boundsOf(id))
    const bounds = after && this.#boundsOf(after)
    if (bounds) this.#index.set(id, bounds)
    else this.#index.delete(id)
    this.#touchAround(bounds ?? undefined)
  }

  #touchAround(bounds: Bounds | undefined): void {
    if (!bounds) return
    for (const id of this.#index.search(bounds)) this.#dirty.add(id)
  }

  #schedule(): void {
    this.#waiting ??= this.#scope.idle(() => this.#work(SLICE_MS), LATEST_MS)
  }

  #work(budget: number): void {
    this.#waiting?.()
    this.#waiting = null
    const end = performance.now() + budget
    const next = new Map(this.#found.peek())
    let changed = false
    for (const id of this.#dirty) {
      this.#dirty.delete(id)
      const findings = [...this.#look(id)]
      changed ||= findings.length > 0 || next.has(id)
      if (findings.length > 0) next.set(id, findings)
      else next.delete(id)
      if (performance.now() > end) break
    }
    if (changed) this.#found.value = next
    if (this.#dirty.size > 0 && this.#scope.alive) this.#schedule()
  }

  *#look(id: string): Iterable<LiveFinding> {
    const records = this.#editor.work.records.peek()
    const record = records.get(id)
    if (id !== TASK && !(record && isObject(record))) return
    for (const check of this.#checks) {
      const context = this.#context(check, records)
      const found: Iterable<Found> = record
        ? check.run(record, context)
        : (check.runTask?.(context) ?? [])
      const setting = this.#settings[check.id]
      for (const one of found) yield findingOf(check, setting, record ? id : null, one)
    }
  }

  #context(check: LiveCheck, records: ReadonlyMap<string, Annotation>): CheckContext {
    return {
      extent: this.#editor.extent,
      schema: this.#editor.schema.peek(),
      records,
      params: { ...check.params, ...this.#settings[check.id]?.params },
      kindOf: (record) => this.#editor.kindOf(record),
      near: (bounds) => this.#index.search(bounds).flatMap((id) => records.get(id) ?? []),
    }
  }
}
