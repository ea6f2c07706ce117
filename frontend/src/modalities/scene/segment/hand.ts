/** What all tools that paint points share: the points they may reach, and the edit that comes of it. */
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Layer } from '../data/frames'
import { sceneOf } from '../state'
import type { ScenePointer } from '../tools/pointer'
import type { LinearView, View } from '../view/views'
import { type FrameLabels, labelAt, type Paint, painted } from './labels'
import { layersOf, paintable } from './layers'
import { pointAt, type Seen, seenIn } from './seen'
import { segmentOf } from './state'
import { type Edit, pointLabelsOf } from './store'

export interface Reach {
  readonly layer: Layer
  readonly seen: Seen
  /** Null while they are on their way: what is painted meanwhile is kept, and seen when they have come. */
  readonly labels: FrameLabels | null
}

/** What was seen last: brushing on without turning the view costs nothing anew. */
const last = new WeakMap<Editor, { readonly key: string; readonly reached: readonly Reach[] }>()
const numbers = new WeakMap<object, number>()
let next = 1

function numberOf(thing: object): number {
  const known = numbers.get(thing) ?? next++
  numbers.set(thing, known)
  return known
}

/** What of the points a view shows; null while there are none, or nothing may be changed. */
export function reachIn(editor: Editor, view: LinearView): readonly Reach[] | null {
  const store = pointLabelsOf(editor)
  const layers = layersOf(editor)
  const labels = layers.map(({ frame }) => store.painted(frame))
  if (layers.length === 0 || editor.canWrite.peek() !== true) return null
  const key = keyOf(editor, view, layers, labels)
  const known = last.get(editor)
  const seen = known?.key === key ? known.reached.map((one) => one.seen) : []
  const reached = layers.map((layer, i): Reach => {
    const all = seen[i] ?? seenIn(view, layer.points, paintable(editor, layer))
    return { layer, seen: all, labels: labels[i] ?? null }
  })
  last.set(editor, { key, reached })
  return reached
}

function keyOf(
  editor: Editor,
  view: LinearView,
  layers: readonly Layer[],
  labels: readonly (FrameLabels | null)[],
): string {
  const scene = sceneOf(editor)
  const { ground, stillOnly } = segmentOf(editor)
  const hidden = [...editor.view.hiddenLabels.peek()]
  const { x, y, width, height } = view.rect
  return JSON.stringify([
    [...view.matrix, x, y, width, height],
    layers.map(({ points }) => numberOf(points)),
    [
      scene.groundHidden.peek(),
      scene.range.peek(),
      scene.levels.peek(),
      ground.peek(),
      stillOnly.peek(),
      hidden,
    ],
    // What is left out hangs on boxes, and where labels are hidden on the labels.
    layers.length > 1 ? numberOf(editor.work.records.peek()) : 0,
    hidden.length > 0 ? labels.map((one) => one && numberOf(one)) : 0,
  ])
}

/** From a pixel of the stage to one of the view. */
export const inView = ({ rect }: View, [x, y]: Point2): Point2 => [x - rect.x, y - rect.y]

/** How points are painted now; `erase` also by Alt. Null when there is no label for points. */
export function wishOf(
  editor: Editor,
  p: Pick<ScenePointer, 'alt'> = {},
): Omit<Paint, 'points'> | null {
  const state = segmentOf(editor)
  const label = state.label.peek()
  if (!label) return null
  const isErasing = state.erase.peek() !== (p.alt ?? false)
  return {
    label: isErasing ? null : label.key,
    instance: isErasing ? 0 : state.instance.peek(),
    over: overOf(editor),
  }
}

/** Hidden labels are not drawn, so they are never painted over. */
function overOf(editor: Editor): Paint['over'] {
  const { over, chosen } = segmentOf(editor)
  const hidden = editor.view.hiddenLabels.peek()
  const names = chosen.peek()
  const how = over.peek()
  return (label) => {
    if (label === null) return how !== 'chosen'
    if (hidden.has(label) || how === 'unlabelled') return false
    return how === 'all' || names.has(label)
  }
}

/** Keep what was met of each frame, by places at the source, in one step of the history. */
export function paintPlaces(
  editor: Editor,
  title: string,
  met: ReadonlyMap<number, Uint32Array>,
  wish: Omit<Paint, 'points'>,
): void {
  const edits = new Map<number, Edit>()
  for (const [frame, points] of met) {
    if (points.length > 0) edits.set(frame, (labels) => painted(labels, { ...wish, points }))
  }
  if (edits.size > 0) void pointLabelsOf(editor).commit(title, edits)
}

/** Keep what was found in each layer, in one step of the history. */
export function paint(
  editor: Editor,
  title: string,
  found: readonly { readonly layer: Layer; readonly points: Uint32Array }[],
  wish: Omit<Paint, 'points'>,
): void {
  const met = found.map(({ layer, points }): readonly [number, Uint32Array] => [
    layer.frame,
    points.map((n) => layer.points.source[n] as number),
  ])
  paintPlaces(editor, title, new Map(met), wish)
}

/** Take over the label and the instance of the point under the pointer; false where there is none. */
export function pickUp(editor: Editor, p: ScenePointer, reached: readonly Reach[]): boolean {
  for (const { layer, seen, labels } of reached) {
    const point = pointAt(seen, inView(p.view, p.pixel), NEAR)
    if (point === null || !labels) continue
    const found = labelAt(labels, layer.points.source[point] as number)
    if (!found) continue
    editor.label.value = found.label
    if (found.instance > 0) segmentOf(editor).setInstance(found.label, found.instance)
    return true
  }
  return false
}

/** How far from the pointer a point may be, in pixels. */
export const NEAR = 10
