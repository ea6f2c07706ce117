import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import { clampPoint, point2 } from '../../../core/geometry'
import type { Gesture, Pointer } from '../../../core/gesture'
import type { Tool } from '../../../core/tool'
import { mask } from '../../../kinds/mask'
import type { OverlayView } from '../painters/overlay'
import { mayPaint, target } from './sheet'

/** A tool or gesture that shows something of its own above everything: the tip of a brush. */
export interface Showing {
  paintOver(context: CanvasRenderingContext2D, o: OverlayView): void
}

export interface ShowingTool extends Tool, Showing {}

export const isShowing = <T extends Tool | Gesture>(one: T | null): one is T & Showing =>
  one !== null && 'paintOver' in one

/** The tool whose button in the tool bar stands for all that make masks. */
export const FIRST = 'mask_brush'

interface MaskTool {
  readonly id: string
  readonly icon: string
  readonly keys: readonly string[]
  readonly begin: (editor: Editor, p: Pointer) => Gesture | null
  readonly more?: Partial<ShowingTool>
}

/** A way to make or change a mask: they share a button, and go on with the mask that is selected. */
export const maskTool = ({ id, icon, keys, begin, more = {} }: MaskTool): Tool => ({
  id,
  title: `image:tool.${id}`,
  icon,
  keys,
  kind: mask.id,
  cursor: 'crosshair',
  ...(id === FIRST ? {} : { within: FIRST }),
  continues: (editor) => target(editor) !== null,
  press: (editor, p) => (mayPaint(editor) ? begin(editor, p) : null),
  ...more,
})

/** The pointer's place, brought inside the image. */
export const placeOf = (editor: Editor, p: Pointer): Point2 =>
  clampPoint(point2(p.at), editor.extent)
