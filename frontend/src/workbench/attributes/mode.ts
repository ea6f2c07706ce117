/** One attribute at a time, over all objects: the hand stays on the digits, the camera goes from object to object. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core'
import type { Editor } from '../../core/editor'
import { type Bounds, grow } from '../../core/geometry'
import type { Annotation, AttributeValue } from '../../core/patch'
import type { Modality } from '../../core/registry'
import { type Attribute, isShown, type Label } from '../../core/schema'
import type { Scope } from '../../core/scope'
import { boundsOfRecords, visibleRecords } from '../../core/selection'
import { isBlank, withValue } from '../panels/attribute-values'
import { type Choice, choicesOf, chosen } from './choices'

/** Room around the object, as a share of it and at least so many pixels: it is judged by what is around it, too. */
const ROOM = 0.5
const LEAST_ROOM = 24

/** The attribute that the person is going through, who goes on with it in the next picture. */
const carried: Signal<string | null> = signal(null)

/** An object and the attribute of its label that is asked for. */
export interface Asked {
  readonly record: Annotation
  readonly label: Label
  readonly attribute: Attribute
  /** Its place among all that are asked, from 0. */
  readonly index: number
}

const isAskable = (attribute: Attribute): boolean => attribute.formula === undefined

export class AttributeMode {
  readonly #editor: Editor
  readonly #modality: Modality
  /** Key of the attribute; null while the mode is off. */
  readonly key: ReadonlySignal<string | null> = carried
  /** Attributes that objects of this picture have, in the order of the schema. */
  readonly keys: ReadonlySignal<readonly string[]>
  readonly asked: ReadonlySignal<readonly Asked[]>
  readonly current: ReadonlySignal<Asked | null>
  /** Counted up to ask for the keyboard in the field. */
  readonly typing = signal(0)

  constructor(editor: Editor, modality: Modality, scope: Scope) {
    this.#editor = editor
    this.#modality = modality
    this.keys = computed(() => {
      const labels = new Set(this.#objects().map(({ label }) => label))
      const known = editor.schema.value.labels.filter(({ key }) => labels.has(key))
      return [
        ...new Set(known.flatMap((one) => one.attributes.filter(isAskable)).map((a) => a.key)),
      ]
    })
    this.asked = computed(() => this.#ask(carried.value))
    this.current = computed(() => {
      const selected = editor.selection.value
      return this.asked.value.find(({ record }) => selected.has(record.id)) ?? null
    })
    this.#begin(scope)
  }

  /** The mode goes on in the next picture, as soon as that can be looked at. */
  #begin(scope: Scope): void {
    let begun = carried.peek() === null
    scope.effect(() => {
      if (begun || this.#editor.view.camera.value === null) return
      begun = true
      this.#toFirst()
    })
  }

  #objects(): readonly Annotation[] {
    const { visit, order } = this.#modality
    return visibleRecords(this.#editor)
      .filter((record) => visit !== undefined || boundsOfRecords(this.#editor, [record]) !== null)
      .toSorted(order ?? ((a, b) => (a.id < b.id ? -1 : 1)))
  }

  #ask(key: string | null): readonly Asked[] {
    if (key === null) return []
    return this.#objects()
      .flatMap((record) => {
        const label = this.#editor.labelOf(record)
        const attribute = label?.attributes.find((one) => one.key === key)
        if (!label || !attribute || !isAskable(attribute)) return []
        return isShown(attribute, record.attributes) ? [{ record, label, attribute }] : []
      })
      .map((one, index) => ({ ...one, index }))
  }

  /** Whether anything of the medium can be gone to. */
  get hasPlaces(): boolean {
    return this.#editor.extent.width > 0 || this.#modality.visit !== undefined
  }

  /** True, or why there is nothing to go through. */
  get possible(): true | string {
    if (!this.hasPlaces) return 'workbench:reason.no-picture'
    if (this.#editor.canWrite.value !== true) return this.#editor.canWrite.value
    return this.keys.value.length > 0 || 'workbench:reason.no-attributes'
  }

  get isOn(): true | string {
    return carried.value !== null || 'workbench:reason.attributes-off'
  }

  start(): void {
    this.#editor.cancel()
    this.choose(this.keys.peek()[0] ?? null)
  }

  leave(): void {
    carried.value = null
  }

  choose(key: string | null): void {
    carried.value = key
    if (key !== null) this.#toFirst()
  }

  /** The attribute after or before this one. */
  turn(by: 1 | -1): void {
    const keys = this.keys.peek()
    const at = keys.indexOf(carried.peek() ?? '')
    this.choose(keys.at((at + by + keys.length) % keys.length) ?? null)
  }

  /** The next or the previous object; false when there is none. */
  step(by: 1 | -1): boolean {
    const asked = this.asked.peek()
    const at = this.current.peek()?.index
    const next = at === undefined ? asked[0] : asked[at + by]
    if (next) this.#focus(next)
    return next !== undefined
  }

  /** Answer with the choice in this place and go on; true when it was the last object. */
  answer(place: number): boolean {
    const current = this.current.peek()
    const choice = current && choicesOf(current.attribute)[place]
    if (!current || !choice) return false
    this.put(choice)
    return current.attribute.type !== 'multiselect' && !this.step(1)
  }

  put(choice: Choice): void {
    const current = this.current.peek()
    if (!current) return
    const { attribute, record } = current
    this.set(chosen(attribute, record.attributes[attribute.key], choice))
  }

  set(value: AttributeValue): void {
    const current = this.current.peek()
    if (!current || this.#editor.editable(current.record.id) !== true) return
    const { record, label, attribute } = current
    this.#editor.edit(
      'editor:edit.attributes',
      (tx) =>
        tx.update(record.id, (r) => ({
          ...r,
          attributes: withValue(label.attributes, r.attributes, attribute.key, value),
        })),
      `attribute:${attribute.key}:${record.id}`,
    )
  }

  #toFirst(): void {
    const asked = this.asked.peek()
    const open = asked.find(({ record, attribute }) => isBlank(record.attributes[attribute.key]))
    const first = open ?? asked[0]
    if (first) this.#focus(first)
  }

  #focus({ record }: Asked): void {
    if (this.#modality.visit) {
      this.#modality.visit(this.#editor, record)
      return
    }
    this.#editor.select([record.id])
    const bounds = boundsOfRecords(this.#editor, [record])
    if (bounds) this.#editor.view.camera.peek()?.zoomTo(roomy(bounds))
  }
}

function roomy(bounds: Bounds): Bounds {
  const side = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY)
  return grow(bounds, Math.max(LEAST_ROOM, side * ROOM))
}
