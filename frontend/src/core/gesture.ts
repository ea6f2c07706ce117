import type { Point } from './geometry'

/** A pointer in world coordinates, as a stage reports it. */
export interface Pointer {
  readonly at: Point
  /** How far a hit may be off, in world units; the stage makes it a constant distance on the screen. */
  readonly tolerance: number
  readonly shift?: boolean
  readonly alt?: boolean
  readonly ctrl?: boolean
  /** 2 for the second press of a double click. */
  readonly clicks?: number
}

/** Whether a gesture is over, or waits for another press (a polygon, the second corner of a box). */
export type Progress = 'done' | 'more'

/**
 * Everything from the first press to the end of one edit. It recomputes its draft from where it
 * started on every move, so cancel is free: the draft is dropped and nothing has happened.
 */
export interface Gesture {
  /** The pointer moved, button down or not. */
  move(p: Pointer): void
  release(p: Pointer): Progress
  /** A further press of a gesture that answered 'more'. */
  press?(p: Pointer): Progress
  /** Finish with what there is (N, Enter, double click). */
  complete?(): Progress
  /** Take back the last step (Backspace removes the last vertex); 'done' gives up altogether. */
  back?(): Progress
  cancel?(): void
}
