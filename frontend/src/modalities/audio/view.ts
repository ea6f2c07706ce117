import { computed, signal } from '@preact/signals-core'
import type { CameraControl } from '../../core/view'

/** What part of the recording the timeline shows. */
export interface Span {
  /** Sample at the left edge; may be a fraction. */
  readonly from: number
  /** Samples of one CSS pixel. */
  readonly perPixel: number
}

/** The closest look: so many pixels for one sample. */
const CLOSEST = 16
/** Share of the width that stays free beside what is brought into view. */
const MARGIN = 0.1

/** The stretch of time on the screen, in samples. */
export class TimeView implements CameraControl {
  readonly span = signal<Span>({ from: 0, perPixel: 1 })
  /** CSS pixels of the timeline without the heads of its rows. */
  readonly width = signal(1)
  readonly length = signal(1)
  readonly scale = computed(() => 1 / this.span.value.perPixel)
  /** What is to fill the view when a person asks for the selection. */
  selected: () => { readonly start: number; readonly stop: number } | null = () => null

  toX(sample: number): number {
    const { from, perPixel } = this.span.peek()
    return (sample - from) / perPixel
  }

  toSample(x: number): number {
    const { from, perPixel } = this.span.peek()
    return from + x * perPixel
  }

  /** Last sample on the screen. */
  get end(): number {
    return this.toSample(this.width.peek())
  }

  look(from: number, perPixel: number): void {
    const widest = this.length.peek() / this.width.peek()
    const scale = Math.min(Math.max(perPixel, 1 / CLOSEST), Math.max(widest, 1 / CLOSEST))
    const most = Math.max(0, this.length.peek() - scale * this.width.peek())
    this.span.value = { from: Math.min(Math.max(0, from), most), perPixel: scale }
  }

  /** The stage got another width: what is at the left edge stays. */
  resize(width: number): void {
    this.width.value = Math.max(1, width)
    const { from, perPixel } = this.span.peek()
    this.look(from, perPixel)
  }

  /** Zoom in by a factor; what is under the pixel stays there. */
  zoomAt(x: number, factor: number): void {
    const at = this.toSample(x)
    const { perPixel } = this.span.peek()
    this.look(at, perPixel / factor)
    const { perPixel: now } = this.span.peek()
    this.look(at - x * now, now)
  }

  zoomBy(factor: number): void {
    this.zoomAt(this.width.peek() / 2, factor)
  }

  show(start: number, stop: number): void {
    const perPixel = Math.max(stop - start, 1) / (this.width.peek() * (1 - 2 * MARGIN))
    this.look(start - MARGIN * this.width.peek() * perPixel, perPixel)
  }

  /** Move just enough to have it on the screen; the scale stays. */
  bring(start: number, stop: number): void {
    const { from, perPixel } = this.span.peek()
    const reach = this.width.peek() * perPixel
    const margin = reach * MARGIN
    const isIn = start >= from && stop <= from + reach
    if (isIn) return
    if (stop - start > reach || start < from) this.look(start - margin, perPixel)
    else this.look(stop + margin - reach, perPixel)
  }

  /** Bounds in this plane are stretches of time. */
  zoomTo({ minX, maxX }: { readonly minX: number; readonly maxX: number }): void {
    this.show(minX, maxX)
  }

  zoomToSelection(): void {
    const selected = this.selected()
    if (selected) this.show(selected.start, selected.stop)
  }

  reveal({ minX, maxX }: { readonly minX: number; readonly maxX: number }): void {
    this.bring(minX, maxX)
  }

  fit(): void {
    this.look(0, this.length.peek() / this.width.peek())
  }

  /** One pixel for each sample, around the middle. */
  actualSize(): void {
    this.zoomBy(this.span.peek().perPixel)
  }

  panBy(dx: number): void {
    const { from, perPixel } = this.span.peek()
    this.look(from - dx * perPixel, perPixel)
  }
}
