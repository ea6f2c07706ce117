/** Which handles of the selection can be seen and grabbed. */
import type { Editor } from '../../../core/editor'
import { type Bounds, distance, type Point2, point2 } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'

/** Distance at which things on the screen are comfortably apart, in units of the pointer's tolerance. */
export const REACH = 4

/** Handles of more annotations than this would only be in the way. */
const MOST = 12

export interface Grip {
  readonly record: Annotation
  readonly handle: string
  readonly at: Point2
}

/** Selected annotations that show handles: few enough, drawn, visible and not locked. */
export function grippable(editor: Editor): readonly Annotation[] {
  const selected = editor.selected.value
  if (selected.length > MOST) return []
  return selected.filter(
    (record) =>
      editor.kindOf(record)?.spatial &&
      editor.view.isVisible(record) &&
      editor.editable(record.id) === true,
  )
}

/** Handles of one annotation; `tolerance` in world units. */
export function gripsOf(editor: Editor, record: Annotation, tolerance: number): readonly Grip[] {
  const handles = editor.kindOf(record)?.handles(record.data, tolerance * REACH)
  return [...(handles ?? [])].map(([handle, at]) => ({ record, handle, at: point2(at) }))
}

/** Middles of the edges that are long enough on the screen to take another vertex. */
export function midGripsOf(editor: Editor, record: Annotation, tolerance: number): readonly Grip[] {
  const kind = editor.kindOf(record)
  const corners = gripsOf(editor, record, tolerance)
  const isRoomy = (at: Point2) => corners.every((corner) => distance(corner.at, at) > tolerance * 2)
  return [...(kind?.midpoints?.(record.data) ?? [])]
    .map(([handle, at]) => ({ record, handle, at: point2(at) }))
    .filter(({ at }) => isRoomy(at))
}

/** How close to a handle a press inside a shape must be, so that small shapes can still be moved. */
function reachInside(bounds: Bounds | null | undefined, tolerance: number): number {
  if (!bounds) return tolerance
  const side = Math.min(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY)
  return side === 0 ? tolerance : Math.min(tolerance, side / 4)
}

function nearest(grips: readonly Grip[], at: Point2, within: number): Grip | null {
  const hits = grips.filter((grip) => distance(grip.at, at) <= within)
  return hits.sort((a, b) => distance(a.at, at) - distance(b.at, at))[0] ?? null
}

type GripsOf = (editor: Editor, record: Annotation, tolerance: number) => readonly Grip[]

function gripUnder(editor: Editor, p: Pointer, grips: GripsOf): Grip | null {
  const at = point2(p.at)
  for (const record of grippable(editor)) {
    const kind = editor.kindOf(record)
    const inside = kind?.contains(record.data, p.at, 0) ?? false
    const within = inside ? reachInside(kind?.bounds(record.data), p.tolerance) : p.tolerance
    const hit = nearest(grips(editor, record, p.tolerance), at, within)
    if (hit) return hit
  }
  return null
}

/** The handle under the pointer. */
export const handleUnder = (editor: Editor, p: Pointer): Grip | null =>
  gripUnder(editor, p, gripsOf)

/** The middle of an edge under the pointer. */
export const midpointUnder = (editor: Editor, p: Pointer): Grip | null =>
  gripUnder(editor, p, midGripsOf)
