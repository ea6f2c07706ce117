/** Which label each point has by the boxes it lies in. */
import type { Editor } from '../../../core/editor'
import { eachInside } from '../data/inside'
import type { Packed } from '../data/packed'
import { shownBoxes } from '../objects'
import type { Rgb } from '../view/points_gl'
import { rgbOf, UNLABELLED } from './colors'

const MOST = 255

/** The colour of each label number, 0 first. */
export const palette = (editor: Editor): readonly Rgb[] => [
  UNLABELLED,
  ...editor.schema.value.labels.slice(0, MOST).map(({ color }) => rgbOf(color)),
]

/** A label number for every point of the frame; 0 in no box. */
export function labelsOf(editor: Editor, frame: Packed): Uint8Array<ArrayBuffer> {
  const labels = new Uint8Array(frame.count)
  const numbers = new Map(editor.schema.peek().labels.map(({ key }, i) => [key, i + 1]))
  for (const { record, box } of shownBoxes(editor)) {
    const number = Math.min(MOST, numbers.get(record.label) ?? 0)
    eachInside(frame, box, 0, (n) => {
      labels[n] = number
    })
  }
  return labels
}
