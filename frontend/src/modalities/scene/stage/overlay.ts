/** What lies over the points: boxes, handles, names, rings around the vehicle. */
import { i18next } from '../../../app/i18n'
import type { Editor } from '../../../core/editor'
import { findLabel, type Language } from '../../../core/schema'
import { type Cuboid, centreOf, fromBox, type Point3 } from '../../../kinds'
import type { Pose } from '../data/manifest'
import { type Shown, tilts } from '../objects'
import { isMarked } from '../picture_boxes'
import { segmentOf } from '../segment/state'
import { pointLabelsOf } from '../segment/store'
import { sceneOf, type Told } from '../state'
import { placeOf, turnHandle } from '../tools/grips'
import { dot } from '../view/matrix'
import { type BoxView, FACING, type Rect, type View } from '../view/views'
import type { Cell } from './batch'
import { colorOf, lit, type SceneColors } from './colors'
import { paintGhosts } from './ghosts'
import { paintPaths } from './path_overlay'
import { fillFront, segment, traceBox } from './wires'

export interface OverlayScene {
  readonly editor: Editor
  readonly shown: readonly Shown[]
  readonly selected: Shown | null
  /** Points in the selected box. */
  readonly count: number
  readonly colors: SceneColors
  readonly language: Language
}

const FONT = '11px "Inter Variable", "Noto Sans SC Variable", system-ui, sans-serif'
const RINGS = [10, 25, 50, 100]

type Context = CanvasRenderingContext2D

function within(context: Context, { x, y, width, height }: Rect, paint: () => void): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  paint()
  context.restore()
}

/** Text on a dark plate. */
export function plate(
  context: Context,
  text: string,
  x: number,
  y: number,
  colors: SceneColors,
): void {
  context.font = FONT
  const { width } = context.measureText(text)
  context.fillStyle = colors.shade
  context.fillRect(x, y, width + 8, 16)
  context.fillStyle = colors.onPoints
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  context.fillText(text, x + 4, y + 8.5)
}

function circle(context: Context, view: View, [x, y, z]: Point3, radius: number): void {
  const pieces = 72
  const at = (i: number): Point3 => [
    x + radius * Math.cos((2 * Math.PI * i) / pieces),
    y + radius * Math.sin((2 * Math.PI * i) / pieces),
    z,
  ]
  context.beginPath()
  for (let i = 0; i < pieces; i++) {
    const seen = segment(view, at(i), at(i + 1))
    if (!seen) continue
    context.moveTo(...seen[0])
    context.lineTo(...seen[1])
  }
  context.stroke()
}

function paintRings(context: Context, view: View, { editor, colors }: OverlayScene): void {
  const scene = sceneOf(editor)
  // Nothing is known yet of where the vehicle is.
  if (!scene.info) return
  const { x, y } = scene.ego
  const road = scene.road.peek()
  context.lineWidth = 1
  context.strokeStyle = colors.ring
  context.fillStyle = colors.onPoints
  context.font = FONT
  context.globalAlpha = 0.9
  for (const radius of RINGS) {
    circle(context, view, [x, y, road], radius)
    const at = view.toStage([x + radius * Math.SQRT1_2, y + radius * Math.SQRT1_2, road])
    context.globalAlpha = 0.45
    if (at) context.fillText(`${radius} m`, at[0] + 3, at[1])
    context.globalAlpha = 0.9
  }
  paintVehicle(context, view, scene.ego, road)
}

/** Where the vehicle with the sensors is: a small arrow that points ahead. */
function paintVehicle(context: Context, view: View, ego: Pose, road: number): void {
  const body = { ...ego, length: 1, width: 1, height: 1 }
  const shape: readonly Point3[] = [
    [1.8, 0, 0],
    [-0.8, 0.9, 0],
    [-0.2, 0, 0],
    [-0.8, -0.9, 0],
  ]
  const places = shape.map((p) => {
    const [x, y] = fromBox(body, p)
    return view.toStage([x, y, road])
  })
  if (places.some((place) => place === null)) return
  context.beginPath()
  for (const place of places) if (place) context.lineTo(...place)
  context.fill()
}

interface Strength {
  readonly width: number
  readonly alpha: number
}

function strengthOf({ editor }: OverlayScene, { record, isKey }: Shown): Strength {
  if (editor.selection.peek().has(record.id)) return { width: 2, alpha: 1 }
  if (isMarked(editor, record)) return { width: 2, alpha: 0.95 }
  return { width: 1.25, alpha: isKey ? 0.85 : 0.6 }
}

