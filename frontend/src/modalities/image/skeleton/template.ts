/** What a template makes of skeletons. Pure. */
import { type Bounds, boundsOf, type Point2 } from '../../../core/geometry'
import type { SkeletonTemplate } from '../../../core/schema'
import {
  type Joint,
  type Joints,
  markedJoints,
  placeOf,
  type Skeleton,
} from '../../../kinds/skeleton'

const placesIn = ({ points }: SkeletonTemplate): readonly Point2[] =>
  points.map(({ x, y }) => [x, y])

/** From `from` to `to` by stretching along both axes; what has no extent lies in the middle. */
function fitted(from: Bounds, to: Bounds): (p: Point2) => Point2 {
  const along = (low: number, high: number, start: number, end: number) => (value: number) =>
    high > low ? start + ((value - low) / (high - low)) * (end - start) : (start + end) / 2
  const onX = along(from.minX, from.maxX, to.minX, to.maxX)
  const onY = along(from.minY, from.maxY, to.minY, to.maxY)
  return ([x, y]) => [onX(x), onY(y)]
}

/** The whole drawing, fitted into a rectangle of the image; every point is seen. */
export function placed(template: SkeletonTemplate, into: Bounds): Skeleton {
  const bounds = boundsOf(placesIn(template))
  if (!bounds) return { points: {} }
  const move = fitted(bounds, into)
  return {
    points: Object.fromEntries(
      template.points.map(({ key, x, y }): [string, Joint] => [key, [...move([x, y]), 2]]),
    ),
  }
}

export const missingIn = ({ points }: SkeletonTemplate, data: Skeleton): readonly string[] =>
  points.flatMap(({ key }) => (key in data.points ? [] : [key]))

/** With the points that it lacks, not labelled yet, where the drawing has them beside those that are known. */
export function completed(template: SkeletonTemplate, data: Skeleton): Skeleton {
  const known = new Map(markedJoints(data))
  const shared = template.points.flatMap(({ key, x, y }): { drawn: Point2; at: Point2 }[] => {
    const joint = known.get(key)
    return joint ? [{ drawn: [x, y], at: placeOf(joint) }] : []
  })
  const from = boundsOf(shared.map(({ drawn }) => drawn))
  const to = boundsOf(shared.map(({ at }) => at))
  const move = from && to ? fitted(from, to) : (p: Point2) => p
  const missing = new Set(missingIn(template, data))
  const added = template.points.flatMap(({ key, x, y }): [string, Joint][] =>
    missing.has(key) ? [[key, [...move([x, y]), 0]]] : [],
  )
  return { points: { ...data.points, ...Object.fromEntries(added) } }
}

/** Left is right: the points of each mirror pair change their names. */
export function swapped(template: SkeletonTemplate, data: Skeleton): Skeleton {
  const partner = new Map(template.mirror.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
  const points: Joints = Object.fromEntries(
    Object.entries(data.points).map(([key, joint]) => [partner.get(key) ?? key, joint]),
  )
  return { points }
}
