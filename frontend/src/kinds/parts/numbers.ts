import type { Bounds, Extent, Point2 } from '../../core/geometry'
import type { Problem } from '../../core/kind'

/** The named fields of an unknown object if all of them are numbers, in order; null when malformed. */
export function numbersOf(data: unknown, names: readonly string[]): readonly number[] | null {
  if (typeof data !== 'object' || data === null) return null
  const fields = new Map(Object.entries(data))
  const values = names.map((name) => fields.get(name))
  const known = values.filter((value) => typeof value === 'number')
  return known.length === names.length && fields.size === names.length ? known : null
}

const isPoint = (value: unknown): value is Point2 =>
  Array.isArray(value) && value.length === 2 && value.every((n) => typeof n === 'number')

/** A list of [x, y] pairs; null when malformed. */
export function pointsOf(value: unknown): readonly Point2[] | null {
  return Array.isArray(value) && value.every(isPoint) ? value : null
}

export const allFinite = (points: readonly Point2[]): boolean =>
  points.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))

/** Slack for what arithmetic leaves behind, in pixels. */
const SLACK = 1e-6

export function outside(bounds: Bounds | null, extent: Extent | undefined): readonly Problem[] {
  if (!bounds || !extent) return []
  const inside =
    bounds.minX >= -SLACK &&
    bounds.minY >= -SLACK &&
    bounds.maxX <= extent.width + SLACK &&
    bounds.maxY <= extent.height + SLACK
  return inside ? [] : ['outside']
}
