import { defineKind } from '../core/registry'
import { isWhole } from './parts/keyframes'
import { NO_PLACE } from './parts/no_place'

export interface PointClass {
  readonly label: string
  readonly points: number
  readonly instances: number
}

/**
 * Classes and instances of all points of one frame; the labels are a file that `blob` names (docs/scenes.md).
 * A point's value is k for `classes[k - 1]` in its lower 16 bits, 0 for none, and its instance in the upper ones.
 */
export interface PointLabels {
  readonly frame: number
  /** SHA-256 of the file. */
  readonly blob: string
  /** Points of the frame at its source. */
  readonly count: number
  readonly classes: readonly PointClass[]
}

const MOST = 0xffff
const MOST_POINTS = 2 ** 32 - 1
const hasKeys = (value: object, keys: readonly string[]): boolean =>
  Object.keys(value).length === keys.length && keys.every((key) => key in value)

function isClass(value: unknown, count: number): value is PointClass {
  if (typeof value !== 'object' || value === null) return false
  if (!hasKeys(value, ['label', 'points', 'instances'])) return false
  const { label, points, instances } = value as { [key: string]: unknown }
  const named = typeof label === 'string' && label.length > 0 && label.length <= 100
  return named && isWhole(points, count) && isWhole(instances, MOST)
}

function isSound(data: unknown): data is PointLabels {
  if (typeof data !== 'object' || data === null) return false
  if (!hasKeys(data, ['frame', 'blob', 'count', 'classes'])) return false
  const { frame, blob, count, classes } = data as { [key: string]: unknown }
  if (!isWhole(frame) || !isWhole(count, MOST_POINTS) || !Array.isArray(classes)) return false
  if (typeof blob !== 'string' || !/^[0-9a-f]{64}$/.test(blob) || classes.length > MOST)
    return false
  if (!classes.every((each) => isClass(each, count))) return false
  const labels = new Set(classes.map(({ label }) => label))
  return (
    labels.size === classes.length && classes.reduce((sum, each) => sum + each.points, 0) <= count
  )
}

const labelsOf = ({ classes }: PointLabels): string => JSON.stringify(classes.map((c) => c.label))

export const pointLabels = defineKind<PointLabels>({
  id: 'point_labels',
  ...NO_PLACE,
  labelled: false,
  validate: (data) => (isSound(data) ? [] : ['malformed']),
  similarity: (a, b) =>
    a.frame === b.frame && a.blob === b.blob && labelsOf(a) === labelsOf(b) ? 1 : 0,
  relabelled: (data, labelOf) => ({
    ...data,
    classes: data.classes.map((one) => ({ ...one, label: labelOf(one.label) })),
  }),
  uses: ({ data }) => data.classes.map(({ label }) => ({ label, kind: 'point_labels' })),
})
