/** Frames that are drawn over each other and painted together, and which of their points are drawn. */
import type { Editor } from '../../../core/editor'
import type { Layer } from '../data/frames'
import { eachInside } from '../data/inside'
import { isMoving, shownBoxes } from '../objects'
import { levelsOf, sceneOf } from '../state'
import { segmentOf } from './state'
import { pointLabelsOf } from './store'

/** The frame on the screen first, then those around it that are drawn too. Reads signals. */
export function layersOf(editor: Editor): readonly Layer[] {
  const scene = sceneOf(editor)
  const points = scene.points.value
  const frame = scene.loaded.value
  scene.arrived.value
  if (!points || frame < 0) return []
  return [{ frame, points }, ...(scene.source.value?.around(frame, scene.sweeps.value) ?? [])]
}

/** 1 for points that are kept out: in a box that moves, where sweeps are put together, or of a hidden label. */
export function leftOut(editor: Editor, layer: Layer): Uint8Array | null {
  const isTogether = sceneOf(editor).sweeps.value > 0 && segmentOf(editor).stillOnly.value
  const moving = isTogether ? shownBoxes(editor, layer.frame).filter((s) => isMoving(s.record)) : []
  const hidden = editor.view.hiddenLabels.value
  if (moving.length === 0 && hidden.size === 0) return null
  const out = new Uint8Array(layer.points.count)
  for (const { box } of moving) {
    eachInside(layer.points, box, MARGIN, (n) => {
      out[n] = 1
    })
  }
  const labels = hidden.size > 0 ? pointLabelsOf(editor).shown(layer.frame) : null
  if (!labels) return out
  const isHidden = Uint8Array.from([null, ...labels.classes], (l) => (l && hidden.has(l) ? 1 : 0))
  const { source } = layer.points
  for (let n = 0; n < out.length; n++) {
    const value = labels.values[source[n] as number] ?? 0
    if (isHidden[value & 0xffff]) out[n] = 1
  }
  return out
}

/** Metres around a moving box that are its own too: what a sweep smears, and mirrors. */
const MARGIN = 0.15

/** Whether a point of a layer may be painted: it is drawn, and the wish about the ground allows it. */
export function paintable(editor: Editor, layer: Layer): (point: number) => boolean {
  const scene = sceneOf(editor)
  const out = leftOut(editor, layer)
  const wish = segmentOf(editor).ground.peek()
  const range = scene.range.peek()
  const { x, y } = scene.ego
  const skipsGround = scene.groundHidden.peek() || wish === 'without'
  const skipsRest = wish === 'only'
  const [low, high] = levelsOf(scene)
  const at = layer.points.positions
  return (n) => {
    if (out?.[n]) return false
    const isGround = layer.points.isGround(n)
    if (isGround ? skipsGround : skipsRest) return false
    const z = at[3 * n + 2] as number
    if (z < low || z > high) return false
    if (range === null) return true
    return Math.hypot((at[3 * n] as number) - x, (at[3 * n + 1] as number) - y) <= range
  }
}
