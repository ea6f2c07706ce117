import type { Editor } from '../../core/editor'
import { clock } from './painters/time'
import { audioOf } from './state'

/** Time of the pointer, length of what is selected, of what is on the screen, and the speed unless it is 1. */
export function readout(editor: Editor): readonly string[] {
  const audio = audioOf(editor)
  const { rate } = audio
  const pointer = editor.view.pointer.value
  const ids = editor.selection.value
  const selected = audio.items.value.filter(({ record }) => ids.has(record.id))
  const [only] = selected
  const seen = audio.view.span.value.perPixel * audio.view.width.value
  const speed = audio.speed.value
  return [
    pointer ? clock(pointer[0] / rate) : '-:--.---',
    ...(selected.length === 1 && only
      ? [`${clock(only.start / rate)} – ${clock(only.stop / rate)}`]
      : []),
    seen < rate
      ? `↔ ${((seen / rate) * 1000).toFixed(seen * 50 < rate ? 1 : 0)} ms`
      : `↔ ${clock(seen / rate, 1)}`,
    ...(speed === 1 ? [] : [`×${speed}`]),
  ]
}
