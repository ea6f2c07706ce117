/** Classes and instances of all points of one frame, in the order of its source; docs/scenes.md has the bytes. Pure. */
import type { PointClass } from '../../../kinds'

const CLASS = 0xffff
export const MOST_INSTANCES = 0xffff

/** Values are k for `classes[k - 1]`, 0 for none, with the instance in the upper 16 bits. Never changed once made. */
export interface FrameLabels {
  readonly classes: readonly string[]
  readonly values: Uint32Array
}

export const unlabelled = (count: number): FrameLabels => ({
  classes: [],
  values: new Uint32Array(count),
})

/** What to make of which points. */
export interface Paint {
  /** Null takes labels away. */
  readonly label: string | null
  readonly instance: number
  /** By their place at the source. */
  readonly points: Uint32Array
  /** Whether points of a label, null for those without one, are painted over. */
  readonly over: (label: string | null) => boolean
}

/** What labels were made of, and which of their points are others since; forgotten with either. */
interface Step {
  readonly before: WeakRef<FrameLabels>
  readonly points: Uint32Array
}

const steps = new WeakMap<FrameLabels, Step>()

/** More steps back than this are not followed. */
const FOLLOWED = 64

/** The points in which labels may differ from others that they were made of, step by step; null where that is not known. */
export function changesSince(
  labels: FrameLabels,
  before: FrameLabels,
): readonly Uint32Array[] | null {
  const found: Uint32Array[] = []
  let at = labels
  while (at !== before) {
    const step = steps.get(at)
    const older = step?.before.deref()
    if (!step || !older || found.length === FOLLOWED) return null
    found.push(step.points)
    at = older
  }
  return found
}

/** The labels with points painted, or null when that changes nothing. */
export function painted(labels: FrameLabels, paint: Paint): FrameLabels | null {
  const known = paint.label === null ? 0 : labels.classes.indexOf(paint.label) + 1
  const isNew = paint.label !== null && known === 0
  const classes = isNew ? [...labels.classes, paint.label as string] : labels.classes
  const value = toValue(isNew ? classes.length : known, paint.instance)
  const allowed = allowedIn(labels, paint.over)
  let values: Uint32Array | null = null
  for (const point of paint.points) {
    const before = labels.values[point]
    if (before === undefined || before === value || !allowed[before & CLASS]) continue
    values ??= labels.values.slice()
    values[point] = value
  }
  if (!values) return null
  const next = { classes, values }
  steps.set(next, { before: new WeakRef(labels), points: paint.points })
  return next
}

const toValue = (index: number, instance: number): number =>
  index === 0 ? 0 : ((instance << 16) | index) >>> 0

/** 1 for each class, and for none, that may be painted over. */
function allowedIn({ classes }: FrameLabels, over: Paint['over']): Uint8Array {
  return Uint8Array.from([null, ...classes], (label) => (over(label) ? 1 : 0))
}

/** The label of a point and its instance; null for none. */
export function labelAt(
  { classes, values }: FrameLabels,
  point: number,
): { readonly label: string; readonly instance: number } | null {
  const value = values[point] ?? 0
  const label = classes[(value & CLASS) - 1]
  return label === undefined ? null : { label, instance: value >>> 16 }
}

export interface Sum extends PointClass {
  /** The highest number of an instance. */
  readonly last: number
}

const counted = new WeakMap<FrameLabels, readonly Sum[]>()

/** How many points and instances each class has, in the order of the classes; counted once. */
export function sums(labels: FrameLabels): readonly Sum[] {
  const known = counted.get(labels) ?? count(labels)
  counted.set(labels, known)
  return known
}

function count({ classes, values }: FrameLabels): readonly Sum[] {
  const points = new Uint32Array(classes.length + 1)
  const seen = classes.map(() => new Set<number>())
  let before = 0
  for (let n = 0; n < values.length; n++) {
    const value = values[n] as number
    points[value & CLASS] = (points[value & CLASS] as number) + 1
    // Neighbours at the source are mostly of one thing.
    if (value > CLASS && value !== before) seen[(value & CLASS) - 1]?.add(value >>> 16)
    before = value
  }
  return classes.map((label, i) => {
    const numbers = seen[i] ?? new Set()
    const last = numbers.size > 0 ? Math.max(...numbers) : 0
    return { label, points: points[i + 1] ?? 0, instances: numbers.size, last }
  })
}

/** Without the classes that no point has any more. */
export function compacted(labels: FrameLabels): FrameLabels {
  const kept = sums(labels).filter(({ points }) => points > 0)
  if (kept.length === labels.classes.length) return labels
  const classes = kept.map(({ label }) => label)
  const next = Uint32Array.from([0, ...labels.classes.map((label) => classes.indexOf(label) + 1)])
  const values = labels.values.map((value) => ((value & ~CLASS) | (next[value & CLASS] ?? 0)) >>> 0)
  return { classes, values }
}

type Bytes = Uint8Array<ArrayBuffer>

async function through(bytes: Bytes, stream: CompressionStream | DecompressionStream) {
  const out = new Blob([bytes]).stream().pipeThrough(stream)
  return new Uint8Array(await new Response(out).arrayBuffer())
}

/** The file of the values. The browser compresses beside the page, not in its way. */
export async function packLabels({ values }: FrameLabels): Promise<Bytes> {
  const { buffer, byteOffset, byteLength } = values
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)
  return through(bytes, new CompressionStream('deflate'))
}

/** Throws `labels-malformed` when the file holds anything but the values of `count` points. */
export async function readLabels(
  file: Bytes,
  count: number,
  classes: readonly string[],
): Promise<FrameLabels> {
  const bytes = await through(file, new DecompressionStream('deflate'))
  if (bytes.length !== 4 * count) throw new Error('labels-malformed')
  return { classes, values: new Uint32Array(bytes.buffer, bytes.byteOffset, count) }
}
