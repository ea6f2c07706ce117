/** The frame in which most is seen of an object: there its size is measured. */
import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import { countInside } from '../data/inside'
import { boxAt } from '../objects'
import { sceneOf } from '../state'

/** Points are counted in so many frames: those in which the object is nearest to the sensor. */
const LOOKED_AT = 12

function nearest(editor: Editor, record: Annotation): readonly number[] {
  const scene = sceneOf(editor)
  const all = Array.from({ length: scene.frames.peek() }, (_, frame) => frame)
  const away = all.flatMap((frame): readonly (readonly [number, number])[] => {
    const box = boxAt(record, frame)
    if (!box) return []
    const [x, y] = scene.place(scene.sensorAt(frame))
    return [[frame, Math.hypot(box.x - x, box.y - y)]]
  })
  return away
    .sort(([, a], [, b]) => a - b)
    .slice(0, LOOKED_AT)
    .map(([frame]) => frame)
}

/** Go to the frame with the most points in the selected box. */
export async function goToBest(editor: Editor): Promise<void> {
  const scene = sceneOf(editor)
  const [record] = editor.selected.peek()
  const source = scene.source.peek()
  if (!record || !source) return
  let best = scene.frame.peek()
  let most = -1
  for (const frame of nearest(editor, record)) {
    const box = boxAt(record, frame)
    const count = box ? countInside(await source.get(frame), scene.toScene(box)) : 0
    if (count <= most) continue
    most = count
    best = frame
  }
  scene.playhead.peek().playing.value = false
  scene.playhead.peek().seek(best)
}
