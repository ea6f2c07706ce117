/** Where the arrows of relations lie. */
import type { Editor } from '../../../core/editor'
import { type Bounds, distance, nearestOnPath, type Point2, within } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { type Relation, relation } from '../../../kinds/relation'

export interface Arrow {
  readonly record: Annotation
  readonly from: Point2
  readonly to: Point2
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

/** From the edge of one to the edge of the other; from middle to middle where one lies in the other. */
export function arrowBetween(a: Bounds, b: Bounds): { from: Point2; to: Point2 } {
  const [from, to] = [middle(a), middle(b)]
  if (within(a, to) || within(b, from)) return { from, to }
  return { from: leaving(a, to), to: leaving(b, from) }
}

/** The annotation as it is drawn now: what the hand moves takes its arrows along. */
function shown(editor: Editor, id: string): Annotation | undefined {
  for (const { patch } of editor.draft.peek()) {
    const change = patch.find((one) => one.id === id)
    if (change) return change.after ?? undefined
  }
  return editor.find(id)
}

function boundsOf(editor: Editor, id: string): Bounds | null {
  const record = shown(editor, id)
  if (!record || !editor.view.isVisible(record)) return null
  return editor.kindOf(record)?.bounds(record.data) ?? null
}

/** The arrow of a relation; null while an end is hidden or not there. */
export function arrowOf(editor: Editor, record: Annotation): Arrow | null {
  const { from, to } = record.data as Relation
  const [a, b] = [boundsOf(editor, from), boundsOf(editor, to)]
  return a && b ? { record, ...arrowBetween(a, b) } : null
}

export const relationsIn = (editor: Editor): readonly Annotation[] =>
  [...editor.work.records.peek().values()].filter(({ kind }) => kind === relation.id)

/** All arrows on the stage. */
export const arrowsIn = (editor: Editor): readonly Arrow[] =>
  relationsIn(editor).flatMap((record) =>
    editor.view.isVisible(record) ? (arrowOf(editor, record) ?? []) : [],
  )

/** The arrow under the pointer, the nearest first. */
export function arrowUnder(editor: Editor, p: Pointer): Annotation | null {
  const at: Point2 = [p.at[0] ?? 0, p.at[1] ?? 0]
  const away = ({ from, to }: Arrow) =>
    nearestOnPath(at, [from, to], false)?.distance ?? distance(from, at)
  const [nearest] = arrowsIn(editor)
    .map((arrow) => ({ arrow, away: away(arrow) }))
    .filter((one) => one.away <= p.tolerance)
    .sort((a, b) => a.away - b.away)
  return nearest?.arrow.record ?? null
}
