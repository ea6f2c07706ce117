/** Windows into the scene: one that goes around, and three that look at a box along its axes. */
import { type Signal, signal } from '@preact/signals-core'
import type { Point2 } from '../../../core/geometry'
import type { Cuboid, Point3 } from '../../../kinds'
import { cross, minus, plus, turned } from '../../../kinds/parts/space'
import {
  clipped,
  dot,
  type Matrix,
  orthographic,
  perspective,
  scaled,
  times,
  viewer,
} from './matrix'

/** CSS pixels of the stage. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Ray {
  readonly from: Point3
  /** Unit vector. */
  readonly along: Point3
}

export type ViewId = 'main' | 'top' | 'side' | 'rear' | 'picture'

export interface View {
  readonly id: ViewId
  readonly rect: Rect
  /** Scene to clip coordinates; null where a lens may bend what is straight. */
  readonly matrix: Matrix | null
  /** Where a scene point is on the stage; null behind the viewer. */
  toStage(p: Point3): Point2 | null
  ray(at: Point2): Ray
  /** Where what is pushed to the right and up goes: over the ground where that is seen at a slant. */
  readonly ways: { readonly right: Point3; readonly up: Point3 }
  /** Metres that a pixel covers at a place. */
  metres(p: Point3): number
  zoom(at: Point2, factor: number): void
  /** Move what is seen by so many pixels. */
  pan(dx: number, dy: number): void
}

/** A view in which what is straight stays straight. */
export type LinearView = View & { readonly matrix: Matrix }

export const isInside = ({ x, y, width, height }: Rect, [px, py]: Point2): boolean =>
  px >= x && py >= y && px < x + width && py < y + height

export const EMPTY: Rect = { x: 0, y: 0, width: 1, height: 1 }

function toStage({ rect, matrix }: LinearView, p: Point3): Point2 | null {
  const [x, y, w] = clipped(matrix, p)
  if (w <= 1e-3) return null
  return [rect.x + ((x / w + 1) / 2) * rect.width, rect.y + ((1 - y / w) / 2) * rect.height]
}

/** -1 to 1, right and up, within the rectangle. */
const unit = ({ x, y, width, height }: Rect, [px, py]: Point2): Point2 => [
  (2 * (px - x)) / width - 1,
  1 - (2 * (py - y)) / height,
]

/** Where a ray meets the level plane at a height; null when it never does. */
export function atHeight({ from, along }: Ray, z: number): Point3 | null {
  const t = (z - from[2]) / along[2]
  return Number.isFinite(t) && t > 0 ? plus(from, scaled(along, t)) : null
}

/** Made anew only when something that it hangs on is another: a picture asks for it thousands of times. */
function remembered<Made>(make: () => Made): (...on: readonly unknown[]) => Made {
  let known: { readonly on: readonly unknown[]; readonly made: Made } | null = null
  return (...on) => {
    const { on: before = [] } = known ?? {}
    if (!known || on.some((one, i) => one !== before[i])) known = { on, made: make() }
    return known.made
  }
}

const FOV = (50 * Math.PI) / 180
const NEAREST = 1
const FARTHEST = 1500
const STEEPEST = Math.PI / 2 - 0.001

export interface Pose {
  readonly target: Point3
  /** Direction of looking seen from above, radians; down from the horizon. */
  readonly yaw: number
  readonly pitch: number
  /** From the eye to the target, metres. */
  readonly distance: number
}

/** Before anything is known of what there is to be seen. */
export const START: Pose = { target: [0, 0, 0], yaw: 0, pitch: 0.6, distance: 40 }

/** Goes around a target; in perspective. */
export class OrbitView implements View {
  readonly id = 'main'
  readonly pose: Signal<Pose>
  rect: Rect = EMPTY

  constructor(pose: Signal<Pose> = signal(START)) {
    this.pose = pose
  }

