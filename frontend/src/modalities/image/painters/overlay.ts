import type { Editor } from '../../../core/editor'
import type { Extent, Point2 } from '../../../core/geometry'
import type { Annotation } from '../../../core/patch'
import type { RotatedBox } from '../../../kinds/rotated_box'
import { skeleton } from '../../../kinds/skeleton'
import type { MaskOverlay } from '../masks/overlay'
import { sheetOf } from '../masks/sheet'
import { isShowing } from '../masks/tool'
import { relationsIn } from '../relations/arrows'
import { paintRelations } from '../relations/paint'
import type { Transform } from '../stage/camera'
import { topMiddle } from '../tools/cursors'
import { grippable, gripsOf, midGripsOf } from '../tools/grips'
import { tagText } from './base'
import { paintJoint } from './joints'
import { anchorOf, paintNames } from './names'
import { paintPins } from './pins'
import { type Context, fillRecord, strokeRecord } from './shapes'
import type { StageColors, StyleSheet } from './style'

export interface OverlayView {
  readonly editor: Editor
  readonly view: Transform
  readonly styles: StyleSheet
  readonly colors: StageColors
  readonly size: Extent
  /** Pointer on the stage in CSS pixels; null when it is elsewhere. */
  readonly pointer: Point2 | null
  /** Tolerance of the pointer in world units. */
  readonly tolerance: number
  readonly masks: MaskOverlay
}

/** Beyond this many, selected shapes get one thick line and nothing else. */
const MANY = 200
const NO_DASH: readonly number[] = []

interface Emphasis {
  readonly width: number
  /** Width of the white seam on either side; 0 for none. */
  readonly seam: number
  readonly fill: 'fill' | 'strongFill'
}

const HOVERED: Emphasis = { width: 2.5, seam: 0, fill: 'strongFill' }
const SELECTED: Emphasis = { width: 2, seam: 1.25, fill: 'fill' }
/** Thin, because the hand is looking for an edge of the picture just there. */
const DRAWN: Emphasis = { width: 1.25, seam: 1, fill: 'fill' }

function paintRecord(context: Context, o: OverlayView, record: Annotation, as: Emphasis): void {
  const style = o.styles.of(record.label)
  if (o.editor.view.fills.peek()) {
    context.fillStyle = style[as.fill]
    fillRecord(context, record, o.view)
  }
  context.fillStyle = style.stroke
  context.strokeStyle = as.seam > 0 ? '#ffffff' : style.halo
  context.lineWidth = as.width + 2 * Math.max(as.seam, 0.75)
  strokeRecord(context, record, o.view, style)
  context.strokeStyle = style.stroke
  context.lineWidth = as.width
  strokeRecord(context, record, o.view, style)
}

function paintRecords(
  context: Context,
  o: OverlayView,
  records: readonly Annotation[],
  as: Emphasis,
): void {
  if (records.length <= MANY) {
    for (const record of records) paintRecord(context, o, record, as)
    return
  }
  context.lineWidth = 2.5
  for (const record of records) {
    const style = o.styles.of(record.label)
    context.strokeStyle = style.stroke
    context.fillStyle = style.stroke
    strokeRecord(context, record, o.view, style)
  }
}

function draftsOf({ editor }: OverlayView): readonly Annotation[] {
  return editor.draft.peek().flatMap(({ patch }) => patch.flatMap(({ after }) => after ?? []))
}

/** What is selected and not in the hand. */
function selectedOf({ editor }: OverlayView, drafts: readonly Annotation[]): readonly Annotation[] {
  const drafted = new Set(drafts.map(({ id }) => id))
  return editor.selected
    .peek()
    .filter((record) => !drafted.has(record.id) && editor.view.isVisible(record))
}

