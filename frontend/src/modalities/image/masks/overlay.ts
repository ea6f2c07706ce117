import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import { mask } from '../../../kinds/mask'
import type { OverlayView } from '../painters/overlay'
import { MaskLayer } from './mask_layer'
import type { MaskItem } from './raster'
import { sheetOf } from './sheet'
import { type Emphasis, itemOf } from './styles'

const isMask = ({ kind }: Annotation) => kind === mask.id

/** The masks that stand out: under the pointer, selected, dragged, being painted. Each lot keeps its picture. */
export class MaskOverlay {
  readonly #hovered = new MaskLayer()
  readonly #selected = new MaskLayer()
  readonly #painted = new MaskLayer()

  paint(context: CanvasRenderingContext2D, o: OverlayView): void {
    const { editor, view, size } = o
    const drafts = editor.draft
      .peek()
      .flatMap(({ patch }) => patch.flatMap(({ after }) => (after && isMask(after) ? after : [])))
    const drafted = new Set(drafts.map(({ id }) => id))
    const selected = editor.selected
      .peek()
      .filter((r) => isMask(r) && !drafted.has(r.id) && editor.view.isVisible(r))
      .filter(({ id }) => id !== sheetOf(editor).peek()?.record.id)
    this.#selected.draw(context, view, size, [
      ...this.#items(o, selected, 'selected'),
      ...this.#items(o, drafts, 'drawn'),
    ])
    this.#hovered.draw(context, view, size, this.#items(o, hoveredMask(editor), 'hovered'))
    this.#paintSheet(context, o)
  }

  #items(o: OverlayView, records: readonly Annotation[], emphasis: Emphasis): MaskItem[] {
    const fills = o.editor.view.fills.peek()
    return records.map((record) => itemOf(record, o.styles, emphasis, fills))
  }

  #paintSheet(
    context: CanvasRenderingContext2D,
    { editor, view, size, styles }: OverlayView,
  ): void {
    const sheet = sheetOf(editor).peek()
    if (!sheet) return
    const item = itemOf(sheet.record, styles, 'drawn', true, sheet.bitmap)
    this.#painted.draw(context, view, size, [item], true, sheet.takeTouched())
  }
}

function hoveredMask(editor: Editor): readonly Annotation[] {
  const id = editor.hover.peek()
  const record = id && !editor.gesture.peek() ? editor.find(id) : undefined
  return record && isMask(record) && !editor.selection.peek().has(record.id) ? [record] : []
}
