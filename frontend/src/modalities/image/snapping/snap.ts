import type { Editor } from '../../../core/editor'
import { clampPoint, distance, nearestOnPath, type Point2, point2 } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { edgeNear } from './edges'
import { along, type Outline, outlinesOf, type Place } from './outlines'
import { snapping } from './settings'

/** How much farther vertices draw than edges do. */
const VERTEX_PULL = 1.5
/** Closer than this, in pixels of the image, a point lies on an outline. */
const ON = 0.01

/** Where the pointer is drawn to. */
export interface Snap {
  readonly at: Point2
  readonly to: 'vertex' | 'edge' | 'picture'
  /** The outlines of other annotations that pass there. */
  readonly on: readonly OnOutline[]
}

interface OnOutline {
  readonly outline: Outline
  readonly place: Place
}

interface Candidate extends OnOutline {
  readonly at: Point2
  readonly away: number
  readonly isVertex: boolean
}

function nearestVertex(p: Point2, outline: Outline): Candidate | null {
  let best: Candidate | null = null
  for (const [index, at] of outline.points.entries()) {
    const away = distance(p, at)
    if (!best || away < best.away)
      best = { outline, at, away, place: { index, share: 0 }, isVertex: true }
  }
  return best
}

/** The place of an outline that is nearest to a point: one of its vertices where that is as near. */
function nearestPlace(p: Point2, outline: Outline): Candidate | null {
  const hit = nearestOnPath(p, outline.points, outline.closed)
  const vertex = nearestVertex(p, outline)
  if (!hit || (vertex && vertex.away <= hit.distance + ON)) return vertex
  const a = outline.points[hit.index] ?? hit.at
  const b = outline.points[(hit.index + 1) % outline.points.length] ?? a
  const share = distance(a, hit.at) / distance(a, b)
  return {
    outline,
    at: hit.at,
    away: hit.distance,
    place: { index: hit.index, share },
    isVertex: false,
  }
}

function outlinesAround(editor: Editor, p: Pointer, except: ReadonlySet<string>) {
  const near = { ...p, tolerance: p.tolerance * VERTEX_PULL }
  const others = editor.picker.at(near).filter(({ id }) => !except.has(id))
  return others.flatMap(outlinesOf)
}

const nearestOf = (all: readonly (Candidate | null)[], within: number): Candidate | undefined =>
  all
    .filter((one) => one !== null)
    .filter(({ away }) => away <= within)
    .sort((a, b) => a.away - b.away)[0]

function toShapes(editor: Editor, p: Pointer, except: ReadonlySet<string>): Snap | null {
  const pointer = point2(p.at)
  const outlines = outlinesAround(editor, p, except)
  const best =
    nearestOf(
      outlines.map((one) => nearestVertex(pointer, one)),
      p.tolerance * VERTEX_PULL,
    ) ??
    nearestOf(
      outlines.map((one) => nearestPlace(pointer, one)),
      p.tolerance,
    )
  if (!best) return null
  const on = outlines.flatMap((outline) => {
    const there = nearestPlace(best.at, outline)
    return there && there.away <= ON ? [there] : []
  })
  return { at: best.at, to: best.isVertex ? 'vertex' : 'edge', on }
}

/** What the pointer is drawn to, if anything. Ctrl lets go. */
export function snapAt(
  editor: Editor,
  p: Pointer,
  except: ReadonlySet<string> = new Set(),
): Snap | null {
  if (p.ctrl) return null
  const shape = snapping.shapes.peek() ? toShapes(editor, p, except) : null
  if (shape || !snapping.edges.peek()) return shape
  const at = edgeNear(editor, clampPoint(point2(p.at), editor.extent), p.tolerance)
  return at && { at, to: 'picture', on: [] }
}

/** The vertices between a point and where the pointer is drawn to, when one outline passes both. */
export function wayTo(from: Point2, to: Snap, longer: boolean): readonly Point2[] {
  for (const { outline, place } of to.on) {
    const start = nearestPlace(from, outline)
    if (start && start.away <= ON) return along(outline, start, { at: to.at, place }, longer)
  }
  return []
}

export interface Corner {
  readonly record: Annotation
  readonly handle: string
}

/** Vertices of other polygons and lines in the same place, which a border in common moves along. */
export function sharedCorners(editor: Editor, record: Annotation, at: Point2): readonly Corner[] {
  if (!snapping.shapes.peek()) return []
  const there = editor.picker.at({ at, tolerance: ON })
  return there.flatMap((other) => {
    if (other.id === record.id || editor.editable(other.id) !== true) return []
    if (!editor.work.get(other.id) || !SNAPPING_KINDS.has(other.kind)) return []
    const handles = editor.kindOf(other)?.handles(other.data) ?? new Map()
    return [...handles]
      .filter(([, place]) => distance(point2(place), at) <= ON)
      .map(([handle]) => ({ record: other, handle }))
  })
}

/** The kinds whose vertices are drawn to others. */
export const SNAPPING_KINDS: ReadonlySet<string> = new Set(['polygon', 'polyline'])
