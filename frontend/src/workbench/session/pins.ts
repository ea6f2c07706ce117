import type { Point2 } from '../../core/geometry'
import type { Pin } from '../../core/view'
import type { Issue } from '../types'
import type { Session } from './session'

/** Where an issue is: at its pin, else at the upper right corner of its annotation. */
export function placeOf({ editor }: Session, issue: Issue): Point2 | null {
  if (issue.anchor) return [issue.anchor.x, issue.anchor.y]
  const record = issue.record ? editor.work.records.value.get(issue.record) : undefined
  const bounds = record && editor.kindOf(record)?.bounds(record.data)
  return bounds ? [bounds.maxX, bounds.minY] : null
}

/** Issues count from 1 in the order in which they were opened: the pin and the list show the same number. */
export function numbersOf(issues: readonly Issue[]): ReadonlyMap<string, number> {
  const inOrder = [...issues].sort((a, b) => a.created_at.localeCompare(b.created_at))
  return new Map(inOrder.map(({ id }, i) => [id, i + 1]))
}

/** Show every issue on the canvas; the one being read stands out. */
export function pinIssues(session: Session): void {
  const { scope, issues, editor, shell } = session
  scope.effect(() => {
    const active = shell.activeIssue.value
    const numbers = numbersOf(issues.value)
    editor.view.pins.value = issues.value.flatMap((issue): Pin[] => {
      const at = placeOf(session, issue)
      if (!at) return []
      const text = String(numbers.get(issue.id))
      return [{ id: issue.id, at, text, tone: issue.state, active: issue.id === active }]
    })
  })
}

/** Select what an issue or finding is about and bring it into view. */
export function goTo(
  session: Session,
  record: string | null,
  at: Point2 | null = null,
  frame: number | null = null,
): void {
  const { editor } = session
  const found = record ? editor.find(record) : undefined
  const bounds = found && editor.kindOf(found)?.bounds(found.data)
  if (found) editor.select([found.id])
  session.modality.goTo?.(editor, found ?? null, frame)
  const camera = editor.view.camera.peek()
  if (bounds) camera?.reveal(bounds)
  else if (at)
    camera?.reveal({ minX: at[0] - 40, minY: at[1] - 40, maxX: at[0] + 40, maxY: at[1] + 40 })
}
