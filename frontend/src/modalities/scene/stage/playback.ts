/** Brings the points of the frame on the screen, and moves on while playing. */
import { batch } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Playhead } from '../../../core/playhead'
import type { Scope } from '../../../core/scope'
import type { Frames } from '../data/frames'
import { sceneOf } from '../state'

/** Frames a second for scenes that do not say when their frames were taken. */
const RATE = 10
/** No scene is played slower or faster than so many frames a second. */
const [SLOWEST, FASTEST] = [2, 20]

/** Stages beside each other go through the same frames: one of them moves on. */
const movers = new WeakMap<Playhead, Playback>()

export class Playback {
  readonly #editor: Editor
  readonly #frames: Frames
  readonly #scope: Scope
  #wanted = -1
  #shown = -1
  #last = 0

  constructor(
    editor: Editor,
    frames: Frames,
    scope: Scope,
    ahead: (frame: number) => void,
    failed: ((error: unknown) => void) | undefined,
  ) {
    this.#editor = editor
    this.#frames = frames
    this.#scope = scope
    const scene = sceneOf(editor)
    scope.effect(() => {
      const frame = scene.frame.value
      this.#show(frame).catch((error: unknown) => scope.alive && failed?.(error))
      frames.ahead(frame, scene.sweeps.value)
      if (frame + 1 < scene.frames.peek()) ahead(frame + 1)
    })
    scope.effect(() => {
      const playhead = scene.playhead.value
      if (playhead.playing.value && !movers.has(playhead)) this.#begin(playhead)
    })
    scope.add(() => this.#end(scene.playhead.peek()))
  }

  #end(playhead: Playhead): void {
    if (movers.get(playhead) !== this) return
    movers.delete(playhead)
    playhead.playing.value = false
  }

  async #show(frame: number): Promise<void> {
    this.#wanted = frame
    const scene = sceneOf(this.#editor)
    const points = this.#frames.peek(frame) ?? (await this.#frames.get(frame))
    // Meanwhile another frame may have been asked for.
    if (this.#wanted !== frame || !this.#scope.alive) return
    this.#shown = frame
    batch(() => {
      scene.points.value = points
      scene.loaded.value = frame
    })
  }

  #begin(playhead: Playhead): void {
    movers.set(playhead, this)
    this.#last = performance.now()
    this.#scope.frame((time) => this.#tick(time))
  }

  #tick(time: number): void {
    const playhead = sceneOf(this.#editor).playhead.peek()
    if (!playhead.playing.peek()) {
      this.#end(playhead)
      return
    }
    const elapsed = Math.max(0, time - this.#last)
    this.#last = time
    // Wait for points that are still on their way.
    if (this.#shown === this.#wanted) playhead.advance((elapsed / 1000) * this.#rate())
    this.#scope.frame((next) => this.#tick(next))
  }

  #rate(): number {
    const frames = sceneOf(this.#editor).manifest.peek()?.frames ?? []
    const [first, last] = [frames[0]?.time ?? null, frames.at(-1)?.time ?? null]
    if (first === null || last === null || last <= first) return RATE
    const rate = ((frames.length - 1) * 1e9) / (last - first)
    return Math.min(FASTEST, Math.max(SLOWEST, rate))
  }
}
