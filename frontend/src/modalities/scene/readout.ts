/** What the status line says: where on the ground the pointer is, and how far from the vehicle. */
import { i18next } from '../../app/i18n'
import type { Editor } from '../../core/editor'
import { sceneOf } from './state'

/** Reads signals. */
export function readout(editor: Editor): readonly string[] {
  const at = editor.view.pointer.value
  const scene = sceneOf(editor)
  const { x, y } = scene.info?.ego ?? { x: 0, y: 0 }
  if (!at) return ['–']
  const metres = Math.hypot(at[0] - x, at[1] - y).toFixed(1)
  const place = `x ${at[0].toFixed(1)}, y ${at[1].toFixed(1)}`
  return [place, i18next.t('scene:readout.away', { metres })]
}
