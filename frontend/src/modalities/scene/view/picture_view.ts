/** The picture of a camera as a window into the scene: what is pressed there is a ray, as in every other view. */
import { signal } from '@preact/signals-core'
import { clampNumber, type Point2 } from '../../../core/geometry'
import type { Point3 } from '../../../kinds'
import { minus, plus, turned } from '../../../kinds/parts/space'
import type { Shot } from '../data/lift'
import type { Pose, SceneCamera } from '../data/manifest'
import { directionOf, type Pixel, pixelOf, toCamera } from '../data/projection'
import type { SceneState } from '../state'
import { EMPTY, type Ray, type Rect, type View } from './views'

/** How often a picture may be enlarged over its place. */
const CLOSEST = 16

export class PictureView implements View {
  readonly id = 'picture'
  /** A lens may bend what is straight. */
  readonly matrix = null
  readonly index: number
  /** Changes with every movement. */
  readonly moved = signal(0)
  rect: Rect = EMPTY
  readonly #scene: SceneState
  #zoom = 1
  /** The pixel of the camera in the upper left corner. */
  #corner: Point2 = [0, 0]

  constructor(scene: SceneState, index: number) {
    this.#scene = scene
    this.index = index
  }

  get camera(): SceneCamera | null {
    return this.#scene.manifest.peek()?.cameras[this.index] ?? null
  }

  /** Where the camera was in the frame on the screen; null when nothing can be projected. */
  get pose(): Pose | null {
    const image = this.#scene.info?.images.find(({ camera }) => camera === this.index)
    return (this.camera?.fx && image?.pose) || null
  }

  /** What is needed to project; null when nothing can be. */
  get shot(): Shot | null {
    const { camera, pose } = this
    return camera && pose && { camera, pose, origin: this.#scene.origin }
  }

  /** Pixels of the stage for one of the camera. */
  get scale(): number {
    return (this.rect.width / Math.max(1, this.camera?.width ?? 1)) * this.#zoom
  }

  /** The part of the picture that is shown, in pixels of the camera. */
  get shown(): Rect {
    const [x, y] = this.#corner
    return { x, y, width: this.rect.width / this.scale, height: this.rect.height / this.scale }
  }

  get isWhole(): boolean {
    return this.#zoom === 1
  }

  /** From a pixel of the camera to the stage. */
  place([u, v]: Point2 | Pixel): Point2 {
    const [x, y] = this.#corner
    return [this.rect.x + (u - x) * this.scale, this.rect.y + (v - y) * this.scale]
  }

  /** From the stage to a pixel of the camera. */
  pixel([x, y]: Point2): Point2 {
    const [left, top] = this.#corner
    return [left + (x - this.rect.x) / this.scale, top + (y - this.rect.y) / this.scale]
  }

  /** Where the camera sees a scene point; null where it does not. */
  see(p: Point3): Pixel | null {
    const { camera, pose } = this
    return camera && pose && pixelOf(camera, toCamera(pose, this.#scene.place(p)))
  }

  toStage(p: Point3): Point2 | null {
    const seen = this.see(p)
    return seen && this.place(seen)
  }

  ray(at: Point2): Ray {
    const { camera, pose } = this
    const along: Point3 = (camera && pose && directionOf(camera, this.pixel(at))) ?? [0, 0, 1]
    if (!pose) return { from: [0, 0, 0], along }
    const from = minus([pose.x, pose.y, pose.z], this.#scene.origin)
    return { from, along: turned(pose, along) }
  }

  get ways() {
    const [x, y] = this.pose ? turned(this.pose, [0, 0, 1]) : [1, 0]
    const far = Math.max(1e-3, Math.hypot(x, y))
    const up: Point3 = [x / far, y / far, 0]
    return { right: [up[1], -up[0], 0] as Point3, up }
  }

  metres(p: Point3): number {
    const depth = Math.max(0.1, this.see(p)?.[2] ?? 0.1)
    return depth / ((this.camera?.fx ?? 1) * this.scale)
  }

  zoom(at: Point2, factor: number): void {
    const [u, v] = this.pixel(at)
    this.#zoom = clampNumber(this.#zoom * factor, 1, CLOSEST)
    const [x, y] = [(at[0] - this.rect.x) / this.scale, (at[1] - this.rect.y) / this.scale]
    this.#go([u - x, v - y])
  }

  pan(dx: number, dy: number): void {
    const [x, y] = this.#corner
    this.#go([x - dx / this.scale, y - dy / this.scale])
  }

  /** The whole picture. */
  fit(): void {
    this.#zoom = 1
    this.#go([0, 0])
  }

  #go([x, y]: Point2): void {
    const { width = 0, height = 0 } = this.camera ?? {}
    const { width: w, height: h } = this.shown
    this.#corner = [
      clampNumber(x, 0, Math.max(0, width - w)),
      clampNumber(y, 0, Math.max(0, height - h)),
    ]
    this.moved.value = this.moved.peek() + 1
  }

  /** A place of the scene on the ray of a stage pixel, so many metres from the camera along its axis. */
  at(place: Point2, depth: number): Point3 {
    const { from, along } = this.ray(place)
    const { pose } = this
    const ahead = pose ? turned(pose, [0, 0, 1]) : along
    const t =
      depth / Math.max(1e-3, along[0] * ahead[0] + along[1] * ahead[1] + along[2] * ahead[2])
    return plus(from, [along[0] * t, along[1] * t, along[2] * t])
  }
}
