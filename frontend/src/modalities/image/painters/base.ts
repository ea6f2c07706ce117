import type { Editor } from '../../../core/editor'
import type { Bounds } from '../../../core/geometry'
import type { Annotation } from '../../../core/patch'
import { byStack } from '../../../core/selection'
import type { Transform } from '../stage/camera'
import { anchorOf, isNamed, type NameTag, paintNames } from './names'
import { type Context, fillRecord, strokeRecord } from './shapes'
import type { LabelStyle, StageColors, StyleSheet } from './style'

/** With more shapes in view than this they are drawn with one thin line each: no halo, fill, dash or name. */
export const DENSE_FROM = 300

export interface BaseView {
  readonly editor: Editor
  readonly view: Transform
  readonly styles: StyleSheet
  readonly colors: StageColors
  /** Being dragged: they are on the overlay. */
  readonly excluded: ReadonlySet<string>
  readonly dense: boolean
}

const LINE = 2
const HALO = 4
const SUGGESTED: readonly number[] = [3, 3]

interface Look {
  readonly style: LabelStyle
  readonly suggested: boolean
}

type Batches = ReadonlyMap<string, { readonly look: Look; readonly records: Annotation[] }>

/** Shapes that look alike together, so that the style of the context changes once per look. */
function batchesOf({ editor, styles }: BaseView, records: readonly Annotation[]): Batches {
  const batches = new Map<string, { look: Look; records: Annotation[] }>()
  const work = editor.work.records.peek()
  for (const record of records) {
    const suggested = !work.has(record.id)
    const key = suggested ? `?${record.label}` : record.label
    const batch = batches.get(key)
    if (batch) batch.records.push(record)
    else
      batches.set(key, { look: { style: styles.of(record.label), suggested }, records: [record] })
  }
  return batches
}

/** Shapes to draw: visible and not on the overlay. */
function drawable({ editor, excluded }: BaseView, records: readonly Annotation[]): Annotation[] {
  const { view } = editor
  const plain =
    view.hidden.peek().size === 0 &&
    view.hiddenLabels.peek().size === 0 &&
    view.filter.peek() === null
  return records.filter((record) => !excluded.has(record.id) && (plain || view.isVisible(record)))
}

function paintDense(context: Context, base: BaseView, records: readonly Annotation[]): void {
  context.save()
  // Box edges lie between pixels; half a pixel further, a line of one pixel is crisp.
  context.translate(0.5, 0.5)
  context.lineWidth = 1
  // Always in the same order, so that repainting a part gives the same picture as repainting all.
  const batches = [...batchesOf(base, records)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, { look, records: alike }] of batches) {
    context.strokeStyle = look.style.stroke
    context.fillStyle = look.style.stroke
    context.globalAlpha = look.suggested ? 0.7 : 1
    for (const record of alike) strokeRecord(context, record, base.view, look.style)
  }
  context.restore()
}

function paintLook(
  context: Context,
  base: BaseView,
  { style, suggested }: Look,
  records: readonly Annotation[],
): void {
  const strokeAll = () => {
    for (const record of records) strokeRecord(context, record, base.view, style)
  }
  if (base.editor.view.fills.peek() && !suggested) {
    context.fillStyle = style.fill
    for (const record of records) fillRecord(context, record, base.view)
  }
  context.fillStyle = style.stroke
  context.lineWidth = HALO
  context.strokeStyle = style.halo
  strokeAll()
  context.lineWidth = suggested ? 1.5 : LINE
  context.strokeStyle = style.stroke
  context.setLineDash([...(suggested ? SUGGESTED : style.dash)])
  strokeAll()
  context.setLineDash([])
}

function paintRich(context: Context, base: BaseView, records: readonly Annotation[]): void {
  const batches = batchesOf(base, records.toSorted(byStack))
  for (const { look, records: alike } of batches.values()) paintLook(context, base, look, alike)
}

/** Text of a name tag: the label, and the score of a suggestion. */
export function tagText(style: LabelStyle, record: Annotation, suggested: boolean): string {
  return suggested && record.score !== null
    ? `${style.name} ${Math.round(record.score * 100)}%`
    : style.name
}

function nameTags(base: BaseView, records: readonly Annotation[]): readonly NameTag[] {
  const { editor, styles } = base
  const work = editor.work.records.peek()
  const tags = records.flatMap((record): NameTag[] => {
    const bounds = editor.kindOf(record)?.bounds(record.data)
    if (!bounds || !isNamed(record, base.view)) return []
    const style = styles.of(record.label)
    const hollow = !work.has(record.id)
    return [
      {
        text: tagText(style, record, hollow),
        style,
        bounds,
        anchor: anchorOf(record, bounds),
        hollow,
      },
    ]
  })
  const area = ({ bounds: b }: NameTag) => (b.maxX - b.minX) * (b.maxY - b.minY)
  // Large shapes have the room, and their names say most about the picture.
  return tags.sort((a, b) => area(b) - area(a))
}

/** Warning triangles at shapes with an open finding. */
function paintMarks(context: Context, base: BaseView, records: readonly Annotation[]): void {
  const marks = base.editor.view.marks.peek()
  if (marks.size === 0) return
  for (const record of records) {
    const bounds = marks.has(record.id) && base.editor.kindOf(record)?.bounds(record.data)
    if (bounds) paintMark(context, bounds, base.view)
  }
}

function paintMark(context: Context, bounds: Bounds, view: Transform): void {
  const x = bounds.maxX * view.scale + view.x
  const y = bounds.minY * view.scale + view.y
  context.beginPath()
  context.moveTo(x, y - 8)
  context.lineTo(x + 8, y + 6)
  context.lineTo(x - 8, y + 6)
  context.closePath()
  context.lineWidth = 1.5
  context.fillStyle = '#ffd43b'
  context.strokeStyle = '#1f2328'
  context.fill()
  context.stroke()
  context.fillStyle = '#1f2328'
  context.fillRect(x - 1, y - 3, 2, 5)
  context.fillRect(x - 1, y + 3, 2, 2)
}

/** Paint all static shapes among the records. */
export function paintShapes(context: Context, base: BaseView, found: readonly Annotation[]): void {
  const records = drawable(base, found)
  if (base.dense) paintDense(context, base, records)
  else {
    paintRich(context, base, records)
    if (base.editor.view.names.peek()) paintNames(context, nameTags(base, records), base.view)
  }
  paintMarks(context, base, records)
}