/** What was there before: dashed, light on dark, so that it is told from everything that is there. */
function paintGhosts(context: Context, o: OverlayView): void {
  for (const record of o.editor.view.ghosts.peek()) {
    const style = o.styles.of(record.label)
    context.fillStyle = context.strokeStyle = 'rgba(0, 0, 0, 0.75)'
    context.lineWidth = 3.5
    strokeRecord(context, record, o.view, style)
    context.fillStyle = context.strokeStyle = '#ffffff'
    context.lineWidth = 1.75
    context.setLineDash([7, 5])
    strokeRecord(context, record, o.view, style)
    context.setLineDash([...NO_DASH])
  }
}

function paintHover(context: Context, o: OverlayView): void {
  const id = o.editor.hover.peek()
  const record = id && o.editor.gesture.peek() === null ? o.editor.find(id) : undefined
  if (record && !o.editor.selection.peek().has(record.id)) paintRecord(context, o, record, HOVERED)
}

const toScreen = ([x, y]: Point2, { scale, x: ox, y: oy }: Transform): Point2 => [
  x * scale + ox,
  y * scale + oy,
]

function paintStem(context: Context, o: OverlayView, record: Annotation, to: Point2): void {
  const from = toScreen(topMiddle(record.data as RotatedBox), o.view)
  context.beginPath()
  context.moveTo(...from)
  context.lineTo(...to)
  context.lineWidth = 1.5
  context.strokeStyle = '#ffffff'
  context.stroke()
}

const SQUARE = 8

function paintGrip(
  context: Context,
  o: OverlayView,
  at: Point2,
  round: boolean,
  hot: boolean,
): void {
  const [x, y] = at
  const size = hot ? SQUARE + 3 : SQUARE
  context.beginPath()
  if (round) context.arc(x, y, size / 2, 0, 2 * Math.PI)
  else context.rect(Math.round(x - size / 2), Math.round(y - size / 2), size, size)
  context.fillStyle = hot ? o.colors.accent : '#ffffff'
  context.fill()
  context.lineWidth = 1.25
  context.strokeStyle = hot ? '#ffffff' : '#1f2328'
  context.stroke()
}

function paintMidGrips(context: Context, o: OverlayView, record: Annotation): void {
  context.globalAlpha = 0.75
  for (const { at } of midGripsOf(o.editor, record, o.tolerance)) {
    const [x, y] = toScreen(at, o.view)
    context.beginPath()
    context.arc(x, y, 3, 0, 2 * Math.PI)
    context.fillStyle = o.styles.of(record.label).stroke
    context.fill()
    context.lineWidth = 1.25
    context.strokeStyle = '#ffffff'
    context.stroke()
  }
  context.globalAlpha = 1
}

function paintGrips(context: Context, o: OverlayView): void {
  const { editor, tolerance } = o
  if (editor.draft.peek().length > 0) return
  const hot = editor.handle.peek()
  for (const record of grippable(editor)) {
    paintMidGrips(context, o, record)
    for (const { handle, at } of gripsOf(editor, record, tolerance)) {
      const place = toScreen(at, o.view)
      if (handle === 'rotate') paintStem(context, o, record, place)
      const isHot = hot === `${record.id}/${handle}`
      if (record.kind === skeleton.id) paintJoint(context, o, record, handle, place, isHot)
      else paintGrip(context, o, place, handle === 'rotate' || handle.startsWith('v'), isHot)
    }
  }
}

function paintLasso(context: Context, o: OverlayView): void {
  const path = o.editor.lasso.peek()
  if (!path) return
  context.beginPath()
  path.forEach((p, i) => {
    if (i === 0) context.moveTo(...toScreen(p, o.view))
    else context.lineTo(...toScreen(p, o.view))
  })
  context.closePath()
  context.globalAlpha = 0.14
  context.fillStyle = o.colors.accent
  context.fill()
  context.globalAlpha = 1
  context.lineWidth = 1
  context.setLineDash([4, 3])
  context.strokeStyle = o.colors.accent
  context.stroke()
  context.setLineDash([...NO_DASH])
}

