import { type Bounds, overlaps, type Point2 } from '../../../core/geometry'
import type { Annotation } from '../../../core/patch'
import { type Cuboid2d, cornersOfCuboid2d } from '../../../kinds/cuboid2d'
import { type Ellipse, outlineOfEllipse } from '../../../kinds/ellipse'
import { type Mask, spansOf } from '../../../kinds/mask'
import { cornersOf, type RotatedBox } from '../../../kinds/rotated_box'
import { markedJoints, placeOf, type Skeleton } from '../../../kinds/skeleton'
import type { Transform } from '../stage/camera'
import type { Context } from './shapes'
import type { LabelStyle } from './style'

const FONT =
  '500 11px "Inter Variable", Inter, "Noto Sans SC Variable", system-ui, "PingFang SC", "Microsoft YaHei", sans-serif'
const HEIGHT = 16
const PAD = 4
/** A shape smaller than this on the screen gets no name. */
const LEAST = 18
/** From this scale on, the name of points does not cover what they point at. */
const CLOSE = 1.5

export interface NameTag {
  readonly text: string
  readonly style: LabelStyle
  /** Of the shape, in world coordinates. */
  readonly bounds: Bounds
  /** Place of the shape that the tag sits on, in world coordinates. */
  readonly anchor: Point2
  /** Only outlined: a suggestion. */
  readonly hollow: boolean
}

function topmost(points: readonly Point2[]): Point2 | undefined {
  return points.reduce<Point2 | undefined>((top, p) => (top && top[1] <= p[1] ? top : p), undefined)
}

/** Key points get their names only when one is close. */
export const isNamed = ({ kind }: Annotation, view: Transform): boolean =>
  kind !== 'points' || view.scale >= CLOSE

/** The first of the topmost pixels. */
function topOfMask(mask: Mask): Point2 {
  const { starts, tops } = spansOf(mask)
  const first = tops.indexOf(0)
  const column = starts.findIndex((start) => start > first) - 1
  return [mask.x + Math.max(column, 0) + 0.5, mask.y]
}

/** Where the name of a shape belongs: the upper left corner of a box, the topmost vertex of anything else. */
export function anchorOf(record: Annotation, { minX, minY }: Bounds): Point2 {
  if (record.kind === 'rotated_box') {
    return topmost(cornersOf(record.data as RotatedBox)) ?? [minX, minY]
  }
  if (record.kind === 'ellipse') {
    return topmost(outlineOfEllipse(record.data as Ellipse)) ?? [minX, minY]
  }
  if (record.kind === 'cuboid2d') {
    return topmost(cornersOfCuboid2d(record.data as Cuboid2d)) ?? [minX, minY]
  }
  if (record.kind === 'mask') return topOfMask(record.data as Mask)
  if (record.kind === 'skeleton') {
    const joints = markedJoints(record.data as Skeleton).map(([, joint]) => placeOf(joint))
    return topmost(joints) ?? [minX, minY]
  }
  const points = (record.data as { points?: readonly Point2[] }).points
  return (points && topmost(points)) ?? [minX, minY]
}

const widths = new Map<string, number>()

function widthOf(context: Context, text: string): number {
  const known = widths.get(text) ?? Math.ceil(context.measureText(text).width)
  widths.set(text, known)
  return known
}

/** Where the tag goes: on the upper edge, or inside it when the shape touches the top of the stage. */
function place(context: Context, tag: NameTag, view: Transform): Bounds {
  const left = Math.round(tag.anchor[0] * view.scale + view.x) - 1
  const top = Math.round(tag.anchor[1] * view.scale + view.y)
  const above = top - HEIGHT
  const minY = above < 0 ? Math.max(top, 0) : above
  const minX = Math.max(left, 0)
  return { minX, minY, maxX: minX + widthOf(context, tag.text) + 2 * PAD, maxY: minY + HEIGHT }
}

function isRoomy({ bounds }: NameTag, view: Transform): boolean {
  const width = (bounds.maxX - bounds.minX) * view.scale
  const height = (bounds.maxY - bounds.minY) * view.scale
  return Math.max(width, height) >= LEAST
}

function paint(context: Context, tag: NameTag, at: Bounds): void {
  const { style } = tag
  const width = at.maxX - at.minX
  context.globalAlpha = tag.hollow ? 0.78 : 0.94
  context.fillStyle = tag.hollow ? '#101113' : style.stroke
  context.fillRect(at.minX, at.minY, width, HEIGHT)
  context.globalAlpha = 1
  context.fillStyle = tag.hollow ? '#ffffff' : style.ink
  context.fillText(tag.text, at.minX + PAD, at.minY + HEIGHT / 2 + 0.5)
  if (tag.hollow) {
    context.fillStyle = style.stroke
    context.fillRect(at.minX, at.minY, 2, HEIGHT)
  }
}

/** Paint as many tags as fit without covering each other; those first in the list go first. */
export function paintNames(context: Context, tags: readonly NameTag[], view: Transform): void {
  context.font = FONT
  context.textBaseline = 'middle'
  const taken: Bounds[] = []
  for (const tag of tags) {
    if (!isRoomy(tag, view)) continue
    const at = place(context, tag, view)
    if (taken.some((other) => overlaps(other, at))) continue
    taken.push(at)
    paint(context, tag, at)
  }
}
