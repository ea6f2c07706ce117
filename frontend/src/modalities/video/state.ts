/** What of a video is on the screen, and the editor of the frame that is. Never saved. */
import { batch, computed, effect, type Signal, signal } from '@preact/signals-core'
import { Editor } from '../../core/editor'
import type { AnyKind } from '../../core/kind'
import { Playhead } from '../../core/playhead'
import {
  answers,
  box,
  cuboid2d,
  ellipse,
  empty,
  mask,
  points,
  polygon,
  polyline,
  rotatedBox,
  skeleton,
  tag,
} from '../../kinds'
import { FrameDocument } from './frames/frame_document'
import { Opinions } from './worker/opinions'
import type { Following } from './worker/trails'

const SHAPES: readonly AnyKind[] = [
  box,
  rotatedBox,
  ellipse,
  polygon,
  mask,
  polyline,
  points,
  skeleton,
  cuboid2d,
  tag,
  answers,
  empty,
]

/** Frames a second of a video that does not say. */
const RATE = 25

export class VideoState {
  readonly whole: Editor
  /** Edits the shapes of the frame on the screen; what it keeps are changes of the tracks. */
  readonly inFrame: Editor
  readonly playhead: Signal<Playhead> = signal(new Playhead(0))
  /** Times of the frames in seconds, from the first. */
  readonly times = signal<Float64Array>(new Float64Array(1))
  /** The frame on the screen; the one asked for may still be on its way. */
  readonly shown = signal(0)
  readonly picture = signal<ImageBitmap | null>(null)
  /** Something is being followed from frame to frame. */
  readonly following = signal(false)
  /** What a worker follows, and whether the range for it is being asked for. */
  readonly work = signal<Following | null>(null)
  readonly asking = signal(false)
  readonly opinions: Opinions
  /** The first picture has come. */
  readonly isReady = signal(false)
  /** What is drawn is there in one frame only. */
  readonly single = signal(false)
  readonly wanted = computed(() => Math.round(this.playhead.value.at.value))
  readonly frames = computed(() => this.times.value.length)
  readonly rate = computed(() => {
    const last = this.times.value.at(-1) ?? 0
    return last > 0 ? (this.frames.value - 1) / last : RATE
  })
  readonly #documents: readonly FrameDocument[]

  constructor(whole: Editor) {
    this.whole = whole
    this.opinions = new Opinions(whole)
    const work = new FrameDocument(whole.work, {
      adopt: (id) => whole.offered.peek().get(id),
      single: () => this.single.peek(),
    })
    const suggestions = whole.suggestions.map((source) => ({
      ...source,
      document: new FrameDocument(source.document),
    }))
    this.#documents = [work, ...suggestions.map(({ document }) => document)]
    this.inFrame = new Editor({
      work,
      kinds: SHAPES,
      schema: whole.schema.peek(),
      extent: whole.extent,
      suggestions,
      whole,
    })
  }

  /** The picture of a frame is on the screen: so are its shapes. */
  goTo(frame: number): void {
    batch(() => {
      for (const document of this.#documents) document.goTo(frame)
      this.shown.value = frame
    })
  }

  /** Go to a frame and wait until it is on the screen; false when somebody went elsewhere meanwhile. */
  bring(frame: number): Promise<boolean> {
    this.seek(frame)
    return new Promise((resolve) => {
      const stop = effect(() => {
        const isThere = this.shown.value === frame
        const isLeft = this.wanted.value !== frame
        if (!isThere && !isLeft) return
        resolve(!isLeft)
        queueMicrotask(() => stop())
      })
    })
  }

  seek(frame: number): void {
    this.playhead.peek().seek(Math.round(frame))
  }

  step(by: number): void {
    const playhead = this.playhead.peek()
    playhead.playing.value = false
    this.seek(this.wanted.peek() + by)
  }

  timeOf(frame: number): number {
    const { value } = this.times
    return value[Math.min(Math.max(0, Math.round(frame)), value.length - 1)] ?? 0
  }

  /** The frame that is seen at a time. */
  frameAt(seconds: number): number {
    const times = this.times.peek()
    let low = 0
    let high = times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((times[middle] ?? 0) <= seconds) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }
}

const states = new WeakMap<Editor, VideoState>()

/** The state of the video that an editor works on, be it the editor of the whole or of the frame. */
export function videoOf(editor: Editor): VideoState {
  const known = states.get(editor)
  if (known) return known
  const made = new VideoState(editor)
  states.set(editor, made)
  states.set(made.inFrame, made)
  return made
}
