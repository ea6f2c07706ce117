/** The colour that the cameras saw where a point is. */
import type { Point3 } from '../../../kinds'
import type { Pose, SceneCamera } from './manifest'
import type { Packed } from './packed'
import { eachSeen } from './rays'

export interface Photo {
  readonly camera: SceneCamera
  readonly pose: Pose
  /** RGBA; may be smaller than the camera's picture. */
  readonly pixels: ImageData
}

/** Side of the cells in which only the nearest points are seen, in pixels of the camera. */
const CELL = 12
/** What is further behind the nearest than this is hidden by it: metres, and a share of the distance. */
const [BEHIND, SHARE] = [0.6, 0.03]

/** How near the nearest point is in each cell of the picture. */
function depths(frame: Packed, origin: Point3, { camera, pose }: Photo) {
  const columns = Math.ceil(camera.width / CELL)
  const cells = new Float32Array(columns * Math.ceil(camera.height / CELL)).fill(1e9)
  const cellOf = (u: number, v: number) => Math.floor(v / CELL) * columns + Math.floor(u / CELL)
  eachSeen(frame, origin, camera, pose, 1, (_, [u, v, depth]) => {
    const cell = cellOf(u, v)
    cells[cell] = Math.min(depth, cells[cell] as number)
  })
  return { cells, cellOf }
}

/** RGBA for every point of the frame; the last byte is 0 where no camera saw it. */
export function cameraColours(
  frame: Packed,
  origin: Point3,
  photos: readonly Photo[],
): Uint8Array<ArrayBuffer> {
  const colours = new Uint8Array(4 * frame.count)
  for (const photo of photos) {
    const { camera, pose, pixels } = photo
    const { cells, cellOf } = depths(frame, origin, photo)
    const scale = pixels.width / camera.width
    eachSeen(frame, origin, camera, pose, 1, (n, [u, v, depth]) => {
      const nearest = cells[cellOf(u, v)] as number
      if (depth > nearest * (1 + SHARE) + BEHIND) return
      const at = 4 * (Math.floor(v * scale) * pixels.width + Math.floor(u * scale))
      colours.set(pixels.data.subarray(at, at + 3), 4 * n)
      colours[4 * n + 3] = 255
    })
  }
  return colours
}
