/** The manifest of a scene as the server writes it; docs/scenes.md says what each field means. */
import type { Point3, Quaternion } from '../../../kinds'

/** Turns and moves coordinates of an inner frame into the outer one; metres, unit quaternion. */
export interface Pose extends Quaternion {
  readonly x: number
  readonly y: number
  readonly z: number
}

export interface SceneCamera {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly model: 'pinhole' | 'brown' | 'fisheye'
  /** Null with the others when nothing can be projected. */
  readonly fx: number | null
  readonly fy: number | null
  readonly cx: number | null
  readonly cy: number | null
  readonly distortion: readonly number[]
  readonly reach: number | null
}

export interface SceneFrame {
  readonly name: string
  /** Nanoseconds; null when the source has none. */
  readonly time: number | null
  /** Ego to world. */
  readonly ego: Pose
  readonly count: number
  readonly bounds: Box3
  readonly sweeps: readonly { readonly lidar: number; readonly pose: Pose }[]
  /** `pose` is camera to world; null for a camera without a calibration. */
  readonly images: readonly { readonly camera: number; readonly pose: Pose | null }[]
}

export interface Box3 {
  readonly min: Point3
  readonly max: Point3
}

export interface SceneManifest {
  readonly version: 1
  /** World coordinates of the scene frame's origin. */
  readonly origin: Point3
  readonly posed: boolean
  readonly bounds: Box3
  readonly intensity: { readonly low: number; readonly high: number } | null
  readonly cameras: readonly SceneCamera[]
  readonly frames: readonly SceneFrame[]
}

/** A manifest from JSON. Throws `scene-version` for one that this stage cannot read. */
export function readManifest(json: unknown): SceneManifest {
  const manifest = json as SceneManifest
  if (manifest?.version !== 1 || manifest.frames.length === 0) throw new Error('scene-version')
  return manifest
}
