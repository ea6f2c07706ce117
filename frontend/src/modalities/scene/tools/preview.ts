import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import type { Cuboid } from '../../../kinds'
import { boxAt, withBox } from '../objects'
import { sceneOf } from '../state'

/** Show records with other boxes (scene frame) without keeping them. */
export function previewBoxes(
  editor: Editor,
  records: readonly Annotation[],
  edit: (box: Cuboid) => Cuboid,
) {
  const scene = sceneOf(editor)
  const frame = scene.frame.peek()
  editor.preview((tx) => {
    for (const record of records) {
      const box = boxAt(record, frame)
      if (!box) continue
      const next = scene.toWorld(edit(scene.toScene(box)))
      tx.update(record.id, (one) => withBox(editor, one, frame, next))
    }
  })
}
