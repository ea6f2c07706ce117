/** Points of a frame as a camera sees them. */
import type { Point3 } from '../../../kinds'
import type { Pose, SceneCamera } from './manifest'
import type { Packed } from './packed'
import { type Pixel, pixelOf } from './projection'

/** Rows of the matrix that turns a world direction into the camera's axes. */
function rowsOf({ qw: w, qx: x, qy: y, qz: z }: Pose): readonly number[] {
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y + w * z),
    2 * (x * z - w * y),
    2 * (x * y - w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z + w * x),
    2 * (x * z + w * y),
    2 * (y * z - w * x),
    1 - 2 * (x * x + y * y),
  ]
}

/** Of what lies further to the side of an ordinary lens than this many times its distance nothing is seen. */
const WIDEST = 4

/**
 * Call `seen` with every point that falls into the picture. `origin` is that of the scene frame; of each chunk only
 * the first `share` is looked at, which is a fair sample.
 */
export function eachSeen(
  frame: Packed,
  origin: Point3,
  camera: SceneCamera,
  pose: Pose,
  share: number,
  seen: (point: number, pixel: Pixel) => void,
): void {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = rowsOf(pose)
  const at = frame.positions
  const [ox, oy, oz] = [origin[0] - pose.x, origin[1] - pose.y, origin[2] - pose.z]
  const isFisheye = camera.model === 'fisheye'
  for (const { first, count } of frame.chunks) {
    const end = first + Math.ceil(count * share)
    for (let n = first; n < end; n++) {
      const x = (at[3 * n] as number) + ox
      const y = (at[3 * n + 1] as number) + oy
      const z = (at[3 * n + 2] as number) + oz
      const depth = g * x + h * y + i * z
      const side = a * x + b * y + c * z
      if (!isFisheye && (depth <= 0 || Math.abs(side) > WIDEST * depth)) continue
      const pixel = pixelOf(camera, [side, d * x + e * y + f * z, depth])
      if (pixel && isIn(camera, pixel)) seen(n, pixel)
    }
  }
}

const isIn = ({ width, height }: SceneCamera, [u, v]: Pixel): boolean =>
  u >= 0 && v >= 0 && u < width && v < height
