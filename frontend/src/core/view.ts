import { type ReadonlySignal, signal } from '@preact/signals-core'
import type { Bounds, Point2 } from './geometry'
import type { Annotation } from './patch'

/** What a stage lets commands do with its view. Scale is screen pixels per world unit. */
export interface CameraControl {
  readonly scale: { readonly value: number }
  zoomBy(factor: number): void
  zoomTo(bounds: Bounds): void
  /** What is selected fills the view: of stages whose annotations have no bounds in a plane. */
  zoomToSelection?(): void
  /** Move the view just enough to show the bounds; the scale stays unless they do not fit. */
  reveal(bounds: Bounds): void
  fit(): void
  actualSize(): void
  /** Move the view by so many screen pixels. */
  panBy(dx: number, dy: number): void
  /** Where it looks, and to look where another of its modality does: of stages that can stand beside each other. */
  readonly place?: ReadonlySignal<unknown>
  follow?(place: unknown): void
  /** Where a place under the pointer of another is on this stage, in pixels from its corner; null where it is not seen. */
  onStage?(at: Point2): Point2 | null
}

/** A mark that the shell puts on the stage: an issue of a reviewer. */
export interface Pin {
  readonly id: string
  readonly at: Point2
  readonly text: string
  readonly tone: 'open' | 'resolved' | 'verified'
  /** It is being read. */
  readonly active: boolean
}

export type Filter = (record: Annotation) => boolean

/** How the document is looked at. Never saved, never in the history. */
export class ViewState {
  readonly hidden = signal<ReadonlySet<string>>(new Set())
  readonly hiddenLabels = signal<ReadonlySet<string>>(new Set())
  readonly locked = signal<ReadonlySet<string>>(new Set())
  readonly filter = signal<Filter | null>(null)
  readonly names = signal(true)
  readonly fills = signal(true)
  readonly minimap = signal(true)
  readonly crosshair = signal(true)
  /** Stay in a drawing tool after each annotation instead of going back to select. */
  readonly keepDrawing = signal(false)
  readonly suggestions = signal(true)
  /** Suggestions with a lower score are not shown. */
  readonly threshold = signal(0)
  readonly pins = signal<readonly Pin[]>([])
  /** Annotations as they were, shown beside what they are. */
  readonly ghosts = signal<readonly Annotation[]>([])
  /** Annotations with an open finding, drawn with a warning mark. */
  readonly marks = signal<ReadonlySet<string>>(new Set())
  readonly camera = signal<CameraControl | null>(null)
  /** World position of the pointer over the stage, for the status bar; null when it is elsewhere. */
  readonly pointer = signal<Point2 | null>(null)

  isVisible(record: Annotation): boolean {
    if (this.hidden.value.has(record.id) || this.hiddenLabels.value.has(record.label)) return false
    return this.filter.value?.(record) ?? true
  }
}
