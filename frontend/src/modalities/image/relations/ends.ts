/** Where an arrow meets an annotation. */
import type { Editor } from '../../../core/editor'
import { type Bounds, distance, nearestOnPath, type Point2, within } from '../../../core/geometry'
import type { Annotation } from '../../../core/patch'
import { type Ellipse, outlineOfEllipse } from '../../../kinds/ellipse'
import { hasPixel, type Mask } from '../../../kinds/mask'
import { markedJoints, placeOf, type Skeleton } from '../../../kinds/skeleton'
import { outlinesOf } from '../snapping/outlines'

/** One end of an arrow: the bounds of what is there, and the annotation; a bare place has none. */
export interface End {
  readonly bounds: Bounds
  readonly record?: Annotation
}

const middle = (b: Bounds): Point2 => [(b.minX + b.maxX) / 2, (b.minY + b.maxY) / 2]

/** Where the way from the middle of the bounds to `p` leaves them. */
function leaving(b: Bounds, p: Point2): Point2 {
  const [cx, cy] = middle(b)
  const [dx, dy] = [p[0] - cx, p[1] - cy]
  const share = Math.min(
    dx === 0 ? 1 : (b.maxX - b.minX) / 2 / Math.abs(dx),
    dy === 0 ? 1 : (b.maxY - b.minY) / 2 / Math.abs(dy),
    1,
  )
  return [cx + dx * share, cy + dy * share]
}

/** What is nothing but places, most of it air. */
function placesOf({ kind, data }: Annotation): readonly Point2[] {
  if (kind === 'skeleton') return markedJoints(data as Skeleton).map(([, joint]) => placeOf(joint))
  return kind === 'points' ? (data as { points: readonly Point2[] }).points : []
}

const nearestOf = (places: readonly Point2[], p: Point2): Point2 | undefined =>
  places.toSorted((a, b) => distance(a, p) - distance(b, p))[0]

const STEPS = 64

/** The first pixel of a mask on the way from one place to another. */
function met(mask: Mask, from: Point2, to: Point2): Point2 | undefined {
  for (let i = 0; i <= STEPS; i++) {
    const [x, y] = [from[0], from[1]].map((at, d) => at + ((to[d] ?? at) - at) * (i / STEPS))
    if (x !== undefined && y !== undefined && hasPixel(mask, x, y)) return [x, y]
  }
  return undefined
}

/** The place of a shape that is nearest to one at the edge of its bounds. */
function touching(record: Annotation, edge: Point2, inner: Point2): Point2 | undefined {
  const { kind, data } = record
  if (kind === 'mask') return met(data as Mask, edge, inner)
  const [ring] =
    kind === 'ellipse'
      ? [{ points: outlineOfEllipse(data as Ellipse), closed: true }]
      : outlinesOf(record)
  if (ring) return nearestOnPath(edge, ring.points, ring.closed)?.at
  return nearestOf(placesOf(record), edge)
}

/** Where the arrow to or from `other` begins or ends: at the shape, not at the corners of the air around it. */
function at({ bounds, record }: End, other: Point2): Point2 {
  const edge = leaving(bounds, other)
  return (record && touching(record, edge, middle(bounds))) ?? edge
}

/** From shape to shape; from middle to middle where one lies in the other. */
export function arrowBetween(a: End, b: End): { from: Point2; to: Point2 } {
  const [from, to] = [middle(a.bounds), middle(b.bounds)]
  if (within(a.bounds, to) || within(b.bounds, from)) {
    const inside = ({ record }: End, p: Point2) => (record && nearestOf(placesOf(record), p)) ?? p
    return { from: inside(a, from), to: inside(b, to) }
  }
  return { from: at(a, to), to: at(b, from) }
}

/** An annotation as the end of an arrow; null where it has no place. */
export function endAt(editor: Editor, record: Annotation): End | null {
  const bounds = editor.kindOf(record)?.bounds(record.data)
  return bounds ? { bounds, record } : null
}
