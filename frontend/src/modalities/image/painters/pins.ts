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

/** States differ by shape as well as by colour: a drop, a square, a hollow circle. */
const COLOURS = { open: '#b45309', resolved: '#2258b5', verified: '#1c7346' } as const

type Shape = (context: Context, x: number, y: number, grown: number) => void

const SHAPES: { readonly [tone in Pin['tone']]: Shape } = {
  open: (context, x, y, grown) => {
    context.arc(x, y, RADIUS + grown, Math.PI * 0.8, Math.PI * 0.2)
    context.lineTo(x, y + LIFT + grown)
    context.closePath()
  },
  resolved: (context, x, y, grown) => {
    const side = RADIUS - 1 + grown
    context.roundRect(x - side, y - side, 2 * side, 2 * side, 3)
  },
  verified: (context, x, y, grown) => {
    context.arc(x, y, RADIUS - 1 + grown, 0, 2 * Math.PI)
  },
}

function paintHead(context: Context, pin: Pin, [x, y]: Point2, colors: StageColors): void {
  const hollow = pin.tone === 'verified'
  const colour = COLOURS[pin.tone]
  const outline = (grown: number) => {
    context.beginPath()
    SHAPES[pin.tone](context, x, y, grown)
  }
  if (pin.active) {
    outline(4)
    context.fillStyle = colors.accent
    context.fill()
  }
  outline(2)
  context.fillStyle = '#ffffff'
  context.fill()
  outline(0)
  context.fillStyle = hollow ? '#ffffff' : colour
  context.fill()
  if (hollow) {
    context.strokeStyle = colour
    context.lineWidth = 2
    context.stroke()
  }
  context.fillStyle = hollow ? colour : '#ffffff'
  context.fillText(pin.text, x, y + 0.5)
}

/** Draw the marks of issues above their places; the one being read has a ring. */
export function paintPins(
  context: Context,
  pins: readonly Pin[],
  view: Transform,
  colors: StageColors,
): void {
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.font = '600 11px "Inter Variable", Inter, system-ui, sans-serif'
  for (const pin of pins) paintHead(context, pin, head(pin, view), colors)
  context.textAlign = 'start'
}

/** The uppermost pin under a place on the screen. */
export function pinUnder(pins: readonly Pin[], at: Point2, view: Transform): Pin | undefined {
  return pins.toReversed().find((pin) => {
    const [x, y] = head(pin, view)
    return Math.hypot(at[0] - x, at[1] - y) <= RADIUS + 2
  })
}
