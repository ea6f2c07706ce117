import type { Editor } from '../../../../core/editor'
import { type Bounds, encloses } from '../../../../core/geometry'
import { shared, wholeOf } from '../../../../kinds/parts/bitmap'
import { pictureOf } from '../picture'
import { answered, areaOf, moved } from './places'
import type { Answers, Ask } from './protocol'

type Settle = (answer: unknown) => void

/**
 * Asks a worker about the picture of one editor. The worker is begun when first needed, and gets the picture once, or
 * of a very large one the part in view; it gets another part when the hand has left it.
 */
export class Smart {
  readonly #editor: Editor
  readonly #waiting = new Map<number, Settle>()
  #worker: Worker | null = null
  /** What the worker has of the picture. */
  #area: Bounds | null = null
  #last = 0

  constructor(editor: Editor) {
    this.#editor = editor
    const picture = pictureOf(editor)
    let before = picture.peek()
    picture.subscribe((now) => {
      if (now !== before) this.#stop()
      before = now
    })
  }

  /** Begin the worker and give it the picture, before the first question. */
  warm(): void {
    const frame = pictureOf(this.#editor).peek()?.frame()
    if (!this.#worker && frame) this.#start(frame)
  }

  /** Null when there is no picture, or none of what is asked about. */
  async ask<K extends Ask['kind']>(ask: Extract<Ask, { kind: K }>): Promise<Answers[K] | null> {
    const around = shared(areaOf(ask), wholeOf(this.#editor.extent))
    if (!around) return null
    const has = this.#worker && this.#area && encloses(this.#area, around)
    const worker = has ? this.#worker : this.#start(around)
    const area = this.#area
    if (!worker || !area) return null
    const answer = await this.#send(worker, moved(ask, -area.minX, -area.minY))
    return answered(ask.kind, answer, area.minX, area.minY) as Answers[K] | null
  }

  #send(worker: Worker, ask: Ask): Promise<unknown> {
    return new Promise((resolve) => {
      const id = ++this.#last
      this.#waiting.set(id, resolve)
      worker.postMessage({ id, ask })
    })
  }

  #start(around: Bounds): Worker | null {
    this.#stop()
    const part = pictureOf(this.#editor).peek()?.part(around)
    if (!part) return null
    const worker = new Worker(new URL('./smart.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<{ id: number; answer: unknown }>) => {
      this.#waiting.get(data.id)?.(data.answer ?? null)
      this.#waiting.delete(data.id)
    }
    this.#worker = worker
    const { width, height, data } = part.pixels
    this.#area = {
      minX: part.x,
      minY: part.y,
      maxX: part.x + width,
      maxY: part.y + height,
    }
    void this.#send(worker, { kind: 'picture', pixels: { width, height, data } })
    return worker
  }

  #stop(): void {
    this.#worker?.terminate()
    this.#worker = null
    this.#area = null
    for (const settle of this.#waiting.values()) settle(null)
    this.#waiting.clear()
  }
}

const known = new WeakMap<Editor, Smart>()

export function smartOf(editor: Editor): Smart {
  const found = known.get(editor) ?? new Smart(editor)
  known.set(editor, found)
  return found
}
