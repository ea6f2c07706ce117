import { type Command, defineCommand } from '../command'
import type { Editor } from '../editor'
import { type Point2, shiftInside } from '../geometry'
import { withData } from '../kind'
import { boundsOfRecords, editableSelection } from '../selection'

/** Screen pixels that an arrow key moves the view when nothing is selected. */
const PAN = 60

/** Move the selection by whole pixels, as far as the edge of the image allows. */
function nudge(editor: Editor, [dx, dy]: Point2): void {
  const records = editableSelection(editor).filter((record) => editor.kindOf(record)?.spatial)
  const bounds = boundsOfRecords(editor, records)
  if (!bounds) {
    editor.view.camera.peek()?.panBy(-Math.sign(dx) * PAN, -Math.sign(dy) * PAN)
    return
  }
  const moved = {
    minX: bounds.minX + dx,
    minY: bounds.minY + dy,
    maxX: bounds.maxX + dx,
    maxY: bounds.maxY + dy,
  }
  const back = shiftInside(moved, editor.extent)
  const by = [dx + back[0], dy + back[1]]
  const key = `nudge:${records.map(({ id }) => id).join()}`
  editor.edit(
    'editor:edit.move',
    (tx) => {
      for (const { id } of records) {
        tx.update(id, (r) => withData(r, editor.kindOf(r)?.translate(r.data, by) ?? r.data))
      }
    },
    key,
  )
}

const DIRECTIONS: readonly (readonly [string, Point2])[] = [
  ['Left', [-1, 0]],
  ['Right', [1, 0]],
  ['Up', [0, -1]],
  ['Down', [0, 1]],
]

const arrows = (prefix: string, id: string, length: number): readonly Command[] =>
  DIRECTIONS.map(([name, [x, y]]) =>
    defineCommand(
      `edit.${id}-${name.toLowerCase()}`,
      'edit',
      (e) => nudge(e, [x * length, y * length]),
      { icon: `arrow-${name.toLowerCase()}`, keys: [`${prefix}Arrow${name}`] },
    ),
  )

export const nudgeCommands: readonly Command[] = [
  ...arrows('', 'nudge', 1),
  ...arrows('Shift+', 'nudge-far', 10),
]
