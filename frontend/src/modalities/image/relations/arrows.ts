/** Where the arrows of relations lie. */
import type { Editor } from '../../../core/editor'
import { distance, nearestOnPath, type Point2 } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { type Relation, relation } from '../../../kinds/relation'
import { arrowBetween, type End, endAt } from './ends'

export interface Arrow {
  readonly record: Annotation
  readonly from: Point2
  readonly to: Point2
}

/** The annotation as it is drawn now: what the hand moves takes its arrows along. */
function shown(editor: Editor, id: string): Annotation | undefined {
  for (const { patch } of editor.draft.peek()) {
    const change = patch.find((one) => one.id === id)
    if (change) return change.after ?? undefined
  }
  return editor.find(id)
}

function endOf(editor: Editor, id: string): End | null {
  const record = shown(editor, id)
  return record && editor.view.isVisible(record) ? endAt(editor, record) : null
}

/** The arrow of a relation; null while an end is hidden or not there. */
export function arrowOf(editor: Editor, record: Annotation): Arrow | null {
  const { from, to } = record.data as Relation
  const [a, b] = [endOf(editor, from), endOf(editor, to)]
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
