/** Work that paints by what is known of the points, over one frame or all of them. */
import type { Editor } from '../../../core/editor'
import type { Cuboid } from '../../../kinds'
import type { Layer } from '../data/frames'
import { eachInside } from '../data/inside'
import { shownBoxes } from '../objects'
import { sceneOf } from '../state'
import { paint, wishOf } from './hand'
import { type FrameLabels, type Paint, painted } from './labels'
import { layersOf, paintable } from './layers'
import { boxesOf, isForPoints, segmentOf } from './state'
import { type Edit, pointLabelsOf } from './store'

type Over = Paint['over']

/** What nobody looked at point by point takes only points without a label, unless labels were chosen to be painted over. */
function carefully(editor: Editor, over: Over): Over {
  return segmentOf(editor).over.peek() === 'chosen' ? over : (label) => label === null
}

/** Give the ground of the frames that are drawn the active label. */
export function paintGround(editor: Editor): void {
  const wish = wishOf(editor)
  if (!wish) return
  const found = layersOf(editor).map((layer) => {
    const may = paintable(editor, layer)
    const points = layer.points.source.map((_, n) => n)
    return { layer, points: points.filter((n) => layer.points.isGround(n) && may(n)) }
  })
  paint(editor, 'scene:edit.ground', found, { ...wish, over: carefully(editor, wish.over) })
}

/** How far over the bottom of a box the ground reaches into it, in metres. */
const FOOT = 0.15

/** Points in a box, without the ground on which it stands. */
function pointsIn({ points }: Layer, box: Cuboid): Uint32Array {
  const found: number[] = []
  eachInside(points, box, 0.05, (n, _x, _y, z) => {
    const isFoot = z < FOOT - box.height / 2
    if (!(points.isGround(n) || (isFoot && box.height > 4 * FOOT))) {
      found.push(points.source[n] as number)
    }
  })
  return Uint32Array.from(found)
}

/** The edit that gives points in the boxes of a frame their labels; the place of a box among its label's is its instance. */
function boxesEdit(editor: Editor, layer: Layer): Edit | null {
  const { labels } = editor.schema.peek()
  const forPoints = new Set(labels.filter(isForPoints).map(({ key }) => key))
  const wish = wishOf(editor)
  const boxes = shownBoxes(editor, layer.frame).filter(({ record }) => forPoints.has(record.label))
  if (!wish || boxes.length === 0) return null
  const over = carefully(editor, wish.over)
  const all = boxes.map(({ record: { id, label }, box }): Paint => {
    const instance = boxesOf(editor, label).indexOf(id) + 1
    return { label, instance, over, points: pointsIn(layer, box) }
  })
  return (before: FrameLabels) => {
    const after = all.reduce((now, one) => painted(now, one) ?? now, before)
    return after === before ? null : after
  }
}

/** Points in finished boxes get their labels, in all frames, in one step of the history. */
export async function paintBoxes(editor: Editor): Promise<void> {
  const scene = sceneOf(editor)
  const { busy } = segmentOf(editor)
  const source = scene.source.peek()
  if (!source || busy.peek()) return
  const total = scene.frames.peek()
  const edits = new Map<number, Edit>()
  try {
    for (let frame = 0; frame < total; frame++) {
      busy.value = { done: frame, total }
      const edit = boxesEdit(editor, { frame, points: await source.get(frame) })
      if (edit) edits.set(frame, edit)
    }
    await pointLabelsOf(editor).commit('scene:edit.boxes', edits)
  } finally {
    busy.value = null
  }
}
