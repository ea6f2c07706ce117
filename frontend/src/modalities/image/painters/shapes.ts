/** How each kind is put on a canvas. The context is in CSS pixels; `view` takes the world there. */
import type { Point2 } from '../../../core/geometry'
import type { Annotation } from '../../../core/patch'
import type {
  Box,
  Cuboid2d,
  Ellipse,
  Points,
  Polygon,
  Polyline,
  RotatedBox,
  Skeleton,
} from '../../../kinds'
import { cornersOf } from '../../../kinds/rotated_box'
import { HIDDEN, markedJoints, placeOf, UNLABELLED } from '../../../kinds/skeleton'
import type { Transform } from '../stage/camera'
import type { LabelStyle } from './style'

export type Context = CanvasRenderingContext2D

export interface Painter<Data> {
  /** Outline in the current stroke style; adds nothing to the current path of the caller. */
  stroke(context: Context, data: Data, view: Transform, style: LabelStyle): void
  /** Area in the current fill style; absent for kinds without one. */
  fill?(context: Context, data: Data, view: Transform): void
}

const x = (p: Point2, view: Transform) => p[0] * view.scale + view.x
const y = (p: Point2, view: Transform) => p[1] * view.scale + view.y

/**
 * Stroke the current path with round corners. Rectangles keep mitred ones: browsers draw those ten times faster.
 */
function strokeRound(context: Context): void {
  context.lineJoin = 'round'
  context.stroke()
  context.lineJoin = 'miter'
}

function trace(context: Context, path: readonly Point2[], view: Transform, closed: boolean): void {
  path.forEach((p, i) => {
    if (i === 0) context.moveTo(x(p, view), y(p, view))
    else context.lineTo(x(p, view), y(p, view))
  })
  if (closed) context.closePath()
}

const RADIUS = 4
const FULL_TURN = Math.PI * 2

function dots(context: Context, points: readonly Point2[], view: Transform): void {
  for (const p of points) {
    context.beginPath()
    context.arc(x(p, view), y(p, view), RADIUS, 0, FULL_TURN)
    context.fill()
    context.stroke()
  }
}

/** Edges fall on the screen's pixel grid, so that lines are crisp. Written out: this runs once per box and frame. */
const box: Painter<Box> = {
  stroke: (context, data, view) => {
    const left = Math.round(data.x * view.scale + view.x)
    const top = Math.round(data.y * view.scale + view.y)
    const right = Math.round((data.x + data.width) * view.scale + view.x)
    const bottom = Math.round((data.y + data.height) * view.scale + view.y)
    context.strokeRect(left, top, right - left, bottom - top)
  },
  fill: (context, data, view) => {
    const left = Math.round(data.x * view.scale + view.x)
    const top = Math.round(data.y * view.scale + view.y)
    const right = Math.round((data.x + data.width) * view.scale + view.x)
    const bottom = Math.round((data.y + data.height) * view.scale + view.y)
    context.fillRect(left, top, right - left, bottom - top)
  },
}

function traceRotated(context: Context, data: RotatedBox, view: Transform): void {
  context.beginPath()
  trace(context, cornersOf(data), view, true)
}

const rotatedBox: Painter<RotatedBox> = {
  stroke: (context, data, view) => {
    traceRotated(context, data, view)
    strokeRound(context)
  },
  fill: (context, data, view) => {
    traceRotated(context, data, view)
    context.fill()
  },
}

function tracePolygon(context: Context, data: Polygon, view: Transform): void {
  context.beginPath()
  trace(context, data.points, view, true)
  for (const hole of data.holes) trace(context, hole, view, true)
}

const polygon: Painter<Polygon> = {
  stroke: (context, data, view) => {
    tracePolygon(context, data, view)
    strokeRound(context)
  },
  fill: (context, data, view) => {
    tracePolygon(context, data, view)
    context.fill('evenodd')
  },
}

const polyline: Painter<Polyline> = {
  stroke: (context, { points }, view) => {
    context.beginPath()
    trace(context, points, view, false)
    strokeRound(context)
  },
}

const points: Painter<Points> = {
  stroke: (context, data, view) => dots(context, data.points, view),
}

/** Bones between points whose places are known; hidden points are hollow. */
const skeleton: Painter<Skeleton> = {
  stroke: (context, data, view, { edges }) => {
    context.beginPath()
    for (const [from, to] of edges) {
      const [a, b] = [data.points[from], data.points[to]]
      if (!a || !b || a[2] === UNLABELLED || b[2] === UNLABELLED) continue
      trace(context, [placeOf(a), placeOf(b)], view, false)
    }
    strokeRound(context)
    const ink = context.fillStyle
    const marked = markedJoints(data)
    for (const hidden of [false, true]) {
      if (hidden) context.fillStyle = '#ffffff'
      const some = marked.filter(([, joint]) => (joint[2] === HIDDEN) === hidden)
      dots(
        context,
        some.map(([, joint]) => placeOf(joint)),
        view,
      )
    }
    context.fillStyle = ink
  },
}

function traceEllipse(
  context: Context,
  data: Ellipse,
  { scale, x: left, y: top }: Transform,
): void {
  const { cx, cy, width, height, angle } = data
  context.beginPath()
  const radii = [(width / 2) * scale, (height / 2) * scale] as const
  context.ellipse(cx * scale + left, cy * scale + top, ...radii, angle, 0, FULL_TURN)
}

const ellipse: Painter<Ellipse> = {
  stroke: (context, data, view) => {
    traceEllipse(context, data, view)
    context.stroke()
  },
  fill: (context, data, view) => {
    traceEllipse(context, data, view)
    context.fill()
  },
}

function traceFace(context: Context, { edges }: Cuboid2d, face: Point2, view: Transform): void {
  const [a, b] = face.map((i) => edges[i])
  if (!a || !b) return
  const corners: readonly Point2[] = [
    [a[0], a[1]],
    [b[0], b[1]],
    [b[0], b[2]],
    [a[0], a[2]],
  ]
  trace(context, corners, view, true)
}

/** All edges, those behind as well; the front is the filled face. */
const cuboid2d: Painter<Cuboid2d> = {
  stroke: (context, data, view) => {
    context.beginPath()
    for (const face of [
      [0, 1],
      [3, 2],
      [0, 3],
      [1, 2],
    ] as const) {
      traceFace(context, data, face, view)
    }
    strokeRound(context)
  },
  fill: (context, data, view) => {
    context.beginPath()
    traceFace(context, data, [0, 1], view)
    context.fill()
  },
}

/** Painters by slug of the kind. What has none is not drawn. */
export const painters: { readonly [kind: string]: Painter<never> } = {
  box,
  rotated_box: rotatedBox,
  polygon,
  polyline,
  points,
  skeleton,
  ellipse,
  cuboid2d,
}

/** Draw an outline, whatever the kind; data always belongs to its own kind's painter. */
export function strokeRecord(
  context: Context,
  record: Annotation,
  view: Transform,
  style: LabelStyle,
): void {
  painters[record.kind]?.stroke(context, record.data as never, view, style)
}

export function fillRecord(context: Context, record: Annotation, view: Transform): void {
  painters[record.kind]?.fill?.(context, record.data as never, view)
}
