/**
 * A box around the thing at a place: its points stand together above the ground, a rectangle is laid around them by
 * search over the angle (Zhang, Xu, Dong and Dolan, "Efficient L-shape fitting for vehicle detection using laser
 * scanners", 2017), and what the sensor could not see is filled up to the usual size of the class, away from it.
 */
import { type Cuboid, cuboidOf, type Point3 } from '../../../kinds'
import { fromYaw } from '../../../kinds/parts/space'
import { type Cluster, clusterAt } from './cluster'
import { groundAround, heightOf, type Plane } from './ground'
import type { Packed } from './packed'
import { likelySize } from './sizes'

export interface FitOptions {
  /** Where the lidar was, scene frame. */
  readonly sensor: Point3
  /** Usual length, width and height of what is looked for; null guesses a class. */
  readonly size: Point3 | null
  /** Where it probably heads, radians: decides between front and rear. */
  readonly heading: number
  /** The thing is known to have just this size and to head about there: it is only put in its place. */
  readonly exact?: boolean
}

const DEGREE = Math.PI / 180
const STEP = 1.5 * DEGREE
const QUARTER = [0, Math.PI / 2] as const
/** A known thing has not turned further than this. */
const SWING = 20 * DEGREE
/** Points that the search over the angle looks at. */
const SAMPLE = 400
/** A distance from the edge counts as no less than this, in metres. */
const NEAR = 0.1
/** Weight of being larger than the class against hugging the points. */
const LARGER = 2
const FEWEST = 4
/** What is seen longer than so many usual widths is no width. */
const BROAD = 1.35
/** Without a class nothing larger is looked for, in metres. */
const REACH = 8
const CEILING = 3.8
/** Share of the points that may stick out on each side. */
const STRAY = 0.01

interface Rectangle {
  readonly angle: number
  /** Least and greatest along the angle, then across it. */
  readonly along: readonly [number, number]
  readonly across: readonly [number, number]
}

function sampled({ x, y }: Cluster): Float64Array {
  const every = Math.max(1, Math.floor(x.length / SAMPLE))
  const out: number[] = []
  for (let i = 0; i < x.length; i += every) out.push(x[i] ?? 0, y[i] ?? 0)
  return Float64Array.from(out)
}

function rangeOf(values: Float64Array, stray: number): readonly [number, number] {
  const sorted = values.slice().sort()
  const cut = Math.floor(sorted.length * stray)
  return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0]
}

/** Projections of points (x, y, x, y ...) on the direction of an angle. */
function projected(points: Float64Array, angle: number): Float64Array {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const out = new Float64Array(points.length / 2)
  for (let i = 0; i < out.length; i++) {
    out[i] = (points[2 * i] ?? 0) * cos + (points[2 * i + 1] ?? 0) * sin
  }
  return out
}

const rectangle = (points: Float64Array, angle: number, stray: number): Rectangle => ({
  angle,
  along: rangeOf(projected(points, angle), stray),
  across: rangeOf(projected(points, angle + Math.PI / 2), stray),
})

const span = ([low, high]: readonly [number, number]): number => high - low

/** How near the points lie to the sides: 1 for all of them on a side. */
function closeness(points: Float64Array, { angle, along, across }: Rectangle): number {
  const u = projected(points, angle)
  const v = projected(points, angle + Math.PI / 2)
  let sum = 0
  for (let i = 0; i < u.length; i++) {
    const du = Math.min((u[i] ?? 0) - along[0], along[1] - (u[i] ?? 0))
    const dv = Math.min((v[i] ?? 0) - across[0], across[1] - (v[i] ?? 0))
    sum += NEAR / Math.max(Math.min(du, dv), NEAR)
  }
  return sum / u.length
}

const excess = (seen: number, usual: number): number => Math.max(0, Math.log(seen / usual))

/** By how much a rectangle is larger than the class, the long side taken for its length or its width. */
function oversize({ along, across }: Rectangle, [length, width]: Point3): number {
  const [u, v] = [span(along), span(across)]
  return Math.min(excess(u, length) + excess(v, width), excess(v, length) + excess(u, width))
}

