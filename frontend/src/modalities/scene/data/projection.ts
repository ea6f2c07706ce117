/** From the world into the pixels of a camera: pinhole, Brown-Conrady, OpenCV fisheye. */
import type { Point3 } from '../../../kinds'
import { conjugate, minus, turned } from '../../../kinds/parts/space'
import type { Pose, SceneCamera } from './manifest'

/** Pixels and the depth along the optical axis in metres. */
export type Pixel = readonly [u: number, v: number, depth: number]

/** Nothing nearer to the camera than this is projected. */
const NEAR = 0.1

type Plane = readonly [number, number] | null

function brown(camera: SceneCamera, x: number, y: number): Plane {
  const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, k3 = 0, k4 = 0, k5 = 0, k6 = 0] = camera.distortion
  const r2 = x * x + y * y
  if (camera.reach !== null && r2 > camera.reach * camera.reach) return null
  const d = (1 + r2 * (k1 + r2 * (k2 + r2 * k3))) / (1 + r2 * (k4 + r2 * (k5 + r2 * k6)))
  return [
    d * x + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
    d * y + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
  ]
}

function fisheye(camera: SceneCamera, [x, y, z]: Point3): Plane {
  const [k1 = 0, k2 = 0, k3 = 0, k4 = 0] = camera.distortion
  const off = Math.hypot(x, y)
  const theta = Math.atan2(off, z)
  if (theta > (camera.reach ?? Math.PI / 2)) return null
  const t2 = theta * theta
  const bent = theta * (1 + t2 * (k1 + t2 * (k2 + t2 * (k3 + t2 * k4))))
  return off < 1e-9 ? [0, 0] : [(bent * x) / off, (bent * y) / off]
}

function onPlane(camera: SceneCamera, p: Point3): Plane {
  if (camera.model === 'fisheye') return fisheye(camera, p)
  if (p[2] <= NEAR) return null
  const x = p[0] / p[2]
  const y = p[1] / p[2]
  return camera.model === 'brown' ? brown(camera, x, y) : [x, y]
}

/** A point of the camera's own frame in its picture; null where the camera does not see. */
export function pixelOf(camera: SceneCamera, p: Point3): Pixel | null {
  const { fx, fy, cx, cy } = camera
  if (fx === null || fy === null || cx === null || cy === null) return null
  const plane = onPlane(camera, p)
  return plane && [fx * plane[0] + cx + 0.5, fy * plane[1] + cy + 0.5, p[2]]
}

/** A world point in the camera's own frame. */
export const toCamera = (pose: Pose, p: Point3): Point3 =>
  turned(conjugate(pose), minus(p, [pose.x, pose.y, pose.z]))

/** Pieces that a straight edge is drawn in, because a lens bends it. */
const PIECES = 12

/** The edge between two world points as lines in the picture; what the camera does not see is left out. */
export function edgeInPicture(
  camera: SceneCamera,
  pose: Pose,
  a: Point3,
  b: Point3,
): readonly (readonly Pixel[])[] {
  const from = toCamera(pose, a)
  const to = toCamera(pose, b)
  const lines: Pixel[][] = []
  let open: Pixel[] | null = null
  for (let i = 0; i <= PIECES; i++) {
    const t = i / PIECES
    const at: Point3 = [
      from[0] + (to[0] - from[0]) * t,
      from[1] + (to[1] - from[1]) * t,
      from[2] + (to[2] - from[2]) * t,
    ]
    const pixel = pixelOf(camera, at)
    if (!pixel) open = null
    else if (open) open.push(pixel)
    else {
      open = [pixel]
      lines.push(open)
    }
  }
  return lines.filter((line) => line.length > 1)
}

/** Rounds in which a bend is taken back; each one halves what is left at least. */
const UNBENDING = 20

/** x and y at distance 1 along the optical axis that a lens bends to a place of its plane. */
function unbent(camera: SceneCamera, [u, v]: readonly [number, number]): readonly [number, number] {
  let [x, y] = [u, v]
  for (let round = 0; round < UNBENDING; round++) {
    const bent = brown({ ...camera, reach: null }, x, y) ?? [x, y]
    x += u - bent[0]
    y += v - bent[1]
  }
  return [x, y]
}

/** The angle to the optical axis that a fisheye puts so far from its middle, by Newton. */
function angleOf({ distortion }: SceneCamera, off: number): number {
  const [k1 = 0, k2 = 0, k3 = 0, k4 = 0] = distortion
  let theta = Math.min(off, Math.PI / 2)
  for (let round = 0; round < UNBENDING; round++) {
    const t2 = theta * theta
    const bent = theta * (1 + t2 * (k1 + t2 * (k2 + t2 * (k3 + t2 * k4))))
    const slope = 1 + t2 * (3 * k1 + t2 * (5 * k2 + t2 * (7 * k3 + t2 * 9 * k4)))
    theta -= (bent - off) / (Math.abs(slope) > 1e-6 ? slope : 1)
  }
  return theta
}

/** The unit direction, in the camera's own frame, of what it sees at a pixel; null without a calibration. */
export function directionOf(camera: SceneCamera, [u, v]: readonly [number, number]): Point3 | null {
  const { fx, fy, cx, cy } = camera
  if (fx === null || fy === null || cx === null || cy === null) return null
  const on = [(u - 0.5 - cx) / fx, (v - 0.5 - cy) / fy] as const
  if (camera.model === 'fisheye') {
    const off = Math.hypot(...on)
    const theta = angleOf(camera, off)
    const by = off < 1e-9 ? 0 : Math.sin(theta) / off
    return [on[0] * by, on[1] * by, Math.cos(theta)]
  }
  const [x, y] = camera.model === 'brown' ? unbent(camera, on) : on
  const by = 1 / Math.hypot(x, y, 1)
  return [x * by, y * by, by]
}
