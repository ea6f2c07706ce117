import { computed, type ReadonlySignal, signal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Prompt, PromptAnswer, Prompter, Reading } from '../../../core/prompts'
import type { Prompting } from './prompting'

const POLL_MS = 600

/** How far the chosen model is with the picture. */
export type Stand =
  | { readonly is: 'idle' | 'waiting' | 'reading' | 'ready' }
  | { readonly is: 'failed'; readonly error: unknown }

const GONE = new Set(['embedding-missing', 'embedding-gone'])

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function standOf({ ready, job }: Reading): Stand {
  if (ready) return { is: 'ready' }
  if (job?.state === 'failed') return { is: 'failed', error: job.error }
  if (job?.state === 'cancelled') return { is: 'idle' }
  return { is: job?.state === 'running' ? 'reading' : 'waiting' }
}

const isUnderWay = ({ is }: Stand) => is === 'waiting' || is === 'reading'

/** The models that one editor's picture can be asked about, the one that is asked, and how far it is. */
export class Asking {
  readonly models = signal<readonly Prompter[]>([])
  readonly stand = signal<Stand>({ is: 'idle' })
  /** Whether the server is thinking about a prompt. */
  readonly busy = signal(false)
  /** Whether a press says what belongs to the object; Alt says the contrary. */
  readonly inside = signal(true)
  /** The prompt in the hand. */
  readonly current = signal<Prompting | null>(null)
  readonly chosen: ReadonlySignal<Prompter | null>
  readonly #wanted = signal('')
  /** Of a video. */
  #frame = 0
  #running: Promise<void> | null = null
  #round = 0

  constructor() {
    this.chosen = computed(() => {
      const models = this.models.value
      return models.find(({ id }) => id === this.#wanted.value) ?? models[0] ?? null
    })
  }

  /** The models for the picture that is on the stage now; none when there is no picture any more. */
  offer(models: readonly Prompter[]): void {
    this.#reset()
    this.models.value = models
  }

  /** A frame of a video is on the stage; whether it is another than before. */
  goTo(frame: number): boolean {
    if (frame === this.#frame) return false
    this.#frame = frame
    this.#reset()
    return true
  }

  choose(id: string): void {
    this.#wanted.value = id
    this.#reset()
    void this.prepare()
  }

  /** Let the model read the picture; ends when it has, or cannot. */
  prepare(): Promise<void> {
    const model = this.chosen.peek()
    if (!model || this.stand.peek().is === 'ready') return Promise.resolve()
    this.#running ??= this.#read(model, this.#round).finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** The answers to a prompt; null when there are none, which `stand` explains. */
  async ask(prompt: Prompt): Promise<readonly PromptAnswer[] | null> {
    this.busy.value = true
    try {
      return await this.#ask(prompt, true)
    } finally {
      this.busy.value = false
    }
  }

  async #ask(prompt: Prompt, again: boolean): Promise<readonly PromptAnswer[] | null> {
    const round = this.#round
    await this.prepare()
    const model = this.chosen.peek()
    if (!model || round !== this.#round || this.stand.peek().is !== 'ready') return null
    try {
      return await model.ask(prompt, this.#frame)
    } catch (error) {
      // What was read made room for other pictures meanwhile: read it again.
      const isGone = GONE.has((error as { code?: string }).code ?? '')
      this.stand.value = isGone ? { is: 'idle' } : { is: 'failed', error }
      return isGone && again ? this.#ask(prompt, false) : null
    }
  }

  async #read(model: Prompter, round: number): Promise<void> {
    const frame = this.#frame
    const tell = (stand: Stand) => {
      if (round === this.#round) this.stand.value = stand
    }
    try {
      tell({ is: 'waiting' })
      let stand = standOf(await model.read(frame))
      while (isUnderWay(stand) && round === this.#round) {
        tell(stand)
        await pause(POLL_MS)
        stand = standOf(await model.reading(frame))
      }
      tell(stand)
    } catch (error) {
      tell({ is: 'failed', error })
    }
  }

  #reset(): void {
    this.#round += 1
    this.#running = null
    this.stand.value = { is: 'idle' }
  }
}

const known = new WeakMap<Editor, Asking>()

export function askingOf(editor: Editor): Asking {
  const found = known.get(editor) ?? new Asking()
  known.set(editor, found)
  return found
}