function bestAngle(
  points: Float64Array,
  size: Point3 | null,
  [first, last]: readonly [number, number],
): Rectangle {
  let best = rectangle(points, first, STRAY)
  let most = Number.NEGATIVE_INFINITY
  for (let angle = first; angle < last; angle += STEP) {
    const tried = rectangle(points, angle, STRAY)
    const score = closeness(points, tried) - (size ? LARGER * oversize(tried, size) : 0)
    if (score > most) {
      most = score
      best = tried
    }
  }
  return best
}

/**
 * The rectangle with the thing's length along its angle. The longer side that is seen may be the width: a car from
 * behind shows nothing else.
 */
function lengthwise(found: Rectangle, [length, width]: Point3): Rectangle {
  const [u, v] = [span(found.along), span(found.across)]
  const isLength = length < width || Math.max(u, v) > Math.min(BROAD * width, length)
  if (isLength === u >= v) return found
  const [low, high] = found.along
  return { angle: found.angle + Math.PI / 2, along: found.across, across: [-high, -low] }
}

/**
 * A side of the usual length: what is missing is put on away from the sensor, or both ways where the sensor looks
 * straight at it. What is too much is cut off alike, when the size is known.
 */
function grown(
  [low, high]: readonly [number, number],
  usual: number,
  sensor: number,
  exact: boolean,
): readonly [number, number] {
  const missing = usual - (high - low)
  if (missing <= 0 && !exact) return [low, high]
  if (sensor < low) return [low, high + missing]
  if (sensor > high) return [low - missing, high]
  return [low - missing / 2, high + missing / 2]
}

/** The same axis, with the end in front that lies nearer to where it probably heads. */
function headed(angle: number, heading: number): number {
  return Math.cos(angle - heading) < 0 ? angle + Math.PI : angle
}

function boxOf(
  cluster: Cluster,
  place: Point3,
  ground: Plane,
  found: Rectangle,
  size: Point3,
  options: FitOptions,
): Cuboid {
  const [cos, sin] = [Math.cos(found.angle), Math.sin(found.angle)]
  const { exact = false } = options
  const [sx, sy] = [options.sensor[0] - place[0], options.sensor[1] - place[1]]
  const along = grown(found.along, size[0], sx * cos + sy * sin, exact)
  const across = grown(found.across, size[1], sy * cos - sx * sin, exact)
  const [u, v] = [(along[0] + along[1]) / 2, (across[0] + across[1]) / 2]
  const [x, y] = [u * cos - v * sin, u * sin + v * cos]
  const top = rangeOf(cluster.height, STRAY / 2)[1]
  // A thing that is hidden below or above still has its height.
  const height = exact || top < 0.7 * size[2] ? size[2] : Math.max(top, 0.1)
  const centre: Point3 = [place[0] + x, place[1] + y, heightOf(ground, x, y) + height / 2]
  const turn = fromYaw(headed(found.angle, options.heading))
  return cuboidOf(centre, [span(along), span(across), height], turn)
}

/** Gap that still holds a thing together: beams spread with the distance. */
const gapAt = (range: number): number => 0.4 + 0.006 * range

/** The box of the thing at a place of the scene frame; null when nothing stands there. */
export function fitAt(frame: Packed, place: Point3, options: FitOptions): Cuboid | null {
  const { sensor, size, heading, exact } = options
  const reach = size ? Math.max(2.5, 1.3 * size[0]) : REACH
  const ground = groundAround(frame, place[0], place[1], Math.max(reach, REACH))
  if (!ground) return null
  const range = Math.hypot(sensor[0] - place[0], sensor[1] - place[1])
  const ceiling = size ? 1.3 * size[2] + 0.3 : CEILING
  const cluster = clusterAt(frame, place, { ground, reach, ceiling, gap: gapAt(range) })
  if (!cluster || cluster.x.length < FEWEST) return null
  const points = sampled(cluster)
  const angles = exact ? ([heading - SWING, heading + SWING] as const) : QUARTER
  const first = bestAngle(points, size, angles)
  const top = rangeOf(cluster.height, STRAY / 2)[1]
  const [u, v] = [span(first.along), span(first.across)]
  const usual = size ?? likelySize(Math.max(u, v), Math.min(u, v), top)
  const found = exact ? first : lengthwise(first, usual)
  return boxOf(cluster, place, ground, found, usual, options)
}
