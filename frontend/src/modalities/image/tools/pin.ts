import { clampPoint, point2 } from '../../../core/geometry'
import type { Gesture } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { selectTool } from './select'

export interface PinAnchor {
  /** Image pixels. */
  readonly anchor: { readonly x: number; readonly y: number }
  /** The annotation under it, if any. */
  readonly record: string | null
}

/** A tool that asks where an issue belongs: one click, then `place` is told. Needs no right to change the document. */
export function pinTool(place: (at: PinAnchor) => void): Tool {
  return {
    id: 'pin',
    title: 'image:tool.pin',
    icon: 'message-pin',
    keys: ['I'],
    cursor: 'crosshair',
    press: (editor, p): Gesture => ({
      move: () => undefined,
      release: () => {
        const [x, y] = clampPoint(point2(p.at), editor.extent)
        const record = editor.picker.at(p)[0]?.id ?? null
        editor.tool.value = selectTool
        place({ anchor: { x, y }, record })
        return 'done'
      },
    }),
  }
}
