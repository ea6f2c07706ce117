import type { Editor } from '../../../core/editor'
import type { Bounds } from '../../../core/geometry'
import type { Annotation, Patch } from '../../../core/patch'
import { encloseAmong, type Picker, pickAmong, touchAmong } from '../../../core/picker'
import type { Scope } from '../../../core/scope'
import { SpatialIndex } from '../../../core/spatial'

/** Parts of the world that must be painted again; null for all of it. */
export type Damage = readonly Bounds[] | null

/**
 * What there is to draw: the index over the work document and the suggestions, kept up to date change by
 * change. It is also the picker, so that the pointer asks the same index as the painter.
 */
export class Scene implements Picker {
  readonly #editor: Editor
  readonly #index = new SpatialIndex<string>()
  #offered: ReadonlyMap<string, Annotation> = new Map()
  readonly #onDamage: (damage: Damage) => void

  /** `onDamage` hears every time something must be painted again. */
  constructor(editor: Editor, scope: Scope, onDamage: (damage: Damage) => void) {
    this.#editor = editor
    this.#onDamage = onDamage
    for (const record of editor.work.records.peek().values()) this.#put(record)
    scope.add(editor.work.onPatch((patch) => this.#patched(patch)))
    scope.effect(() => this.#offer(editor.offered.value))
    const before = editor.picker
    editor.picker = this
    scope.add(() => {
      editor.picker = before
    })
  }

  /** Annotations and suggestions whose bounds overlap, hidden ones included. */
  search(bounds: Bounds): Annotation[] {
    const records = this.#editor.work.records.peek()
    const found: Annotation[] = []
    for (const id of this.#index.search(bounds)) {
      const record = records.get(id) ?? this.#offered.get(id)
      if (record) found.push(record)
    }
    return found
  }

  at: Picker['at'] = (p) => {
    const [x = 0, y = 0] = p.at
    const t = p.tolerance
    const around = { minX: x - t, minY: y - t, maxX: x + t, maxY: y + t }
    return pickAmong(this.#editor, this.search(around), p)
  }

  inside: Picker['inside'] = (bounds) => encloseAmong(this.#editor, this.#own(bounds), bounds)

  touching: Picker['touching'] = (bounds) => touchAmong(this.#editor, this.#own(bounds), bounds)

  /** Annotations of the document, without suggestions. */
  #own(bounds: Bounds): readonly Annotation[] {
    return this.search(bounds).filter(({ id }) => !this.#offered.has(id))
  }

  #put(record: Annotation): void {
    const bounds = this.#editor.kindOf(record)?.bounds(record.data)
    if (bounds) this.#index.set(record.id, bounds)
    else this.#index.delete(record.id)
  }

  #patched(patch: Patch): void {
    const touched: Bounds[] = []
    for (const { id, after } of patch) {
      const before = this.#index.boundsOf(id)
      if (before) touched.push(before)
      if (after) this.#put(after)
      else this.#index.delete(id)
      const now = this.#index.boundsOf(id)
      if (now) touched.push(now)
    }
    this.#onDamage(touched)
  }

  #offer(offered: ReadonlyMap<string, Annotation>): void {
    for (const id of this.#offered.keys()) {
      if (!offered.has(id) && !this.#editor.work.get(id)) this.#index.delete(id)
    }
    for (const record of offered.values()) {
      if (this.#offered.get(record.id) !== record) this.#put(record)
    }
    const changed = offered.size + this.#offered.size > 0
    this.#offered = offered
    if (changed) this.#onDamage(null)
  }
}
