/** Which frames and rows of the time line are in view. Sizes are CSS pixels. */
import { computed, signal } from '@preact/signals-core'
import { clampNumber } from '../../../core/geometry'

export const GUTTER = 176
export const RULER = 22
export const STRIP = 40
export const HEAD = RULER + STRIP
export const ROW = 20
/** Room beside the first and the last frame. */
const PAD = 8
/** A frame is at most so wide. */
const WIDEST = 40

export class TimelineView {
  readonly size = signal({ width: 1, height: 1 })
  readonly frames = signal(1)
  readonly rows = signal(0)
  /** Pixels of a frame; 0 shows all of them. */
  readonly #zoom = signal(0)
  readonly #from = signal(0)
  readonly #top = signal(0)

  readonly room = computed(() => Math.max(1, this.size.value.width - GUTTER - 2 * PAD))
  readonly least = computed(() => this.room.value / this.frames.value)
  /** Pixels of a frame. */
  readonly scale = computed(() =>
    clampNumber(this.#zoom.value, this.least.value, Math.max(WIDEST, this.least.value)),
  )
  /** Frame at the left edge; may lie between two. */
  readonly from = computed(() =>
    clampNumber(this.#from.value, 0, this.frames.value - this.room.value / this.scale.value),
  )
  /** Pixels by which the rows are scrolled. */
  readonly top = computed(() => {
    const { height } = this.size.value
    return clampNumber(this.#top.value, 0, Math.max(0, this.rows.value * ROW - (height - HEAD)))
  })

  /** Where a frame begins. */
  x(frame: number): number {
    return GUTTER + PAD + (frame - this.from.value) * this.scale.value
  }

  /** The frame at a place, which may lie outside the video. */
  frameAt(x: number): number {
    return Math.floor(this.from.peek() + (x - GUTTER - PAD) / this.scale.peek())
  }

  /** The edge between two frames that is nearest to a place. */
  edgeAt(x: number): number {
    return Math.round(this.from.peek() + (x - GUTTER - PAD) / this.scale.peek())
  }

  y(row: number): number {
    return HEAD + row * ROW - this.top.value
  }

  rowAt(y: number): number {
    return y < HEAD ? -1 : Math.floor((y - HEAD + this.top.peek()) / ROW)
  }

  zoomAt(x: number, factor: number): void {
    const at = this.from.peek() + (x - GUTTER - PAD) / this.scale.peek()
    this.#zoom.value = this.scale.peek() * factor
    this.#from.value = at - (x - GUTTER - PAD) / this.scale.peek()
  }

  panBy(pixels: number): void {
    this.#from.value = this.from.peek() + pixels / this.scale.peek()
  }

  scrollBy(pixels: number): void {
    this.#top.value = this.top.peek() + pixels
  }

  /** Bring a frame into view, with some way to go in front of it. */
  showFrame(frame: number): void {
    const span = this.room.peek() / this.scale.peek()
    const from = this.from.peek()
    if (frame < from || frame + 1 > from + span) this.#from.value = frame - span * 0.1
  }

  showRow(row: number): void {
    const room = this.size.peek().height - HEAD
    const y = row * ROW
    const top = this.top.peek()
    if (y < top) this.#top.value = y
    else if (y + ROW > top + room) this.#top.value = y + ROW - room
  }
}