  readonly #matrix = remembered((): Matrix => {
    const { distance } = this.pose.peek()
    const { width, height } = this.rect
    const lens = perspective(FOV, width / height, Math.max(0.05, distance / 200), distance + 3000)
    const { right, up, back } = this.axes
    return times(lens, viewer(this.eye, right, up, back))
  })

  get matrix(): Matrix {
    return this.#matrix(this.pose.peek(), this.rect)
  }

  get axes(): { readonly right: Point3; readonly up: Point3; readonly back: Point3 } {
    const { yaw, pitch } = this.pose.peek()
    const back: Point3 = [
      -Math.cos(pitch) * Math.cos(yaw),
      -Math.cos(pitch) * Math.sin(yaw),
      Math.sin(pitch),
    ]
    const right: Point3 = [Math.sin(yaw), -Math.cos(yaw), 0]
    return { right, back, up: cross(back, right) }
  }

  get ways() {
    const { yaw } = this.pose.peek()
    const up: Point3 = [Math.cos(yaw), Math.sin(yaw), 0]
    return { right: this.axes.right, up }
  }

  get eye(): Point3 {
    const { target, distance } = this.pose.peek()
    return plus(target, scaled(this.axes.back, distance))
  }

  toStage(p: Point3): Point2 | null {
    return toStage(this, p)
  }

  ray(at: Point2): Ray {
    const [x, y] = unit(this.rect, at)
    const { right, up, back } = this.axes
    const half = Math.tan(FOV / 2)
    const aside = scaled(right, x * half * (this.rect.width / this.rect.height))
    const along = minus(plus(aside, scaled(up, y * half)), back)
    return { from: this.eye, along: scaled(along, 1 / Math.hypot(...along)) }
  }

  metres(p: Point3): number {
    const depth = Math.max(0.1, -dot(minus(p, this.eye), this.axes.back))
    return (2 * Math.tan(FOV / 2) * depth) / this.rect.height
  }

  /** Turn about the target by so many pixels of the pointer. */
  orbit(dx: number, dy: number): void {
    const { yaw, pitch, ...rest } = this.pose.peek()
    const next = Math.min(STEEPEST, Math.max(-0.3, pitch + dy * 0.006))
    this.pose.value = { ...rest, yaw: yaw - dx * 0.006, pitch: next }
  }

  /** Towards what is under the pointer, which stays there. */
  zoom(at: Point2, factor: number): void {
    const pose = this.pose.peek()
    const distance = Math.min(FARTHEST, Math.max(NEAREST, pose.distance / factor))
    const hit = atHeight(this.ray(at), pose.target[2])
    const share = 1 - distance / pose.distance
    const isNear = hit && Math.hypot(...minus(hit, pose.target)) < 3 * pose.distance
    const by = isNear ? scaled(minus(hit, pose.target), share) : ([0, 0, 0] as const)
    this.pose.value = { ...pose, distance, target: plus(pose.target, by) }
  }

  /** Along the ground. */
  pan(dx: number, dy: number): void {
    const pose = this.pose.peek()
    const by = this.metres(pose.target)
    const { right, up } = this.ways
    // The ground is seen at a slant: a pixel up is more than a pixel aside.
    const slant = 1 / Math.max(0.35, Math.sin(pose.pitch))
    const shift = plus(scaled(right, -dx * by), scaled(up, dy * by * slant))
    this.pose.value = { ...pose, target: plus(pose.target, shift) }
  }
}

export type BoxViewId = Exclude<ViewId, 'main' | 'picture'>

/** Which axis of the box points right and which up; `sign` -1 where it points the other way. */
interface Facing {
  readonly right: { readonly axis: 0 | 1 | 2; readonly sign: 1 | -1 }
  readonly up: { readonly axis: 0 | 1 | 2; readonly sign: 1 | -1 }
}

