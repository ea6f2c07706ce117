/** Puts the frame that is asked for on the screen, and asks for the next while playing. */
import { batch } from '@preact/signals-core'
import type { Scope } from '../../../core/scope'
import type { FrameSource } from '../data/source'
import type { VideoState } from '../state'

export class Player {
  readonly #video: VideoState
  readonly #source: FrameSource
  readonly #scope: Scope
  readonly #show: (picture: ImageBitmap, isPassing: boolean) => void
  #last = 0
  /** Time of the film while it is played, in seconds. */
  #time = 0
  #before = 0

  constructor(
    video: VideoState,
    source: FrameSource,
    scope: Scope,
    show: (picture: ImageBitmap, isPassing: boolean) => void,
  ) {
    this.#video = video
    this.#source = source
    this.#scope = scope
    this.#show = show
    scope.effect(() => {
      const frame = video.wanted.value
      source.want(frame, this.#directionTo(frame))
      this.#bring(frame)
    })
    scope.effect(() => {
      if (video.playhead.value.playing.value) this.#begin()
      else this.#stay()
    })
  }

  arrived(frame: number): void {
    if (frame === this.#video.wanted.peek()) this.#bring(frame)
  }

  #directionTo(frame: number): 1 | -1 {
    const direction = frame < this.#before ? -1 : 1
    this.#before = frame
    return direction
  }

  #bring(frame: number): void {
    const picture = this.#source.peek(frame)
    const { shown, isReady } = this.#video
    if (!picture || (isReady.peek() && shown.peek() === frame)) return
    batch(() => {
      this.#show(picture, this.#video.playhead.peek().playing.peek())
      this.#video.picture.value = picture
      this.#video.goTo(frame)
      this.#source.hold(frame)
      isReady.value = true
    })
  }

  /** What is on the screen when playing ends is drawn as well as it can be. */
  #stay(): void {
    const { shown, isReady } = this.#video
    const picture = isReady.peek() ? this.#source.peek(shown.peek()) : null
    if (picture) this.#show(picture, false)
  }

  #begin(): void {
    this.#last = performance.now()
    this.#time = this.#video.timeOf(this.#video.wanted.peek())
    this.#scope.frame((time) => this.#tick(time))
  }

  #tick(now: number): void {
    const video = this.#video
    const playhead = video.playhead.peek()
    if (!playhead.playing.peek()) return
    const elapsed = Math.max(0, now - this.#last) / 1000
    this.#last = now
    const frame = video.wanted.peek()
    // Somebody has gone elsewhere while it plays.
    if (video.frameAt(this.#time) !== frame) this.#time = video.timeOf(frame)
    // A picture that is still on its way is waited for.
    if (video.shown.peek() === frame) {
      this.#time += elapsed * playhead.rate.peek()
      video.seek(video.frameAt(this.#time))
      if (playhead.atEnd.peek()) playhead.playing.value = false
    }
    this.#scope.frame((time) => this.#tick(time))
  }
}
