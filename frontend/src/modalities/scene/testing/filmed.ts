/** A street that a camera sees. */
import type { Cuboid, Point3 } from '../../../kinds'
import type { Pose, SceneCamera } from '../data/manifest'
import { sceneOf } from '../state'
import { PictureView } from '../view/picture_view'
import { Bench, ORIGIN, record } from './hand'

const CAMERA: SceneCamera = {
  name: 'front',
  width: 800,
  height: 600,
  model: 'brown',
  fx: 400,
  fy: 400,
  cx: 399.5,
  cy: 299.5,
  distortion: [0.05, 0, 0.001, 0.001],
  reach: 2,
}
/** Above the sensor, looking ahead along x. */
const POSE: Pose = {
  x: ORIGIN[0],
  y: ORIGIN[1],
  z: ORIGIN[2] + 2.2,
  qw: 0.5,
  qx: -0.5,
  qy: 0.5,
  qz: -0.5,
}
export const CAR: Point3 = [12.25, 3.9, 0.8]
export const SIZE: Point3 = [4.5, 1.8, 1.6]

/** The street with a camera whose picture is as large as its place. */
export function filmed(
  boxes: readonly Cuboid[] = [],
  allowed?: readonly string[],
): { bench: Bench; view: PictureView } {
  const records = boxes.map((box, i) => record(`b${i}`, 'cuboid', box))
  const bench = new Bench(records, 3, allowed)
  const scene = sceneOf(bench.editor)
  const manifest = scene.manifest.peek()
  if (!manifest) throw new Error('no manifest')
  const frames = manifest.frames.map((frame) => ({ ...frame, images: [{ camera: 0, pose: POSE }] }))
  scene.manifest.value = { ...manifest, cameras: [CAMERA], frames }
  const view = new PictureView(scene, 0)
  view.rect = { x: 0, y: 0, width: 800, height: 600 }
  return { bench, view }
}
