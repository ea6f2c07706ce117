/** What a hand has painted, as few bytes: kept from the moment it is painted, until the labels that come of it are. Pure. */
import { changesSince, type FrameLabels, painted } from './labels'

/** Points of a frame that have one label now; null for those that have none any more. */
export interface Stroke {
  readonly frame: number
  readonly label: string | null
  readonly instance: number
  /** By their place at the source. */
  readonly points: Uint32Array
}

/** What was painted where labels have become others. */
export function strokesOf(
  frame: number,
  before: FrameLabels,
  after: FrameLabels,
): readonly Stroke[] {
  const changed = changesSince(after, before) ?? [after.values.map((_, n) => n)]
  const byValue = new Map<number, number[]>()
  for (const points of changed) {
    for (const point of points) {
      const value = after.values[point] as number
      if (value === before.values[point]) continue
      const known = byValue.get(value)
      if (known) known.push(point)
      else byValue.set(value, [point])
    }
  }
  return [...byValue].map(([value, points]) => ({
    frame,
    label: after.classes[(value & 0xffff) - 1] ?? null,
    instance: value >>> 16,
    points: Uint32Array.from(points),
  }))
}

/** The labels with strokes painted over them again; null when they are there already. */
export function repainted(labels: FrameLabels, strokes: readonly Stroke[]): FrameLabels | null {
  const over = () => true
  const after = strokes.reduce((now, one) => painted(now, { ...one, over }) ?? now, labels)
  return after === labels ? null : after
}

/** The length of the header, the header as JSON, then the points of all strokes. */
export function packStrokes(strokes: readonly Stroke[]): Uint8Array<ArrayBuffer> {
  const heads = strokes.map(({ points, ...head }) => ({ ...head, count: points.length }))
  const header = new TextEncoder().encode(JSON.stringify(heads))
  const start = 4 * Math.ceil(header.length / 4) + 4
  const count = strokes.reduce((sum, { points }) => sum + points.length, 0)
  const bytes = new Uint8Array(start + 4 * count)
  new Uint32Array(bytes.buffer, 0, 1)[0] = header.length
  bytes.set(header, 4)
  let at = start
  for (const { points } of strokes) {
    new Uint32Array(bytes.buffer, at, points.length).set(points)
    at += 4 * points.length
  }
  return bytes
}

export function readStrokes(bytes: Uint8Array<ArrayBuffer>): readonly Stroke[] {
  const file = bytes.slice()
  const [length = 0] = new Uint32Array(file.buffer, 0, 1)
  const heads: readonly (Omit<Stroke, 'points'> & { count: number })[] = JSON.parse(
    new TextDecoder().decode(file.subarray(4, 4 + length)),
  )
  let at = 4 * Math.ceil(length / 4) + 4
  return heads.map(({ count, ...head }) => {
    const points = new Uint32Array(file.buffer, at, count)
    at += 4 * count
    return { ...head, points }
  })
}
