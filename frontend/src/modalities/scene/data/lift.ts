/**
 * From a rectangle in a picture to a box in space: of the points that the camera sees there, those that stand together
 * nearest to it; the box that is fitted to them must fill the rectangle again. And back: what a box takes up in a picture.
 */
import { type Cuboid, cornersOfCuboid, type Point3 } from '../../../kinds'
import type { Rect } from '../view/views'
import { EDGES } from './edges'
import { type FitOptions, fitAt } from './fit'
import type { Pose, SceneCamera } from './manifest'
import type { Packed } from './packed'
import { edgeInPicture, type Pixel } from './projection'
import { eachSeen } from './rays'

export interface Shot {
  readonly camera: SceneCamera
  /** Camera to world. */
  readonly pose: Pose
  /** World coordinates of the scene frame's origin. */
  readonly origin: Point3
}

/** Edges of a rectangle see more of what stands behind: only its inner part is asked first. */
const INNER = 0.8
/** A gap in depth wider than this, or this share of the depth, parts two things. */
const [GAP, SHARE] = [0.7, 0.04]
/** What fewer points than this share of the largest have is a stray. */
const STRAY = 0.08
const FEWEST = 4
/** Things looked at, the nearest first, and how much of the rectangle the box must fill. */
const TRIED = 4
const LEAST = 0.2

interface Seen {
  readonly point: number
  readonly depth: number
}

function seenIn(points: Packed, { camera, pose, origin }: Shot, rect: Rect): readonly Seen[] {
  const [cx, cy] = [rect.x + rect.width / 2, rect.y + rect.height / 2]
  const [rx, ry] = [(rect.width / 2) * INNER, (rect.height / 2) * INNER]
  const found: Seen[] = []
  eachSeen(points, origin, camera, pose, 1, (point, [u, v, depth]) => {
    if (Math.abs(u - cx) > rx || Math.abs(v - cy) > ry || points.isGround(point)) return
    found.push({ point, depth })
  })
  return found.sort((a, b) => a.depth - b.depth)
}

/** Runs of points without a gap in depth, the nearest first. */
function things(sorted: readonly Seen[]): readonly (readonly Seen[])[] {
  const runs: Seen[][] = []
  let before = Number.NEGATIVE_INFINITY
  for (const one of sorted) {
    if (one.depth - before > Math.max(GAP, SHARE * one.depth)) runs.push([])
    runs.at(-1)?.push(one)
    before = one.depth
  }
  const most = Math.max(0, ...runs.map((run) => run.length))
  return runs.filter((run) => run.length >= Math.max(FEWEST, STRAY * most)).slice(0, TRIED)
}

/** The point in the middle of a thing: half of the others are left of it, half are nearer. */
function middle(points: Packed, run: readonly Seen[]): Point3 {
  const median = (k: number): number => {
    const values = run
      .map(({ point }) => points.positions[3 * point + k] ?? 0)
      .sort((a, b) => a - b)
    return values[values.length >> 1] ?? 0
  }
  return [median(0), median(1), median(2)]
}

/** How much of both rectangles they share. */
function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  if (width <= 0 || height <= 0) return 0
  const shared = width * height
  return shared / (a.width * a.height + b.width * b.height - shared)
}

/** The box (scene frame) of the thing in a rectangle of a picture, in pixels of the camera; null when none is found. */
export function lifted(points: Packed, shot: Shot, rect: Rect, options: FitOptions): Cuboid | null {
  let best: Cuboid | null = null
  let most = LEAST
  for (const run of things(seenIn(points, shot, rect))) {
    const box = fitAt(points, middle(points, run), options)
    const seen = box && pictured(shot, box)
    const fill = seen ? overlap(seen, rect) : 0
    if (fill <= most) continue
    most = fill
    best = box
  }
  return best
}

/** What a box of the scene frame takes up in a picture, in pixels of the camera; null where it is not seen. */
export function pictured({ camera, pose, origin }: Shot, box: Cuboid): Rect | null {
  const corners = cornersOfCuboid({
    ...box,
    x: box.x + origin[0],
    y: box.y + origin[1],
    z: box.z + origin[2],
  })
  const pixels = EDGES.flatMap(([i, k]): readonly Pixel[] => {
    const [a, b] = [corners[i], corners[k]]
    return a && b ? edgeInPicture(camera, pose, a, b).flat() : []
  })
  if (pixels.length === 0) return null
  const within = (value: number, most: number) => Math.min(most, Math.max(0, value))
  const us = pixels.map(([u]) => within(u, camera.width))
  const vs = pixels.map(([, v]) => within(v, camera.height))
  const [x, y] = [Math.min(...us), Math.min(...vs)]
  const [width, height] = [Math.max(...us) - x, Math.max(...vs) - y]
  return width >= 1 && height >= 1 ? { x, y, width, height } : null
}
