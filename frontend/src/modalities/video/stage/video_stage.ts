import { batch } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import { Playhead } from '../../../core/playhead'
import type { StageOptions } from '../../../core/registry'
import { Scope } from '../../../core/scope'
import { askingOf } from '../../image/prompts/asking'
import { isPromptTool } from '../../image/prompts/tools'
import { ImageStage } from '../../image/stage/image_stage'
import { Picture } from '../../image/stage/picture'
import { type Film, filmOf } from '../data/opening'
import { type VideoState, videoOf } from '../state'
import { Player } from './player'

const REST_MS = 300

/** The stage of images with the editor of the frame that is on the screen, and a new picture for every frame. */
export class VideoStage extends ImageStage {
  readonly #video: VideoState
  readonly #options: StageOptions
  readonly #opened = new Scope()

  constructor(editor: Editor, options: StageOptions) {
    const video = videoOf(editor)
    super(video.inFrame, { ...options, asset: { ...options.asset, url: '' } })
    this.#options = options
    this.#video = video
  }

  override mount(host: HTMLElement): void {
    super.mount(host)
    this.#opened.effect(() => this.#tellModels())
    this.#open().catch((error: unknown) => this.#fail(error))
  }

  override dispose(): void {
    this.#video.playhead.peek().playing.value = false
    this.#opened.dispose()
    super.dispose()
  }

  /** A model that is asked about pictures reads the frame at which the hand with its tool rests. */
  #tellModels(): (() => void) | undefined {
    const { inFrame, shown, playhead } = this.#video
    const asking = askingOf(inFrame)
    // What was pointed at is in the frame before.
    if (asking.goTo(shown.value) && asking.current.peek()) inFrame.cancel()
    const isHeld = isPromptTool(inFrame.tool.value) && !playhead.value.playing.value
    return isHeld ? this.#opened.timeout(() => void asking.prepare(), REST_MS) : undefined
  }

  #fail(error: unknown): void {
    if (this.#opened.alive) this.#options.onError?.(error)
  }

  async #open(): Promise<void> {
    const film = await filmOf(this.#options.asset)
    if (this.#opened.alive) this.#play(film)
    else film.source.dispose()
  }

  #play({ table, source, listen }: Film): void {
    const video = this.#video
    const { onReady, asset } = this.#options
    batch(() => {
      const playhead = new Playhead(table.frames - 1)
      playhead.seek(video.wanted.peek())
      video.times.value = table.times
      video.playhead.value = playhead
      video.isReady.value = false
    })
    this.#opened.add(() => source.dispose())
    const extent = { width: asset.width, height: asset.height }
    const player = new Player(video, source, this.#opened, (bitmap, isPassing) => {
      const isFirst = !video.isReady.peek()
      this.show(new Picture(bitmap, extent, isPassing))
      if (isFirst) this.#opened.frame(() => this.#opened.frame(() => onReady?.()))
    })
    listen({
      arrived: (frame) => player.arrived(frame),
      failed: (error) => this.#fail(error),
    })
  }
}
