/** Puts the frame that is asked for on the screen, and asks for the next while playing. */
import { batch } from '@preact/signals-core'
import type { Scope } from '../../../core/scope'
import type { FrameSource } from '../data/source'
import type { VideoState } from '../state'

/** Pictures a second: as many as screens show, and fewer where time runs faster than in life. */
const [MOST, MOST_FAST] = [60, 30]
const SLACK = 0.01
/** A page that was away does not make up for it, in seconds. */
const LONGEST = 0.5

export class Player {
  readonly #video: VideoState
  readonly #source: FrameSource
  readonly #scope: Scope
  readonly #show: (picture: ImageBitmap, isPassing: boolean) => void
  #last = 0
  /** Playing began there, and this is the frame that it has come to. */
  #first = 0
  #due = 0
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
      const isPlaying = video.playhead.peek().playing.peek()
      source.want(frame, this.#directionTo(frame), isPlaying ? this.#stride : null)
      this.#bring(frame)
    })
    scope.effect(() => {
      if (video.playhead.value.playing.value) this.#begin()
      else this.#stay()
    })
  }

  arrived(frame: number): void {
    const { wanted, shown, playhead } = this.#video
    const isLate = playhead.peek().playing.peek() && frame > shown.peek() && frame < wanted.peek()
    if (isLate || frame === wanted.peek()) this.#bring(frame)
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

  /** What is on the screen when playing ends is where we are, and drawn as well as it can be. */
  #stay(): void {
    const video = this.#video
    if (!video.isReady.peek()) return
    if (!video.playhead.peek().atEnd.peek()) {
      this.#before = video.shown.peek()
      video.seek(this.#before)
    }
    this.#source.want(video.wanted.peek(), 1, null)
    const picture = this.#source.peek(video.shown.peek())
    if (picture) this.#show(picture, false)
  }

  #begin(): void {
    this.#last = performance.now()
    this.#go(this.#video.wanted.peek())
    this.#scope.frame((time) => this.#tick(time))
  }

  /** Playing goes on from here. */
  #go(frame: number): void {
    this.#first = frame
    this.#due = frame
    this.#time = this.#video.timeOf(frame)
  }

  #tick(now: number): void {
    const video = this.#video
    const playhead = video.playhead.peek()
    if (!playhead.playing.peek()) return
    const elapsed = Math.min(Math.max(0, now - this.#last) / 1000, LONGEST)
    this.#last = now
    // Somebody has gone elsewhere while it plays.
    if (video.wanted.peek() !== this.#due) this.#go(video.wanted.peek())
    // Bytes are waited for; decoding that does not keep up leaves frames out.
    if (video.shown.peek() === this.#due || !this.#source.isStarved) {
      this.#time += elapsed * playhead.rate.peek()
      this.#due = this.#dueAt(video.frameAt(this.#time))
      video.seek(this.#due)
      if (playhead.atEnd.peek()) playhead.playing.value = false
    }
    this.#scope.frame((time) => this.#tick(time))
  }

  /** Frames for which there is no time are left out. */
  #dueAt(frame: number): number {
    const isLast = frame >= this.#video.frames.peek() - 1
    return isLast ? frame : Math.max(this.#first, frame - (frame % this.#stride))
  }

  get #stride(): number {
    const { playhead, rate } = this.#video
    const speed = playhead.peek().rate.peek()
    const most = speed > 1 ? MOST_FAST : MOST
    return Math.max(1, Math.ceil((rate.peek() * speed) / most - SLACK))
  }
}
