import type { Point2 } from '../../../core/geometry'
import type { OverlayView } from '../painters/overlay'
import type { Context } from '../painters/shapes'
import type { LabelStyle } from '../painters/style'
import type { Transform } from '../stage/camera'
import { arrowsIn } from './arrows'

const HEAD = 11
const SPREAD = Math.PI / 7
/** Shorter than this on the screen there is no room for a name. */
const ROOMY = 70

const onScreen = ([x, y]: Point2, { scale, x: ox, y: oy }: Transform): Point2 => [
  x * scale + ox,
  y * scale + oy,
]

function trace(context: Context, [x, y]: Point2, [u, v]: Point2): void {
  const turn = Math.atan2(v - y, u - x)
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(u, v)
  for (const side of [-SPREAD, SPREAD]) {
    context.moveTo(u, v)
    context.lineTo(u - HEAD * Math.cos(turn + side), v - HEAD * Math.sin(turn + side))
  }
}

function paintName(context: Context, style: LabelStyle, [x, y]: Point2): void {
  context.font = '500 11px "Inter Variable", Inter, "Noto Sans SC Variable", system-ui, sans-serif'
  context.textBaseline = 'middle'
  const width = Math.ceil(context.measureText(style.name).width) + 8
  context.fillStyle = style.stroke
  context.fillRect(Math.round(x - width / 2), Math.round(y) - 8, width, 16)
  context.fillStyle = style.ink
  context.fillText(style.name, Math.round(x - width / 2) + 4, Math.round(y) + 0.5)
}

/** One arrow in the colour of its label, with its name in the middle where there is room. */
export function paintArrow(
  context: Context,
  view: Transform,
  arrow: { readonly from: Point2; readonly to: Point2 },
  style: LabelStyle,
  strong: boolean,
): void {
  const [from, to] = [onScreen(arrow.from, view), onScreen(arrow.to, view)]
  context.lineCap = 'round'
  trace(context, from, to)
  context.lineWidth = strong ? 5 : 4
  context.strokeStyle = strong ? '#ffffff' : style.halo
  context.stroke()
  context.lineWidth = strong ? 2.5 : 1.75
  context.strokeStyle = style.stroke
  context.stroke()
  context.lineCap = 'butt'
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) < ROOMY) return
  paintName(context, style, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2])
}

/** The arrows of all relations whose ends are drawn. */
export function paintRelations(context: Context, o: OverlayView): void {
  const selected = o.editor.selection.peek()
  const hovered = o.editor.hover.peek()
  for (const arrow of arrowsIn(o.editor)) {
    const { id, label } = arrow.record
    paintArrow(context, o.view, arrow, o.styles.of(label), selected.has(id) || hovered === id)
  }
}
