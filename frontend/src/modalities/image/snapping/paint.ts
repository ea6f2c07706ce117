import type { OverlayView } from '../painters/overlay'
import type { Context } from '../painters/shapes'
import type { Snap } from './snap'

const RADIUS = 7

function trace(context: Context, to: Snap['to'], x: number, y: number): void {
  context.beginPath()
  if (to === 'vertex') context.rect(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS)
  else if (to === 'edge') context.arc(x, y, RADIUS, 0, 2 * Math.PI)
  else {
    context.moveTo(x, y - RADIUS)
    context.lineTo(x + RADIUS, y)
    context.lineTo(x, y + RADIUS)
    context.lineTo(x - RADIUS, y)
    context.closePath()
  }
}

/** What the pointer is drawn to: a square on a vertex, a circle on an edge, a diamond on the picture. */
export function paintSnap(context: Context, o: OverlayView, snap: Snap | undefined | null): void {
  if (!snap) return
  const { scale, x, y } = o.view
  trace(context, snap.to, snap.at[0] * scale + x, snap.at[1] * scale + y)
  context.lineWidth = 4
  context.strokeStyle = 'rgba(0, 0, 0, 0.7)'
  context.stroke()
  context.lineWidth = 2
  context.strokeStyle = '#ffd43b'
  context.stroke()
}
