import type { Point2 } from '../../../core/geometry'
import type { Pin } from '../../../core/view'
import type { Transform } from '../stage/camera'
import type { Context } from './shapes'
import type { StageColors } from './style'

const RADIUS = 10
/** Height of the head's centre above the place it marks. */
const LIFT = 17

const head = (pin: Pin, view: Transform): Point2 => [
  pin.at[0] * view.scale + view.x,
  pin.at[1] * view.scale + view.y - LIFT,
]

const FILLS = { open: '#e03131', resolved: '#2f9e44', active: '#1c7ed6' } as const

/** Draw the marks of issues: a drop whose tip is at the place. */
export function paintPins(
  context: Context,
  pins: readonly Pin[],
  view: Transform,
  colors: StageColors,
): void {
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.font = '600 11px "Inter Variable", Inter, system-ui, sans-serif'
  for (const pin of pins) {
    const [x, y] = head(pin, view)
    context.beginPath()
    context.arc(x, y, RADIUS, Math.PI * 0.8, Math.PI * 0.2)
    context.lineTo(x, y + LIFT)
    context.closePath()
    context.fillStyle = FILLS[pin.tone]
    context.strokeStyle = pin.tone === 'active' ? colors.text : '#ffffff'
    context.lineWidth = pin.tone === 'active' ? 2.5 : 1.75
    context.fill()
    context.stroke()
    context.fillStyle = '#ffffff'
    context.fillText(pin.text, x, y + 0.5)
  }
  context.textAlign = 'start'
}

/** The uppermost pin under a place on the screen. */
export function pinUnder(pins: readonly Pin[], at: Point2, view: Transform): Pin | undefined {
  return pins.toReversed().find((pin) => {
    const [x, y] = head(pin, view)
    return Math.hypot(at[0] - x, at[1] - y) <= RADIUS + 2
  })
}
