import { type Upright, UprightPictures } from './upright'

type Answer =
  | { readonly isReady: true }
  | { readonly id: number; readonly picture?: ImageBitmap; readonly failed?: string }

interface Waiting {
  readonly resolve: (picture: ImageBitmap) => void
  readonly reject: (error: Error) => void
}

/**
 * Makes pictures of decoded frames, which takes longer than drawing them: in a thread of its own, where there are such, as
 * soon as it has begun.
 */
export class Pictures {
  readonly #here: UprightPictures
  readonly #worker: Worker | null =
    typeof Worker === 'undefined'
      ? null
      : new Worker(new URL('./picture.worker.ts', import.meta.url), { type: 'module' })
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #isReady = false
  #before: Promise<unknown> = Promise.resolve()

  constructor(how: Upright) {
    this.#here = new UprightPictures(how)
    if (!this.#worker) return
    this.#worker.postMessage(how)
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if ('isReady' in data) {
        this.#isReady = true
        return
      }
      const waiting = this.#waiting.get(data.id)
      this.#waiting.delete(data.id)
      if (data.picture) waiting?.resolve(data.picture)
      else waiting?.reject(new Error(data.failed))
    }
  }

  /** The picture of a frame, which is this one's from now on. */
  make(image: VideoFrame): Promise<ImageBitmap> {
    const worker = this.#worker
    if (!(worker && this.#isReady)) return this.#alone(image)
    const id = ++this.#last
    worker.postMessage({ id, image }, [image])
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  #alone(image: VideoFrame): Promise<ImageBitmap> {
    const made = this.#before.then(() => this.#here.make(image)).finally(() => image.close())
    this.#before = made.catch(() => undefined)
    return made
  }

  end(): void {
    this.#worker?.terminate()
  }
}
