/** Which label each point has by the boxes it lies in. */
import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
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

/** Colours by which neighbours are told apart: hues a golden angle from each other. */
export const objectPalette = (): readonly Rgb[] => [
  UNLABELLED,
  ...Array.from({ length: MOST }, (_, i) => vivid((i * 137.508) % 360)),
]

function vivid(hue: number): Rgb {
  const channel = (shift: number) => {
    const k = (shift + hue / 60) % 6
    return Math.round(255 * (0.95 - 0.6 * Math.max(0, Math.min(k, 4 - k, 1))))
  }
  return [channel(5), channel(3), channel(1)]
}

/** The number of an object's colour: the same in every frame and for everybody. */
function numberOf({ id }: Annotation): number {
  let sum = 0
  for (const letter of id) sum = (31 * sum + letter.charCodeAt(0)) % MOST
  return sum + 1
}

/** A palette number for every point of the frame, by label or by object; 0 in no box. */
export function labelsOf(
  editor: Editor,
  frame: Packed,
  by: 'label' | 'object',
): Uint8Array<ArrayBuffer> {
  const labels = new Uint8Array(frame.count)
  const numbers = new Map(editor.schema.peek().labels.map(({ key }, i) => [key, i + 1]))
  for (const { record, box } of shownBoxes(editor)) {
    const label = Math.min(MOST, numbers.get(record.label) ?? 0)
    const number = by === 'label' ? label : numberOf(record)
    eachInside(frame, box, 0, (n) => {
      labels[n] = number
    })
  }
  return labels
}
