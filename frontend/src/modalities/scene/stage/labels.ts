/** Which number of the palette each point has: by its own label, else by the boxes it lies in. */
import type { Editor } from '../../../core/editor'
import { eachInside } from '../data/inside'
import type { Packed } from '../data/packed'
import { shownBoxes } from '../objects'
import { changesSince, type FrameLabels } from '../segment/labels'
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

/** Where each point of the source is among the vertices; made when first asked for. */
const places = new WeakMap<Packed, Uint32Array>()

function placesOf(points: Packed): Uint32Array {
  const known = places.get(points)
  if (known) return known
  const { source, count } = points
  let most = 0
  for (let n = 0; n < count; n++) most = Math.max(most, source[n] as number)
  // Points without a place are at none: the last stands for them.
  const made = new Uint32Array(most + 1).fill(count)
  for (let n = 0; n < count; n++) made[source[n] as number] = n
  places.set(points, made)
  return made
}

/** The numbers of labels that were made of others step by step; null where all must be looked at. */
export function relabelled(
  editor: Editor,
  points: Packed,
  by: 'label' | 'object',
  before: { readonly labels: FrameLabels; readonly numbers: Uint8Array<ArrayBuffer> },
  labels: FrameLabels,
): Uint8Array<ArrayBuffer> | null {
  const changes = changesSince(labels, before.labels)
  if (!changes) return null
  const numbers = before.numbers.slice()
  const at = placesOf(points)
  const numberAt = numbering(editor, labels, by)
  for (const each of changes) {
    for (const source of each) {
      const n = at[source] ?? points.count
      if (n < points.count && numbers[n] !== LEFT_OUT) {
        numbers[n] = numberAt(labels.values[source] as number)
      }
    }
  }
  return numbers
}

/** The palette number of a value, by its label or its thing. */
function numbering(
  editor: Editor,
  { classes }: FrameLabels,
  by: 'label' | 'object',
): (value: number) => number {
  const keys = byKey(editor)
  const ofClass = Uint8Array.from([0, ...classes.map((label) => keys.get(label) ?? 0)])
  if (by === 'label') return (value) => ofClass[value & 0xffff] as number
  const ofThing = new Map<number, number>()
  return (value) => {
    if (value <= 0xffff) return 0
    const known = ofThing.get(value)
    if (known !== undefined) return known
    const number = numberOf(`${classes[(value & 0xffff) - 1]} ${value >>> 16}`)
    ofThing.set(value, number)
    return number
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
  const { values } = labels
  const numberAt = numbering(editor, labels, by)
  for (let n = 0; n < count; n++) {
    const value = values[source[n] as number] as number
    if (value !== 0) numbers[n] = numberAt(value)
  }
}
