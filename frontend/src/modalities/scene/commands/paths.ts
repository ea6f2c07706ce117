/** What can be done with lines and areas beyond dragging their points. */
import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { newId } from '../../../core/ids'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import { groundAt } from '../paths/ground'
import { isPath, pathOf, selectedPath, withPoints, withSight } from '../paths/paths'
import { sceneOf } from '../state'
import { command } from './of'

const paths = (editor: Editor): readonly Annotation[] => editableSelection(editor).filter(isPath)

export const hasPath = (editor: Editor): true | string =>
  all(
    () => hasEditable(editor),
    () => paths(editor).length > 0 || 'scene:reason.no-path',
  )

/** Every point of the selected lines put on the ground of this frame. */
export function settlePaths(editor: Editor): void {
  const scene = sceneOf(editor)
  const chosen = paths(editor)
  if (chosen.length === 0) return
  editor.edit('scene:edit.settle', (tx) => {
    for (const { id } of chosen) {
      tx.update(id, (record) => {
        const points = pathOf(record).points.map((p) => {
          const [x, y, z] = p.map((value, k) => value - (scene.origin[k] ?? 0))
          const height = groundAt(scene.points.peek(), x ?? 0, y ?? 0, z ?? 0)
          return [x ?? 0, y ?? 0, height] as const
        })
        return withPoints(editor, record, points)
      })
    }
  })
}

/** The point under the pointer, of the one selected line. */
function pointHeld(editor: Editor): { readonly record: Annotation; readonly at: number } | null {
  const [id, at] = editor.handle.value?.split('/') ?? []
  const path = selectedPath(editor)
  return path && path.record.id === id ? { record: path.record, at: Number(at) } : null
}

const hasPoint = (editor: Editor): true | string =>
  all(
    () => hasPath(editor),
    () => pointHeld(editor) !== null || 'scene:reason.no-point',
  )

function toggleSight(editor: Editor): void {
  const held = pointHeld(editor)
  if (!held) return
  const isSeen = pathOf(held.record).visible?.[held.at] ?? true
  editor.edit('scene:edit.sight', (tx) =>
    tx.update(held.record.id, (record) => withSight(record, held.at, !isSeen)),
  )
}

/** Two lines that share the point, so that each part can have attributes of its own. */
function split(editor: Editor): void {
  const held = pointHeld(editor)
  if (!held) return
  const { record, at } = held
  const { points, visible } = pathOf(record)
  const part = (from: number, to: number) => ({
    points: points.slice(from, to),
    ...(visible && { visible: visible.slice(from, to) }),
  })
  const other = { ...withData(record, part(at, points.length)), id: newId() }
  editor.edit('scene:edit.split', (tx) => {
    tx.update(record.id, (one) => withData(one, part(0, at + 1)))
    tx.put(other)
  })
  editor.select([other.id])
}

const maySplit = (editor: Editor): true | string =>
  all(
    () => hasPoint(editor),
    () => {
      const held = pointHeld(editor)
      const last = held ? pathOf(held.record).points.length - 1 : 0
      const isBetween = held?.record.kind === 'polyline3d' && held.at > 0 && held.at < last
      return isBetween || 'scene:reason.not-between'
    },
  )

export const pathCommands: readonly Command[] = [
  command('sight', 'edit', toggleSight, { icon: 'eye-off', keys: ['Alt+I'], enabled: hasPoint }),
  command('split', 'edit', split, { icon: 'cut', keys: ['Alt+L'], enabled: maySplit }),
]
