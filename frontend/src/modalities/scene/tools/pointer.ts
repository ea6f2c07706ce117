import type { Point2 } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import type { Ray, View } from '../view/views'

/** A pointer over one of the stage's views. `at` is on the ground, in the world. */
export interface ScenePointer extends Pointer {
  readonly view: View
  /** CSS pixels of the stage. */
  readonly pixel: Point2
  /** Scene frame. */
  readonly ray: Ray
}

/** Hit distance in CSS pixels. */
export const REACH = 7

/** The pointer if it comes from a view of the scene. */
export const inScene = (p: Pointer): ScenePointer | null =>
  'view' in p && 'ray' in p ? (p as ScenePointer) : null