/** From above with the front up, from its right side with the front right, from behind. */
export const FACING: Readonly<Record<BoxViewId, Facing>> = {
  top: { right: { axis: 1, sign: -1 }, up: { axis: 0, sign: 1 } },
  side: { right: { axis: 0, sign: 1 }, up: { axis: 2, sign: 1 } },
  rear: { right: { axis: 1, sign: -1 }, up: { axis: 2, sign: 1 } },
}

/** The box takes this share of the view. */
const FILL = 0.6
const DEPTH = 500

/** Looks at a box along one of its axes, without perspective. */
export class BoxView implements View {
  readonly id: BoxViewId
  /** Changes with every movement. */
  readonly moved = signal(0)
  rect: Rect = EMPTY
  #centre: Point3 = [0, 0, 0]
  #right: Point3 = [1, 0, 0]
  #up: Point3 = [0, 1, 0]
  /** Pixels per metre. */
  #scale = 50
  #zoom = 1
  #shift: Point2 = [0, 0]

  constructor(id: BoxViewId) {
    this.id = id
  }

  /** Look at a box of the scene frame; `anew` forgets how the person had zoomed and moved. */
  look(box: Cuboid, anew: boolean): void {
    const { right, up } = FACING[this.id]
    const size: Point3 = [box.length, box.width, box.height]
    const axis = ({ axis: k, sign }: Facing['up']): Point3 =>
      turned(box, [k === 0 ? sign : 0, k === 1 ? sign : 0, k === 2 ? sign : 0])
    if (anew) {
      this.#zoom = 1
      this.#shift = [0, 0]
    }
    this.#centre = [box.x, box.y, box.z]
    this.#right = axis(right)
    this.#up = axis(up)
    const fit = Math.min(this.rect.width / size[right.axis], this.rect.height / size[up.axis])
    this.#scale = Math.max(2, FILL * fit)
    this.moved.value = this.moved.peek() + 1
  }

  get right(): Point3 {
    return this.#right
  }
  get up(): Point3 {
    return this.#up
  }
  get ways() {
    return { right: this.#right, up: this.#up }
  }
  get scale(): number {
    return this.#scale * this.#zoom
  }

  get #middle(): Point3 {
    const [x, y] = this.#shift
    return plus(this.#centre, plus(scaled(this.#right, x), scaled(this.#up, y)))
  }

  readonly #matrix = remembered((): Matrix => {
    const { width, height } = this.rect
    const lens = orthographic(width / this.scale, height / this.scale, DEPTH)
    const back = cross(this.#right, this.#up)
    return times(lens, viewer(this.#middle, this.#right, this.#up, back))
  })

  get matrix(): Matrix {
    return this.#matrix(this.moved.peek(), this.rect)
  }

  toStage(p: Point3): Point2 | null {
    return toStage(this, p)
  }

  ray(at: Point2): Ray {
    const [x, y] = unit(this.rect, at)
    const back = cross(this.#right, this.#up)
    const aside = scaled(this.#right, (x * this.rect.width) / 2 / this.scale)
    const above = scaled(this.#up, (y * this.rect.height) / 2 / this.scale)
    const from = plus(plus(this.#middle, plus(aside, above)), scaled(back, DEPTH / 2))
    return { from, along: scaled(back, -1) }
  }

  metres(): number {
    return 1 / this.scale
  }

  zoom(at: Point2, factor: number): void {
    const [x, y] = unit(this.rect, at)
    const from = this.scale
    this.#zoom = Math.min(20, Math.max(0.05, this.#zoom * factor))
    const keep = 1 / from - 1 / this.scale
    const [sx, sy] = this.#shift
    const { width, height } = this.rect
    this.#shift = [sx + (x * width * keep) / 2, sy + (y * height * keep) / 2]
    this.moved.value = this.moved.peek() + 1
  }

  pan(dx: number, dy: number): void {
    const [x, y] = this.#shift
    this.#shift = [x - dx / this.scale, y + dy / this.scale]
    this.moved.value = this.moved.peek() + 1
  }
}
