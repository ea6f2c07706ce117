/** Boxes in the pictures of the frame on the screen: drawn by hand, or what boxes in space take up there. */
import type { Editor } from '../../core/editor'
import type { Point2 } from '../../core/geometry'
import { withData } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import type { Transaction } from '../../core/transaction'
import { type Box, box, type PictureBox, placeInPicture } from '../../kinds'
import { boxAt } from './objects'
import { liveRecords, sceneOf } from './state'
import { REACH } from './tools/pointer'
import type { PictureView } from './view/picture_view'

export interface ShownPictureBox {
  readonly record: Annotation
  readonly data: PictureBox
}

/** The box that a record is, if it is one in a picture. */
export const pictureBoxOf = ({ kind, data }: Annotation): PictureBox | null =>
  kind === 'picture_box' ? (data as PictureBox) : null

/**
 * Whether this is selected or under the pointer, or the same thing elsewhere is: a box in space and those of it in
 * pictures stand out together.
 */
export function isMarked(editor: Editor, record: Annotation): boolean {
  const selection = editor.selection.peek()
  const hover = editor.hover.peek()
  if (selection.has(record.id) || hover === record.id) return true
  const records = editor.work.records.peek()
  const thing = (one: Annotation) => pictureBoxOf(one)?.of ?? one.id
  const own = thing(record)
  if (selection.has(own) || hover === own) return true
  const [only] = selection.size === 1 ? selection : []
  return [only, hover].some((id) => {
    const other = id ? records.get(id) : undefined
    return other !== undefined && thing(other) === own
  })
}

/** Boxes in the pictures of one thing are of another now, from a frame on. */
export function handOver(tx: Transaction, from: string, to: string, since = 0): void {
  for (const { id } of tx.base.records.peek().values()) {
    const record = tx.get(id)
    const data = record && pictureBoxOf(record)
    if (data?.of === from && data.frame >= since) {
      tx.update(id, (one) => withData(one, { ...data, of: to }))
    }
  }
}

/**
 * Boxes in pictures of a thing that is no longer there in their frames: what was worked out goes, what a person drew is
 * of nothing now.
 */
export function letGo(tx: Transaction, of: string): void {
  const thing = tx.get(of)
  for (const { id } of tx.base.records.peek().values()) {
    const record = tx.get(id)
    const data = record && pictureBoxOf(record)
    if (data?.of !== of || (thing && boxAt(thing, data.frame))) continue
    if (record?.source.origin === 'rule') tx.remove(id)
    else tx.update(id, (one) => withData(one, { ...data, of: null }))
  }
}

/** Those of a camera in the frame on the screen, what the hand is doing included. Reads signals. */
export function shownPictureBoxes(
  editor: Editor,
  camera: string | undefined,
): readonly ShownPictureBox[] {
  const frame = sceneOf(editor).frame.value
  return [...liveRecords(editor).values()].flatMap((record): ShownPictureBox[] => {
    const data = pictureBoxOf(record)
    const isHere = data?.camera === camera && data?.frame === frame
    return data && isHere && editor.view.isVisible(record) ? [{ record, data }] : []
  })
}

/** The record with its box elsewhere, which is then what a person says. */
export function withPlace(record: Annotation, place: Box): Annotation {
  const data = pictureBoxOf(record)
  if (!data) return record
  return { ...withData(record, { ...data, ...place }), source: { origin: 'human' } }
}

/** Pixels of the camera for so many of the stage. */
const reachIn = (view: PictureView): number => REACH / view.scale

/** What can be grabbed of a box, in pixels of the camera. */
export const handlesIn = (view: PictureView, data: PictureBox): ReadonlyMap<string, Point2> =>
  box.handles(placeInPicture(data), 24 / view.scale) as ReadonlyMap<string, Point2>

/** The handle of the one selected box under a place of the stage. */
export function handleUnder(
  editor: Editor,
  view: PictureView,
  at: Point2,
): { readonly shown: ShownPictureBox; readonly handle: string } | null {
  const [only] = editor.selection.peek()
  const all = shownPictureBoxes(editor, view.camera?.name)
  const shown = all.find(({ record }) => record.id === only)
  if (!shown || editor.selection.peek().size !== 1) return null
  if (editor.editable(shown.record.id) !== true) return null
  const [u, v] = view.pixel(at)
  const found = [...handlesIn(view, shown.data)].find(
    ([, [x, y]]) => Math.hypot(x - u, y - v) <= reachIn(view),
  )
  return found ? { shown, handle: found[0] } : null
}

const isIn = ({ x, y, width, height }: Box, [u, v]: Point2, margin: number): boolean =>
  u >= x - margin && v >= y - margin && u <= x + width + margin && v <= y + height + margin

/** The smallest box at a place of the stage; `edge` asks for one whose outline is there. */
export function pictureBoxUnder(
  editor: Editor,
  view: PictureView,
  at: Point2,
  edge: boolean,
): ShownPictureBox | null {
  const pixel = view.pixel(at)
  const reach = reachIn(view)
  const hits = shownPictureBoxes(editor, view.camera?.name).filter(
    ({ data }) => isIn(data, pixel, reach) && !(edge && isIn(data, pixel, -reach)),
  )
  const area = ({ data }: ShownPictureBox) => data.width * data.height
  return hits.sort((a, b) => area(a) - area(b))[0] ?? null
}
