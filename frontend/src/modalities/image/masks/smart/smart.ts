import type { Editor } from '../../../../core/editor'
import { pictureOf } from '../picture'
import type { Answers, Ask } from './protocol'

type Settle = (answer: unknown) => void

/** Asks a worker about the picture of one editor. The worker is begun when first needed, and gets the picture once. */
export class Smart {
  readonly #editor: Editor
  readonly #waiting = new Map<number, Settle>()
  #worker: Worker | null = null
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
    if (!this.#worker) this.#start()
  }

  /** Null when there is no picture. */
  async ask<K extends Ask['kind']>(ask: Extract<Ask, { kind: K }>): Promise<Answers[K] | null> {
    const worker = this.#worker ?? this.#start()
    if (!worker) return null
    return (await this.#send(worker, ask)) as Answers[K] | null
  }

  #send(worker: Worker, ask: Ask): Promise<unknown> {
    return new Promise((resolve) => {
      const id = ++this.#last
      this.#waiting.set(id, resolve)
      worker.postMessage({ id, ask })
    })
  }

  #start(): Worker | null {
    const pixels = pictureOf(this.#editor).peek()?.pixels()
    if (!pixels) return null
    const worker = new Worker(new URL('./smart.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<{ id: number; answer: unknown }>) => {
      this.#waiting.get(data.id)?.(data.answer ?? null)
      this.#waiting.delete(data.id)
    }
    this.#worker = worker
    const { width, height, data } = pixels
    void this.#send(worker, { kind: 'picture', pixels: { width, height, data } })
    return worker
  }

  #stop(): void {
    this.#worker?.terminate()
    this.#worker = null
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