function paintBox(context: Context, view: View, scene: OverlayScene, shown: Shown): void {
  const color = lit(colorOf(scene.editor.schema.peek(), shown.record))
  const { width, alpha } = strengthOf(scene, shown)
  context.strokeStyle = color
  context.fillStyle = color
  context.lineWidth = width
  context.globalAlpha = alpha
  // What a model suggests, or lies between keyframes, is dashed.
  const isOffered = scene.editor.offered.peek().has(shown.record.id)
  context.setLineDash(isOffered ? [3, 3] : shown.isKey ? [] : [7, 3])
  traceBox(context, view, shown.box)
  context.stroke()
  context.setLineDash([])
  context.globalAlpha = alpha * 0.22
  fillFront(context, view, shown.box)
  context.globalAlpha = 1
}

function nameOf({ editor, language }: OverlayScene, { record }: Shown): string {
  const label = findLabel(editor.schema.peek(), record.label)
  const name = label?.name[language] || label?.name.en || record.label
  return record.score === null ? name : `${name} ${Math.round(record.score * 100)} %`
}

function paintName(context: Context, view: View, scene: OverlayScene, shown: Shown): void {
  const { box } = shown
  const at = view.toStage([box.x, box.y, box.z + box.height / 2])
  const isNear = box.length / view.metres(centreOf(box)) > 26
  const isMarked = strengthOf(scene, shown).width > 1.5
  if (at && (isNear || isMarked)) {
    plate(
      context,
      nameOf(scene, shown),
      Math.round(at[0] + 6),
      Math.round(at[1] - 20),
      scene.colors,
    )
  }
}

/** A box with a finding to mend carries a mark. */
function paintMark(context: Context, view: View, { colors }: OverlayScene, { box }: Shown): void {
  const at = view.toStage(fromBox(box, [0, 0, box.height / 2]))
  if (at) plate(context, '!', at[0] - 8, at[1] - 20, colors)
}

/** The main view: everything there is. */
export function paintMain(context: Context, view: View, scene: OverlayScene): void {
  const { names, marks } = scene.editor.view
  within(context, view.rect, () => {
    paintRings(context, view, scene)
    paintPaths(context, view, scene.editor, scene.colors)
    for (const shown of scene.shown) paintBox(context, view, scene, shown)
    paintGhosts(context, view, scene.editor, scene.colors)
    if (names.peek()) for (const shown of scene.shown) paintName(context, view, scene, shown)
    const marked = scene.shown.filter(({ record }) => marks.peek().has(record.id))
    for (const shown of marked) paintMark(context, view, scene, shown)
    paintHand(context, scene.editor, scene.colors)
  })
}

/** The outline that the hand draws, and the brush: light on dark, so that both are seen on any points. */
export function paintHand(context: Context, editor: Editor, colors: SceneColors): void {
  const { outline, brush, radius } = segmentOf(editor)
  const path = outline.peek()
  const at = editor.tool.peek()?.id === 'brush' ? brush.peek() : null
  if (!path && !at) return
  context.beginPath()
  for (const [i, [x, y]] of (path ?? []).entries()) i ? context.lineTo(x, y) : context.moveTo(x, y)
  if (path) context.closePath()
  if (at) {
    context.moveTo(at[0] + radius.peek(), at[1])
    context.arc(at[0], at[1], radius.peek(), 0, 2 * Math.PI)
  }
  context.lineWidth = 3
  context.strokeStyle = colors.shade
  context.stroke()
  context.lineWidth = 1
  context.strokeStyle = colors.handle
  context.stroke()
}

/** What there is to know of the points as long as they look as they do. */
function standing(editor: Editor): Told {
  const { loaded, colouring, sweeps, frames } = sceneOf(editor)
  const isOneTime = colouring.peek() === 'time' && sweeps.peek() === 0 && frames.peek() > 1
  const isOthers = pointLabelsOf(editor).looked(loaded.peek()) !== null
  const key = isOthers ? 'scene:told.others' : isOneTime ? 'scene:told.one-time' : ''
  return { key, params: {} }
}

/** Why nothing came of what somebody did: for a moment, in the middle above the large view. */
export function paintTold(context: Context, { x, y, width }: Rect, scene: OverlayScene): void {
  const { key, params } = sceneOf(scene.editor).told.peek() ?? standing(scene.editor)
  if (!key) return
  const text = i18next.t(key, params)
  context.font = FONT
  const half = context.measureText(text).width / 2 + 4
  plate(context, text, Math.round(x + width / 2 - half), y + 10, scene.colors)
}

