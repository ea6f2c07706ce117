import type { Editor } from '../../core/editor'
import { videoOf } from './state'

/** What the status line says: the pixel under the pointer, the zoom, the frame on the screen. */
export function readout(editor: Editor): readonly string[] {
  const at = editor.view.pointer.value
  const scale = editor.view.camera.value?.scale.value ?? 1
  const video = videoOf(editor)
  return [
    at ? `${Math.floor(at[0])}, ${Math.floor(at[1])}` : '–',
    `${Math.round(scale * 100)}%`,
    `# ${video.shown.value}`,
  ]
}