/** Lines through the pointer, light beside dark so that they show on any picture. */
function paintCrosshair(context: Context, { editor, pointer, size }: OverlayView): void {
  if (!pointer || !editor.tool.peek()?.crosshair || !editor.view.crosshair.peek()) return
  const x = Math.round(pointer[0])
  const y = Math.round(pointer[1])
  context.fillStyle = 'rgba(255, 255, 255, 0.75)'
  context.fillRect(x, 0, 1, size.height)
  context.fillRect(0, y, size.width, 1)
  context.fillStyle = 'rgba(0, 0, 0, 0.45)'
  context.fillRect(x + 1, 0, 1, size.height)
  context.fillRect(0, y + 1, size.width, 1)
}

/** Size of what is being drawn or resized, beside the pointer. */
function paintReadout(context: Context, o: OverlayView): void {
  const patch = o.editor.draft.peek()[0]?.patch
  const record = patch?.length === 1 ? patch[0]?.after : null
  if (!record || !o.pointer) return
  const bounds = o.editor.kindOf(record)?.bounds(record.data)
  if (!bounds) return
  const text = `${Math.round(bounds.maxX - bounds.minX)} × ${Math.round(bounds.maxY - bounds.minY)}`
  context.font = '500 11px "JetBrains Mono Variable", ui-monospace, monospace'
  context.textBaseline = 'middle'
  const width = context.measureText(text).width + 10
  const x = Math.min(o.pointer[0] + 14, o.size.width - width - 4)
  const y = Math.min(o.pointer[1] + 16, o.size.height - 22)
  context.fillStyle = 'rgba(16, 17, 19, 0.82)'
  context.beginPath()
  context.roundRect(x, y, width, 18, 3)
  context.fill()
  context.fillStyle = '#ffffff'
  context.fillText(text, x + 5, y + 9.5)
}

function paintNamesOf(context: Context, o: OverlayView, records: readonly Annotation[]): void {
  const { editor, styles } = o
  if (!editor.view.names.peek() || records.length > MANY || editor.gesture.peek()) return
  const work = editor.work.records.peek()
  const tags = records.flatMap((record) => {
    const bounds = editor.kindOf(record)?.bounds(record.data)
    const style = styles.of(record.label)
    const hollow = !work.has(record.id)
    if (!bounds) return []
    const anchor = anchorOf(record, bounds)
    return [{ text: tagText(style, record, hollow), style, bounds, anchor, hollow }]
  })
  paintNames(context, tags, o.view)
}

/** True when there is nothing to paint, so that a blank canvas can stay as it is. */
export function isBlank({ editor, pointer }: OverlayView): boolean {
  const { view } = editor
  const crosshair = pointer && view.crosshair.peek() && editor.tool.peek()?.crosshair
  return (
    !crosshair &&
    editor.selection.peek().size === 0 &&
    editor.hover.peek() === null &&
    editor.draft.peek().length === 0 &&
    editor.lasso.peek() === null &&
    sheetOf(editor).peek() === null &&
    !(pointer && isShowing(editor.tool.peek())) &&
    view.pins.peek().length === 0 &&
    view.ghosts.peek().length === 0 &&
    relationsIn(editor).length === 0
  )
}

/** Everything that changes while the hand moves. */
export function paintOverlay(context: Context, o: OverlayView): void {
  context.clearRect(0, 0, o.size.width, o.size.height)
  const drafts = draftsOf(o)
  const selected = selectedOf(o, drafts)
  o.masks.paint(context, o)
  paintRelations(context, o)
  paintHover(context, o)
  paintRecords(context, o, selected, SELECTED)
  paintRecords(context, o, drafts, DRAWN)
  paintGhosts(context, o)
  const hovered = o.editor.hover.peek()
  const named = hovered ? [o.editor.find(hovered) ?? [], selected].flat() : selected
  paintNamesOf(context, o, named)
  paintGrips(context, o)
  paintLasso(context, o)
  paintCrosshair(context, o)
  paintReadout(context, o)
  for (const one of [o.editor.tool.peek(), o.editor.gesture.peek()]) {
    if (isShowing(one)) one.paintOver(context, o)
  }
  paintPins(context, o.editor.view.pins.peek(), o.view, o.colors)
}
