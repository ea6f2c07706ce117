import { Document } from '../../../core/document'
import type { Annotation, Change, Patch } from '../../../core/patch'
import type { DocumentPatch } from '../../../core/transaction'
import { begun, changed, gone, shapeAt } from './shapes'

interface Options {
  /** An annotation that is not in the document yet, as a whole: a suggestion that is adjusted and so accepted. */
  readonly adopt?: (id: string) => Annotation | undefined
  /** Whether what is drawn is there in its frame only. */
  readonly single?: () => boolean
}

/**
 * The annotations of a video as they are in one frame: of a track the shape that it has there. Tools draw and change
 * shapes; what is kept are changes of the tracks.
 */
export class FrameDocument extends Document {
  readonly whole: Document
  readonly #options: Options
  #frame = 0

  constructor(whole: Document, options: Options = {}) {
    super([], whole.id, whole.layer)
    this.whole = whole
    this.#options = options
    this.#show([...whole.records.peek().keys()])
    whole.onPatch((patch) => this.#show(patch.map(({ id }) => id)))
  }

  get frame(): number {
    return this.#frame
  }

  goTo(frame: number): void {
    this.#frame = frame
    this.#show([...this.whole.records.peek().keys()])
  }

  override kept(patch: Patch): readonly DocumentPatch[] {
    return this.whole.kept(patch.map((change) => this.#meant(change)))
  }

  /** Bring the shapes of these annotations up to date. */
  #show(ids: readonly string[]): void {
    const patch = ids.flatMap((id): Change[] => {
      const record = this.whole.get(id)
      const before = this.get(id) ?? null
      const after = (record && shapeAt(record, this.#frame)) ?? null
      return isSame(before, after) ? [] : [{ id, before, after }]
    })
    this.apply(patch, 'server')
  }

  #meant({ id, before, after }: Change): Change {
    const record = this.whole.get(id) ?? null
    if (!after) return { id, before: record, after: record && gone(record, this.#frame) }
    const old = record ?? this.#options.adopt?.(id)
    if (!old) {
      return {
        id,
        before: null,
        after: begun(after, this.#frame, this.#options.single?.() ?? false),
      }
    }
    const shape = before ?? shapeAt(old, this.#frame) ?? after
    return { id, before: record, after: changed(old, this.#frame, shape, after) }
  }
}

/** Whether the shape is the one that is shown already: a track that stands still gives the same data again. */
const isSame = (a: Annotation | null, b: Annotation | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.data === b.data &&
    a.kind === b.kind &&
    a.label === b.label &&
    a.z === b.z &&
    a.group === b.group &&
    a.source === b.source &&
    a.score === b.score &&
    JSON.stringify(a.attributes) === JSON.stringify(b.attributes))
