/** Labels of points in the document: read when they are looked at, shown at once when painted, kept one after another. */
import { type ReadonlySignal, signal } from '@preact/signals-core'
import { blobsOf } from '../../../core/blobs'
import { newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { sha256 } from '../../../core/sha256'
import type { PointLabels } from '../../../kinds'
import { sceneOf } from '../state'
import { differing } from './differences'
import { compacted, type FrameLabels, packLabels, readLabels, sums, unlabelled } from './labels'
import { packStrokes, readStrokes, repainted, type Stroke, strokesOf } from './strokes'

/** What becomes of the labels of a frame; null for no change. It may be asked again on newer labels. */
export type Edit = (labels: FrameLabels) => FrameLabels | null
export type Edits = ReadonlyMap<number, Edit>

/** Bytes of labels that are kept in memory, those of earlier steps of the history among them. */
const MEMORY = 256 * 2 ** 20

/** When the page has had its turn. */
const aside = () => new Promise<void>((resolve) => setTimeout(resolve))

const dataOf = (record: Annotation): PointLabels => record.data as PointLabels

export class PointLabelStore {
  readonly #editor: Editor
  readonly #version = signal(0)
  readonly #failed = signal(false)
  /** By the name of their file, the one used last at the end. */
  readonly #read = new Map<string, FrameLabels>()
  readonly #reading = new Map<string, Promise<FrameLabels>>()
  /** Painted, and not in the document yet; `waiting` counts the edits of a frame on their way. */
  readonly #pending = new Map<number, FrameLabels>()
  readonly #waiting = new Map<number, number>()
  /** What edits made of which labels when they were shown: on the same labels they make the same. */
  readonly #shown = new WeakMap<Edit, { before: FrameLabels; after: FrameLabels | null }>()
  #differing: { one: FrameLabels; other: FrameLabels; made: FrameLabels } | null = null
  #draft: ReadonlyMap<number, FrameLabels> = new Map()
  #turn: Promise<void> = Promise.resolve()

  constructor(editor: Editor) {
    this.#editor = editor
  }

  /** Changes with whatever `shown` answers. */
  get version(): ReadonlySignal<number> {
    return this.#version
  }
  /** Labels could not be read or kept. */
  get failed(): ReadonlySignal<boolean> {
    return this.#failed
  }

  /** The record of each frame that has one: of the work, else suggested. Reads signals. */
  records(): ReadonlyMap<number, Annotation> {
    const all = [
      ...this.#editor.offered.value.values(),
      ...this.#editor.work.records.value.values(),
    ]
    const own = all.filter(({ kind }) => kind === 'point_labels')
    return new Map(own.map((record) => [dataOf(record).frame, record]))
  }

  count(frame: number): number {
    return sceneOf(this.#editor).manifest.peek()?.frames[frame]?.count ?? 0
  }

  /** What is drawn: with what the hand is doing, or others' labels that are looked at; null while on their way. Reads signals. */
  shown(frame: number): FrameLabels | null {
    this.#version.value
    const looked = this.looked(frame)
    const theirs = looked && this.#known(looked)
    return this.#draft.get(frame) ?? theirs ?? this.painted(frame)
  }

  /** Labels of the frame that others gave, or that were there before, and that are looked at now. Reads signals. */
  looked(frame: number): Annotation | null {
    const own = this.records().get(frame)
    const others = this.#editor.view.ghosts.value.filter(
      ({ kind, data }) => kind === 'point_labels' && (data as PointLabels).frame === frame,
    )
    return others.find((one) => !own || dataOf(one).blob !== dataOf(own).blob) ?? null
  }

  /** The labels of the frame in the work, without what the hand is doing. */
  painted(frame: number): FrameLabels | null {
    const pending = this.#pending.get(frame)
    if (pending) return pending
    const record = this.records().get(frame)
    const under = record && this.#under(record)
    if (under) return this.#compared(under, record)
    return record ? this.#known(record) : unlabelled(this.count(frame))
  }

  /** Another record of the same frame: where two layers lie over each other there are two. Reads signals. */
  #under(record: Annotation): Annotation | null {
    for (const one of this.#editor.work.records.value.values()) {
      const isLabels = one.kind === 'point_labels' && one.id !== record.id
      if (isLabels && dataOf(one).frame === dataOf(record).frame) return one
    }
    return null
  }

  #compared(under: Annotation, over: Annotation): FrameLabels | null {
    const [one, other] = [this.#known(under), this.#known(over)]
    if (!one || !other) return null
    const before = this.#differing
    if (before?.one === one && before.other === other) return before.made
    const made = differing(one, other)
    this.#differing = { one, other, made }
    return made
  }

  #known(record: Annotation): FrameLabels | null {
    const known = this.#read.get(dataOf(record).blob)
    if (!known) void this.#load(record).catch(() => undefined)
    return known ?? null
  }

  /** The highest number that a label has in a frame; how many it has where they are still to be read. */
  last(frame: number, label: string): number {
    const labels = this.painted(frame)
    const record = this.records().get(frame)
    if (labels) return sums(labels).find((sum) => sum.label === label)?.last ?? 0
    return (record && dataOf(record).classes.find((one) => one.label === label)?.instances) ?? 0
  }

  /** Show labels without keeping them; nothing ends it. */
  preview(draft: ReadonlyMap<number, FrameLabels>): void {
    this.#draft = draft
    this.#changed()
  }

  /** Keep edits in one step of the history. They are seen at once; resolves when they are in the document. */
  commit(title: string, edits: Edits): Promise<void> {
    this.#draft = new Map()
    // Whoever paints looks at the own work again.
    if ([...edits.keys()].some((frame) => this.looked(frame))) this.#editor.view.ghosts.value = []
    const strokes: Stroke[] = []
    for (const [frame, edit] of edits) {
      const now = this.painted(frame)
      const next = now && edit(now)
      if (now && next) strokes.push(...strokesOf(frame, now, next))
      if (now) this.#shown.set(edit, { before: now, after: next })
      if (next) this.#pending.set(frame, next)
      this.#waiting.set(frame, (this.#waiting.get(frame) ?? 0) + 1)
    }
    const blobs = blobsOf(this.#editor)
    // Before it is drawn: a page may end at any time.
    const noted = strokes.length > 0 ? blobs.note(packStrokes(strokes)) : null
    this.#changed()
    const written = this.#turn.then(() => this.#write(title, edits))
    this.#turn = written.then(() => undefined)
    blobs.expect(this.#turn)
    // What could not be kept is tried again the next time that the task is opened.
    void written.then(async (isKept) => isKept && noted && blobs.crossOut(await noted))
    return this.#turn
  }

  /** Paint again what a page that ended too early had noted and not kept. */
  async recover(): Promise<void> {
    if (this.#editor.canWrite.peek() !== true) return
    const blobs = blobsOf(this.#editor)
    for (const [name, bytes] of await blobs.notes()) {
      const strokes = readStrokes(bytes)
      const edits = new Map<number, Edit>()
      for (const { frame } of strokes) {
        const own = strokes.filter((one) => one.frame === frame)
        edits.set(frame, (labels) => repainted(labels, own))
      }
      await this.commit('scene:edit.paint', edits)
      if (!this.#failed.peek()) await blobs.crossOut(name)
    }
  }

  /** Whether the edits are in the document. */
  async #write(title: string, edits: Edits): Promise<boolean> {
    // What was painted is seen before it is counted and compressed.
    await aside()
    try {
      const made = new Map<number, PointLabels | null>()
      for (const [frame, edit] of edits) {
        const next = this.#edited(edit, await this.#settled(frame))
        if (next) made.set(frame, await this.#keep(frame, compacted(next)))
      }
      this.#put(title, made)
      this.#failed.value = false
    } catch {
      this.#failed.value = true
    }
    for (const frame of edits.keys()) this.#arrived(frame)
    this.#changed()
    return !this.#failed.peek()
  }

  #edited(edit: Edit, labels: FrameLabels): FrameLabels | null {
    const shown = this.#shown.get(edit)
    return shown?.before === labels ? shown.after : edit(labels)
  }

  #arrived(frame: number): void {
    const left = (this.#waiting.get(frame) ?? 1) - 1
    this.#waiting.set(frame, left)
    if (left === 0) this.#pending.delete(frame)
  }

  /** What the document says of a frame now. */
  async #settled(frame: number): Promise<FrameLabels> {
    const record = this.records().get(frame)
    return record ? this.#load(record) : unlabelled(this.count(frame))
  }

  /** Null where nothing is labelled any more. */
  async #keep(frame: number, labels: FrameLabels): Promise<PointLabels | null> {
    const classes = sums(labels).map(({ label, points, instances }) => ({
      label,
      points,
      instances,
    }))
    if (classes.length === 0) return null
    const blob = await blobsOf(this.#editor).keep(await packLabels(labels))
    this.#remember(blob, labels)
    return { frame, blob, count: labels.values.length, classes }
  }

  #put(title: string, made: ReadonlyMap<number, PointLabels | null>): void {
    const records = this.records()
    this.#editor.edit(title, (tx) => {
      for (const [frame, data] of made) {
        const known = records.get(frame)
        if (!data) tx.remove(known?.id ?? '')
        else if (known) tx.update(known.id, (record) => withData(record, data))
        else putNew(tx, { ...newAnnotation('point_labels', data), id: this.#idOf(frame) })
      }
    })
  }

  /** The same from every tab, so that two of them cannot make two records of one frame. */
  #idOf(frame: number): string {
    const text = `${this.#editor.work.id} point_labels ${frame}`
    const hex = sha256(new TextEncoder().encode(text))
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`]
    return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
  }

  #load(record: Annotation): Promise<FrameLabels> {
    const { blob, count, classes } = dataOf(record)
    const known = this.#read.get(blob)
    if (known) return Promise.resolve(known)
    const reading =
      this.#reading.get(blob) ??
      blobsOf(this.#editor)
        .read(blob)
        .then((file) =>
          readLabels(
            file,
            count,
            classes.map(({ label }) => label),
          ),
        )
        .then((labels) => this.#remember(blob, labels))
        .finally(() => this.#reading.delete(blob))
    this.#reading.set(blob, reading)
    return reading
  }

  #remember(blob: string, labels: FrameLabels): FrameLabels {
    this.#read.delete(blob)
    this.#read.set(blob, labels)
    const most = Math.max(8, Math.floor(MEMORY / (4 * labels.values.length + 1)))
    const [oldest] = this.#read.keys()
    if (oldest && this.#read.size > most) this.#read.delete(oldest)
    this.#changed()
    return labels
  }

  #changed(): void {
    this.#version.value = this.#version.peek() + 1
  }
}

const stores = new WeakMap<Editor, PointLabelStore>()

export function pointLabelsOf(editor: Editor): PointLabelStore {
  const store = stores.get(editor) ?? new PointLabelStore(editor)
  stores.set(editor, store)
  return store
}
