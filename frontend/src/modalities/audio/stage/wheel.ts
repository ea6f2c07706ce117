const WHEEL_STEP = 0.0022
const PINCH_STEP = 0.01
/** Firefox reports lines, others pixels. */
const LINE = 33

/** A wheel with notches sends few large, whole, vertical steps; a trackpad many small ones in any direction. */
export function isMouseWheel({ deltaMode, deltaX, deltaY }: WheelEvent): boolean {
  if (deltaMode !== 0) return true
  return deltaX === 0 && Number.isInteger(deltaY) && Math.abs(deltaY) >= 40
}

export function wheelPixels({ deltaMode, deltaX, deltaY }: WheelEvent): readonly [number, number] {
  const unit = deltaMode === 0 ? 1 : LINE
  return [deltaX * unit, deltaY * unit]
}

/** How much one wheel event zooms; browsers report a pinch as a wheel with Ctrl. */
export function zoomFactor(event: WheelEvent): number {
  const step = event.ctrlKey && !isMouseWheel(event) ? PINCH_STEP : WHEEL_STEP
  return Math.exp(-wheelPixels(event)[1] * step)
}
