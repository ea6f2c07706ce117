import type { Point2 } from '../../../core/geometry'
import type { Annotation } from '../../../core/patch'
import { findLabel } from '../../../core/schema'
import { HIDDEN, jointOf, type Skeleton, UNLABELLED } from '../../../kinds/skeleton'
import type { OverlayView } from './overlay'
import type { Context } from './shapes'

const RADIUS = 4.5

/** The name of a point beside it, light on dark as every readout. */
function paintName(context: Context, text: string, [x, y]: Point2): void {
  context.font = '500 11px "Inter Variable", Inter, "Noto Sans SC Variable", system-ui, sans-serif'
  context.textBaseline = 'middle'
  const width = context.measureText(text).width + 10
  context.fillStyle = 'rgba(16, 17, 19, 0.82)'
  context.beginPath()
  context.roundRect(x + 10, y - 24, width, 18, 3)
  context.fill()
  context.fillStyle = '#ffffff'
  context.fillText(text, x + 15, y - 14.5)
}

function paintCross(context: Context, [x, y]: Point2): void {
  for (const [width, colour] of [
    [3.5, '#1f2328'],
    [1.5, '#ffffff'],
  ] as const) {
    context.beginPath()
    context.moveTo(x - RADIUS, y - RADIUS)
    context.lineTo(x + RADIUS, y + RADIUS)
    context.moveTo(x + RADIUS, y - RADIUS)
    context.lineTo(x - RADIUS, y + RADIUS)
    context.lineWidth = width
    context.strokeStyle = colour
    context.stroke()
  }
}

/** A point of a selected skeleton: filled when seen, hollow when hidden, a cross when nobody says where it is. */
export function paintJoint(
  context: Context,
  o: OverlayView,
  record: Annotation,
  handle: string,
  at: Point2,
  hot: boolean,
): void {
  const key = jointOf(handle) ?? ''
  const visibility = (record.data as Skeleton).points[key]?.[2]
  const style = o.styles.of(record.label)
  if (visibility === UNLABELLED) paintCross(context, at)
  else {
    context.beginPath()
    context.arc(...at, hot ? RADIUS + 2 : RADIUS, 0, 2 * Math.PI)
    context.fillStyle = visibility === HIDDEN ? '#ffffff' : style.stroke
    context.fill()
    context.lineWidth = 2
    context.strokeStyle = visibility === HIDDEN ? style.stroke : '#ffffff'
    context.stroke()
  }
  if (!hot) return
  const label = findLabel(o.editor.schema.peek(), record.label)
  const point = label?.skeleton?.points.find((one) => one.key === key)
  paintName(context, point?.name[o.styles.language] ?? key, at)
}
