import { midpoint, type Point2 } from '../../../core/geometry'

const WHEEL_STEP = 0.0022
const PINCH_STEP = 0.01
/** Firefox reports lines, others pixels. */
const LINE = 33

/** A wheel with notches sends few large, whole, vertical steps; a trackpad many small ones in any direction. */
export function isMouseWheel({ deltaMode, deltaX, deltaY }: WheelEvent): boolean {
  if (deltaMode !== 0) return true
  return deltaX === 0 && Number.isInteger(deltaY) && Math.abs(deltaY) >= 40
}

/** How much one wheel event zooms; browsers report a pinch as a wheel with Ctrl. */
export function zoomFactor(event: WheelEvent): number {
  const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * LINE
  const step = event.ctrlKey && !isMouseWheel(event) ? PINCH_STEP : WHEEL_STEP
  return Math.exp(-pixels * step)
}

/** True when keys belong to a text field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select')
}

export interface PinchStep {
  /** Middle of the fingers in client coordinates. */
  readonly at: Point2
  readonly factor: number
  readonly by: Point2
}

/** Two fingers on a touch screen. */
export class Pinch {
  readonly #fingers = new Map<number, Point2>()

  /** True when this is the second finger, which turns what the first one began into a pinch. */
  down(event: PointerEvent): boolean {
    if (event.pointerType !== 'touch') return false
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY])
    return this.#fingers.size > 1
  }

  move(event: PointerEvent): PinchStep | null {
    const before = this.#fingers.get(event.pointerId)
    if (!before) return null
    const now: Point2 = [event.clientX, event.clientY]
    this.#fingers.set(event.pointerId, now)
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1]
    if (!other) return null
    const span = (a: Point2) => Math.max(Math.hypot(a[0] - other[0], a[1] - other[1]), 1)
    const from = midpoint(before, other)
    const at = midpoint(now, other)
    return { at, factor: span(now) / span(before), by: [at[0] - from[0], at[1] - from[1]] }
  }

  up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId)
  }
}
