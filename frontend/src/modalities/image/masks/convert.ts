import { labelFor } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import { boundsOf, type Point2, signedArea } from '../../../core/geometry'
import { idBeside, newId } from '../../../core/ids'
import type { Annotation } from '../../../core/patch'
import { findLabel } from '../../../core/schema'
import { editableSelection, hasEditable } from '../../../core/selection'
import type { Transaction } from '../../../core/transaction'
import { type Box, boxOf } from '../../../kinds/box'
import { type Cuboid2d, cornersOfCuboid2d } from '../../../kinds/cuboid2d'
import { type Ellipse, outlineOfEllipse } from '../../../kinds/ellipse'
import { bitmapOf, type Mask, mask, maskOf } from '../../../kinds/mask'
import { blank } from '../../../kinds/parts/bitmap'
import { hullOf } from '../../../kinds/parts/hull'
import { outlinesOf, simplified } from '../../../kinds/parts/outlines'
import type { Polygon } from '../../../kinds/polygon'
import type { Polyline } from '../../../kinds/polyline'
import { cornersOf, type RotatedBox } from '../../../kinds/rotated_box'
import { ellipseIn, ellipseLike, rectangleAround } from '../shapes/ellipses'
import { putMask } from './neighbours'
import { fillRings } from './spans'

/** How far a polygon may leave the edges of the mask's pixels, as the server has it. */
const TOLERANCE = 0.75
/** Pieces with fewer pixels make no polygon. */
const LEAST_AREA = 2

type Rings = readonly (readonly Point2[])[]

function ringsOf({ kind, data }: Annotation): Rings | null {
  switch (kind) {
    case 'polygon':
      return [(data as Polygon).points, ...(data as Polygon).holes]
    case 'rotated_box':
      return [cornersOf(data as RotatedBox)]
    case 'ellipse':
      return [outlineOfEllipse(data as Ellipse)]
    case 'cuboid2d':
      return [hullOf(cornersOfCuboid2d(data as Cuboid2d))]
    case 'mask':
      return largestOf(polygonsOfMask(data as Mask))
    case 'box': {
      const { x, y, width, height } = data as Box
      return [
        [
          [x, y],
          [x + width, y],
          [x + width, y + height],
          [x, y + height],
        ],
      ]
    }
    default:
      return null
  }
}

/** The largest of several areas first. */
function bySize(polygons: readonly Polygon[]): readonly Polygon[] {
  const sized = polygons.map((one) => ({ one, area: Math.abs(signedArea(one.points)) }))
  return sized.sort((a, b) => b.area - a.area).map(({ one }) => one)
}

function largestOf(polygons: readonly Polygon[]): Rings | null {
  const [largest] = bySize(polygons)
  return largest ? [largest.points, ...largest.holes] : null
}

/** The pixels whose centres lie inside the rings; null for none. */
export function maskOfRings(rings: Rings): Mask | null {
  const bounds = boundsOf(rings.flat())
  if (!bounds) return null
  const bitmap = blank(bounds)
  fillRings(rings, (column, top, bottom) => {
    const base = (column - bitmap.x) * bitmap.height - bitmap.y
    bitmap.bits.fill(1, base + top, base + bottom)
  })
  return maskOf(bitmap)
}

/** The polygons along the edges of a mask. */
export function polygonsOfMask(mask: Mask): readonly Polygon[] {
  return outlinesOf(bitmapOf(mask)).flatMap(({ ring, holes }): Polygon[] => {
    const points = simplified(ring, TOLERANCE)
    const area = boundsOf(points)
    if (!area || (area.maxX - area.minX) * (area.maxY - area.minY) < LEAST_AREA) return []
    return [{ points, holes: holes.map((hole) => simplified(hole, TOLERANCE)) }]
  })
}

type Convert = (record: Annotation, editor: Editor) => readonly unknown[]

const toMask: Convert = (record) => {
  const rings = ringsOf(record)
  const made = rings && maskOfRings(rings)
  return made ? [made] : []
}

const toPolygons: Convert = (record) => {
  if (record.kind === 'mask') return bySize(polygonsOfMask(record.data as Mask))
  if (record.kind === 'polyline') {
    const { points } = record.data as Polyline
    return points.length >= 3 ? [{ points, holes: [] }] : []
  }
  const [points] = ringsOf(record) ?? []
  return points ? [{ points, holes: [] }] : []
}

