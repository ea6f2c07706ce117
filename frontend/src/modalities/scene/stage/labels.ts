/** Which number of the palette each point has: by its own label, else by the boxes it lies in. */
import type { Editor } from '../../../core/editor'
import { eachInside } from '../data/inside'
import type { Packed } from '../data/packed'
import { shownBoxes } from '../objects'
import { leftOut } from '../segment/layers'
import { labelsPoints } from '../segment/state'
import { pointLabelsOf } from '../segment/store'
import { LEFT_OUT, type Rgb } from '../view/points_gl'
import { rgbOf, UNLABELLED } from './colors'

const MOST = LEFT_OUT - 1

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

/** The number of a thing's colour: the same in every frame and for everybody. */
function numberOf(text: string): number {
  let sum = 0
  for (const letter of text) sum = (31 * sum + letter.charCodeAt(0)) % MOST
  return sum + 1
}

export type By = 'label' | 'object' | null

/** A palette number for every point of a frame, by label or by object; 0 for none, `LEFT_OUT` for what is not drawn. */
export function labelsOf(
  editor: Editor,
  frame: number,
  points: Packed,
  by: By,
): Uint8Array<ArrayBuffer> {
  const numbers = new Uint8Array(points.count)
  if (by) {
    byBoxes(editor, frame, points, by, numbers)
    if (labelsPoints(editor)) byLabels(editor, frame, points, by, numbers)
  }
  const out = leftOut(editor, { frame, points })
  if (out) for (let n = 0; n < out.length; n++) if (out[n]) numbers[n] = LEFT_OUT
  return numbers
}

const byKey = (editor: Editor): ReadonlyMap<string, number> =>
  new Map(editor.schema.value.labels.map(({ key }, i) => [key, Math.min(MOST, i + 1)]))

function byBoxes(
  editor: Editor,
  frame: number,
  points: Packed,
  by: 'label' | 'object',
  numbers: Uint8Array,
): void {
  const labels = byKey(editor)
  for (const { record, box } of shownBoxes(editor, frame)) {
    const number = by === 'label' ? (labels.get(record.label) ?? 0) : numberOf(record.id)
    eachInside(points, box, 0, (n) => {
      numbers[n] = number
    })
  }
}

function byLabels(
  editor: Editor,
  frame: number,
  { source, count }: Packed,
  by: 'label' | 'object',
  numbers: Uint8Array,
): void {
  const labels = pointLabelsOf(editor).shown(frame)
  if (!labels) return
  const keys = byKey(editor)
  const { classes, values } = labels
  const ofClass = Uint8Array.from([0, ...classes.map((label) => keys.get(label) ?? 0)])
  const ofThing = new Map<number, number>()
  const things = (value: number): number => {
    const known = ofThing.get(value)
    if (known !== undefined) return known
    const number = numberOf(`${classes[(value & 0xffff) - 1]} ${value >>> 16}`)
    ofThing.set(value, number)
    return number
  }
  for (let n = 0; n < count; n++) {
    const value = values[source[n] as number] as number
    if (value === 0) continue
    if (by === 'label') numbers[n] = ofClass[value & 0xffff] as number
    else if (value > 0xffff) numbers[n] = things(value)
    else numbers[n] = 0
  }
}
