import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import { byStack } from '../../../core/selection'
import { mask } from '../../../kinds/mask'
import type { BaseFrame } from '../stage/base_layer'
import { MaskLayer } from './mask_layer'
import { itemOf } from './styles'

/**
 * The masks at rest, below all outlines. Where several cover a pixel the one on top is seen, so that what is painted
 * is what a file of one label per pixel would hold.
 */
export class MaskBase {
  readonly #layer = new MaskLayer()

  /** True when they were only stretched. */
  paint(
    context: CanvasRenderingContext2D,
    editor: Editor,
    frame: BaseFrame,
    settled: boolean,
  ): boolean {
    const work = editor.work.records.peek()
    const fills = editor.view.fills.peek()
    const items = [...work.values(), ...editor.offered.peek().values()]
      .filter(isMask)
      .filter((record) => !frame.excluded.has(record.id) && editor.view.isVisible(record))
      .toSorted(byStack)
      .map((record) =>
        itemOf(record, frame.styles, work.has(record.id) ? 'rest' : 'suggested', fills),
      )
    return this.#layer.draw(context, frame.view, frame.size, items, settled)
  }
}

export const isMask = ({ kind }: Annotation): boolean => kind === mask.id
