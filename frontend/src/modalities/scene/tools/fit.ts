import type { Editor } from '../../../core/editor'
import type { Tool } from '../../../core/tool'
import { yawOf } from '../../../kinds/parts/space'
import { fitAt } from '../data/fit'
import { sceneOf } from '../state'
import { Draft, nextSize } from './draft'
import { inScene, type ScenePointer } from './pointer'
import { groundUnder, pointUnder } from './under'

/** How far from the pointer a point may be seen, in pixels: things far away have few. */
const REACH = 14

/** A box around what was clicked; nothing happens where nothing stands. */
function fitUnder(editor: Editor, p: ScenePointer): void {
  const scene = sceneOf(editor)
  const points = scene.points.peek()
  if (!points || editor.canWrite.peek() !== true) return
  const place = pointUnder(p.view, points, p.pixel, REACH) ?? groundUnder(editor, p)
  const size = nextSize(editor)
  const { sensor } = scene
  const box = place && fitAt(points, place, { sensor, size, heading: yawOf(scene.ego) })
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
