/** Boxes as lines on a canvas. */
import type { Point2 } from '../../../core/geometry'
import { type Cuboid, cornersOfCuboid, fromBox, type Point3 } from '../../../kinds'
import { between } from '../../../kinds/parts/space'
import { EDGES } from '../data/edges'
import { clipped } from '../view/matrix'
import type { View } from '../view/views'

/** Corners of the front, in order around it. */
export const FRONT = [0, 3, 7, 4] as const

/** Nothing nearer to the eye is drawn, in clip units. */
const NEAR = 0.05

/** The part of the line between two scene points that a view sees; null for nothing. */
export function segment(view: View, a: Point3, b: Point3): readonly [Point2, Point2] | null {
  if (!view.matrix) {
    const [from, to] = [view.toStage(a), view.toStage(b)]
    return from && to && [from, to]
  }
  const wa = clipped(view.matrix, a)[2]
  const wb = clipped(view.matrix, b)[2]
  if (wa < NEAR && wb < NEAR) return null
  const cut = (NEAR * 1.01 - wa) / (wb - wa)
  const from = view.toStage(wa < NEAR ? between(a, b, cut) : a)
  const to = view.toStage(wb < NEAR ? between(a, b, cut) : b)
  return from && to && [from, to]
}

/** Trace the edges of a box, and a line along its bottom from the middle to the front. */
export function traceBox(context: CanvasRenderingContext2D, view: View, box: Cuboid): void {
  const corners = cornersOfCuboid(box)
  const line = (a: Point3 | undefined, b: Point3 | undefined) => {
    const seen = a && b && segment(view, a, b)
    if (!seen) return
    context.moveTo(...seen[0])
    context.lineTo(...seen[1])
  }
  context.beginPath()
  for (const [i, k] of EDGES) line(corners[i], corners[k])
  const low = -box.height / 2
  line(fromBox(box, [0, 0, low]), fromBox(box, [box.length / 2 + nose(box), 0, low]))
}

/** How far the line ahead reaches beyond the front, in metres. */
const nose = ({ length }: Cuboid): number => Math.min(1, length / 4)

/** Fill the front of a box. */
export function fillFront(context: CanvasRenderingContext2D, view: View, box: Cuboid): void {
  const corners = cornersOfCuboid(box)
  const places = FRONT.map((i) => {
    const corner = corners[i]
    return corner ? view.toStage(corner) : null
  })
  if (places.some((place) => place === null)) return
  context.beginPath()
  for (const place of places) if (place) context.lineTo(...place)
  context.fill()
}