export function square(context: Context, [x, y]: readonly [number, number], size: number): void {
  context.fillRect(x - size / 2, y - size / 2, size, size)
  context.strokeRect(x - size / 2, y - size / 2, size, size)
}

const GRIPS = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((up) => [right, up] as const))

function paintGrips(
  context: Context,
  view: BoxView,
  box: Cuboid,
  { editor, colors }: OverlayScene,
): void {
  context.fillStyle = colors.handle
  context.strokeStyle = colors.shade
  context.lineWidth = 1
  for (const [right, up] of GRIPS) {
    const at = view.toStage(placeOf(view.id, box, right, up))
    const isMiddle = right === 0 && up === 0
    if (at && !isMiddle) square(context, at, right * up === 0 ? 5 : 7)
  }
  const turn = turnHandle(view, box, tilts(editor))
  if (!turn) return
  context.beginPath()
  context.arc(turn[0], turn[1], 5, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
}

const metres = (value: number) => value.toFixed(2)

/** A view along nothing says what it is for. */
function paintEmpty(context: Context, view: BoxView, colors: SceneColors): void {
  const { x, y, width, height } = view.rect
  plate(context, i18next.t(`scene:view.${view.id}`), x + 6, y + 6, colors)
  if (view.id !== 'side') return
  context.globalAlpha = 0.6
  context.textAlign = 'center'
  context.fillText(i18next.t('scene:view.nothing'), x + width / 2, y + height / 2)
  context.textAlign = 'left'
  context.globalAlpha = 1
}

/** A view along the box: its outline with handles, its two measures, its neighbours thin. */
export function paintBoxView(context: Context, view: BoxView, scene: OverlayScene): void {
  const { selected } = scene
  within(context, view.rect, () => {
    if (selected) paintAlong(context, view, scene, selected)
    else paintEmpty(context, view, scene.colors)
  })
}

function paintAlong(
  context: Context,
  view: BoxView,
  scene: OverlayScene,
  { record, box }: Shown,
): void {
  const { editor, colors, count } = scene
  const { x, y, height } = view.rect
  for (const shown of scene.shown) {
    if (isNear(view, shown.box, box)) paintBox(context, view, scene, shown)
  }
  paintGhosts(context, view, editor, colors)
  if (editor.editable(record.id) === true) paintGrips(context, view, box, scene)
  const size = [box.length, box.width, box.height]
  const { right, up } = FACING[view.id]
  const measures = `${metres(size[right.axis] ?? 0)} × ${metres(size[up.axis] ?? 0)} m`
  plate(context, `${i18next.t(`scene:view.${view.id}`)} · ${measures}`, x + 6, y + 6, colors)
  if (view.id !== 'top') return
  plate(context, i18next.t('scene:view.points', { count }), x + 6, y + height - 22, colors)
}

/** In a view along a box only what stands beside it is drawn, not what lies far behind. */
function isNear(view: BoxView, box: Cuboid, selected: Cuboid): boolean {
  const back = [box.x - selected.x, box.y - selected.y, box.z - selected.z] as const
  const aside = Math.hypot(dot(back, view.right), dot(back, view.up))
  return Math.hypot(...back) < 12 && (aside < 12 || box === selected)
}

/** The cells of the batch: the frame on the screen has handles and a frame of its own. */
export function paintBatch(context: Context, cells: readonly Cell[], scene: OverlayScene): void {
  const { editor, colors } = scene
  const current = sceneOf(editor).frame.peek()
  for (const { frame, view, shown } of cells) {
    const { x, y, width, height } = view.rect
    const isCurrent = frame === current
    context.strokeStyle = isCurrent ? colors.handle : colors.ring
    context.lineWidth = isCurrent ? 2 : 1
    context.strokeRect(x + 1, y + 1, width - 2, height - 2)
    within(context, view.rect, () => {
      if (shown) paintBox(context, view, scene, shown)
      const mayEdit = shown && editor.editable(shown.record.id) === true
      if (mayEdit && isCurrent) paintGrips(context, view, shown.box, scene)
      const absent = shown ? '' : ` · ${i18next.t('scene:view.absent')}`
      plate(context, `${frame + 1}${absent}`, x + 6, y + 6, colors)
    })
  }
}