/** Round about: it ends where it begins. */
const toPolyline: Convert = ({ data }) => {
  const { points } = data as Polygon
  const [first] = points
  return first ? [{ points: [...points, first] }] : []
}

const toBox: Convert = (record, editor) => {
  const bounds = editor.kindOf(record)?.bounds(record.data)
  return bounds ? [boxOf(bounds)] : []
}

const found = (made: unknown): readonly unknown[] => (made ? [made] : [])

const toEllipse: Convert = (record, editor) => {
  if (record.kind === 'rotated_box') return [record.data]
  const bounds = editor.kindOf(record)?.bounds(record.data)
  if (record.kind === 'box') return bounds ? [ellipseIn(bounds)] : []
  return found(ellipseLike(ringsOf(record) ?? []))
}

const toRotatedBox: Convert = (record) => {
  if (record.kind === 'ellipse') return [record.data]
  const { points } = record.data as { points?: readonly Point2[] }
  return found(rectangleAround(ringsOf(record)?.[0] ?? points ?? []))
}

export interface Conversion {
  readonly to: string
  readonly icon: string
  readonly from: readonly string[]
  readonly convert: Convert
}

const AREAS = ['box', 'rotated_box', 'polygon', 'mask', 'ellipse', 'cuboid2d']

const from = (kinds: readonly string[], to: string) => kinds.filter((kind) => kind !== to)

export const CONVERSIONS: readonly Conversion[] = [
  { to: 'mask', icon: 'brush', from: from(AREAS, 'mask'), convert: toMask },
  {
    to: 'polygon',
    icon: 'polygon',
    from: [...from(AREAS, 'polygon'), 'polyline'],
    convert: toPolygons,
  },
  { to: 'polyline', icon: 'line', from: ['polygon'], convert: toPolyline },
  {
    to: 'box',
    icon: 'rectangle',
    from: [...from(AREAS, 'box'), 'polyline', 'points', 'skeleton'],
    convert: toBox,
  },
  {
    to: 'rotated_box',
    icon: 'rotate-rectangle',
    from: [...from(AREAS, 'rotated_box'), 'polyline'],
    convert: toRotatedBox,
  },
  { to: 'ellipse', icon: 'oval', from: from(AREAS, 'ellipse'), convert: toEllipse },
]

/** Selected shapes of which this kind can be made, and whose label allows it. */
function convertible(editor: Editor, { to, from }: Conversion): readonly Annotation[] {
  return editableSelection(editor).filter((record) => {
    const label = findLabel(editor.schema.value, record.label)
    return from.includes(record.kind) && label?.kinds.includes(to)
  })
}

export function canConvert(editor: Editor, conversion: Conversion): true | string {
  const editable = hasEditable(editor)
  if (editable !== true) return editable
  if (convertible(editor, conversion).length > 0) return true
  return labelFor(editor, conversion.to) ? 'image:reason.cannot-convert' : 'kind-not-in-schema'
}

/** Put what was made of a record in its place; answers what there is then. */
function replace(
  editor: Editor,
  tx: Transaction,
  record: Annotation,
  to: string,
  [first, ...more]: readonly unknown[],
): readonly string[] {
  if (first === undefined) return []
  if (to === mask.id) {
    return putMask(editor, tx, record, bitmapOf(first as Mask)) ? [record.id] : []
  }
  const group = record.group ?? (more.length > 0 ? newId() : null)
  const made = { ...record, kind: to, data: first, group }
  const parts = more.map((data) => ({ ...made, id: idBeside(record.id), data }))
  tx.update(record.id, () => made)
  for (const part of parts) tx.put(part)
  return [record.id, ...parts.map(({ id }) => id)]
}

/**
 * The selected shapes as another kind. Each stays the object that it was, with its relations and findings; where
 * it falls into parts, the largest does, and all are a group.
 */
export function convert(editor: Editor, conversion: Conversion): void {
  const { to } = conversion
  const selected: string[] = []
  editor.edit(`image:edit.to-${to}`, (tx) => {
    for (const record of convertible(editor, conversion)) {
      selected.push(...replace(editor, tx, record, to, conversion.convert(record, editor)))
    }
  })
  if (selected.length > 0) editor.select(selected)
}
