import type { Editor } from '../../../core/editor'
import type { Tool } from '../../../core/tool'
import { containsPoint, type Point3 } from '../../../kinds'
import { yawOf } from '../../../kinds/parts/space'
import { fitAt } from '../data/fit'
import type { Packed } from '../data/packed'
import { shownBoxes } from '../objects'
import { sceneOf } from '../state'
import { Draft, nextSize } from './draft'
import { inScene, type ScenePointer } from './pointer'
import { groundUnder, pointUnder } from './under'

/** How far from the pointer a point may be seen, in pixels: things far away have few. */
const REACH = 14

/** A box around what was clicked; what has a box already is selected. Nothing happens where nothing stands. */
function fitUnder(editor: Editor, p: ScenePointer): void {
  const points = sceneOf(editor).points.peek()
  if (!points || editor.canWrite.peek() !== true) return
  const place = pointUnder(p.view, points, p.pixel, REACH) ?? groundUnder(editor, p)
  const taken = place && shownBoxes(editor).find(({ box }) => containsPoint(box, place))
  if (taken) editor.select([taken.record.id])
  else if (place) fitTo(editor, points, place)
}

function fitTo(editor: Editor, points: Packed, place: Point3): void {
  const { sensor, ego } = sceneOf(editor)
  const box = fitAt(points, place, { sensor, size: nextSize(editor), heading: yawOf(ego) })
  if (box) new Draft(editor).keep(box, 'scene:edit.fit')
}

export const fitTool: Tool = {
  id: 'fit',
  title: 'scene:tool.fit',
  icon: 'cube-spark',
  keys: ['W'],
  kind: 'cuboid',
  cursor: 'crosshair',
  press: () => null,
  tap: (editor, p) => {
    const own = inScene(p)
    if (own) fitUnder(editor, own)
  },
}
