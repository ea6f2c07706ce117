import { batch, computed, signal } from '@preact/signals-core'
import { type Bounds, clampNumber, type Extent, type Point2 } from '../../../core/geometry'
import type { CameraControl } from '../../../core/view'

/** screen = world * scale + (x, y); screen in CSS pixels from the upper left corner of the stage. */
export interface Transform {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** What is in the middle of the stage, and how large. */
interface Place {
  readonly at: Point2
  readonly scale: number
}

const MAX_SCALE = 64
/** The smallest scale shows the image at this share of its size when fitted. */
const MIN_OF_FIT = 0.4
/** Empty border around a fitted image, in CSS pixels. */
const MARGIN = 16
/** This much of the image always stays in sight, in CSS pixels. */
const KEEP = 64
/** Time in which an eased movement covers most of its way, in ms. */
const EASE_MS = 55
/** A selection that is zoomed to fills this share of the view. */
const FILL = 0.6

const near = (a: Transform, b: Transform): boolean =>
  Math.abs(a.scale / b.scale - 1) < 5e-4 && Math.hypot(a.x - b.x, a.y - b.y) < 0.3

/**
 * Where the stage looks. Jumps are eased by interpolating scale and offset with the same weight, which
 * keeps the point under the cursor still on the whole way.
 */
export class Camera implements CameraControl {
  readonly transform = signal<Transform>({ scale: 1, x: 0, y: 0 })
  readonly size = signal<Extent>({ width: 1, height: 1 })
  readonly scale = computed(() => this.transform.value.scale)
  readonly place = computed((): Place => {
    const { scale, x, y } = this.transform.value
    const { width, height } = this.size.value
    return { scale, at: [(width / 2 - x) / scale, (height / 2 - y) / scale] }
  })
  readonly #world: Extent
  readonly #eases: boolean
  readonly #goal = signal<Transform | null>(null)
  /** Follow changes of the stage's size until a person moves the view. */
  #isFitted = true

  constructor(world: Extent, eases = true) {
    this.#world = world
    this.#eases = eases
  }

  /** An eased movement is under way: somebody must call `tick`. A signal's value. */
  get moving(): boolean {
    return this.#goal.value !== null
  }

  toWorld([x, y]: Point2): Point2 {
    const t = this.transform.peek()
    return [(x - t.x) / t.scale, (y - t.y) / t.scale]
  }

  /** The part of the world that the stage shows. */
  visible(): Bounds {
    const { width, height } = this.size.peek()
    const [minX, minY] = this.toWorld([0, 0])
    const [maxX, maxY] = this.toWorld([width, height])
    return { minX, minY, maxX, maxY }
  }

  resize(size: Extent): void {
    const before = this.size.peek()
    batch(() => {
      this.size.value = size
      if (this.#isFitted) this.#jump(this.#fitted())
      else {
        const t = this.transform.peek()
        const dx = (size.width - before.width) / 2
        const dy = (size.height - before.height) / 2
        this.#jump({ ...t, x: t.x + dx, y: t.y + dy })
      }
    })
  }

  fit(): void {
    this.#isFitted = true
    this.#goTo(this.#fitted())
  }

  actualSize(): void {
    this.#zoomAt(this.#centre(), 1 / this.#aim().scale)
  }

  zoomBy(factor: number): void {
    this.#zoomAt(this.#centre(), factor)
  }

  /** Zoom about a place on the screen, eased unless `now` (a pinch is smooth by itself). */
  zoomAt(at: Point2, factor: number, now = false): void {
    this.#zoomAt(at, factor, now)
  }

  zoomTo(b: Bounds): void {
    const { width, height } = this.size.peek()
    const scale = Math.min(
      (width * FILL) / Math.max(b.maxX - b.minX, 1),
      (height * FILL) / Math.max(b.maxY - b.minY, 1),
    )
    this.#moved()
    this.#goTo(this.#centred(b, clampNumber(scale, this.#minScale(), MAX_SCALE / 2)))
  }

  reveal(b: Bounds): void {
    const { scale, x, y } = this.#aim()
    const { width, height } = this.size.peek()
    const inside =
      b.minX * scale + x >= 0 &&
      b.minY * scale + y >= 0 &&
      b.maxX * scale + x <= width &&
      b.maxY * scale + y <= height
    if (inside) return
    const fits = (b.maxX - b.minX) * scale <= width && (b.maxY - b.minY) * scale <= height
    if (!fits) this.zoomTo(b)
    else {
      this.#moved()
      this.#goTo(this.#centred(b, scale))
    }
  }

  panBy(dx: number, dy: number): void {
    this.#moved()
    const t = this.#aim()
    this.#goTo({ ...t, x: t.x + dx, y: t.y + dy })
  }

  onStage([wx, wy]: Point2): Point2 {
    const { scale, x, y } = this.transform.peek()
    return [wx * scale + x, wy * scale + y]
  }

  /** Look where another stage looks; less than a pixel is the rounding of either. */
  follow({ scale, at: [x, y] }: Place): void {
    const own = this.place.peek()
    const apart = Math.max(Math.abs(own.at[0] - x), Math.abs(own.at[1] - y)) * scale
    if (own.scale === scale && apart < 1) return
    this.#moved()
    this.#jump(this.#centred({ minX: x, minY: y, maxX: x, maxY: y }, scale))
  }

  /** Follow a dragging hand: no easing. */
  dragTo(x: number, y: number): void {
    this.#moved()
    this.#jump({ ...this.transform.peek(), x, y })
  }

  /** Centre the view on a place in the world at the present scale. */
  lookAt([wx, wy]: Point2): void {
    const { width, height } = this.size.peek()
    const { scale } = this.transform.peek()
    this.dragTo(width / 2 - wx * scale, height / 2 - wy * scale)
  }

  /** Advance an eased movement by so many ms. */
  tick(elapsed: number): void {
    const goal = this.#goal.peek()
    if (!goal) return
    const from = this.transform.peek()
    const weight = 1 - Math.exp(-elapsed / EASE_MS)
    const isPan = goal.scale === from.scale
    // A pan stays on whole device pixels all the way, so that the picture can be shifted as it is.
    const along = (a: number, b: number) => {
      const at = a + (b - a) * weight
      return isPan ? Math.round(at * devicePixelRatio) / devicePixelRatio : at
    }
    const next = {
      scale: isPan ? goal.scale : from.scale + (goal.scale - from.scale) * weight,
      x: along(from.x, goal.x),
      y: along(from.y, goal.y),
    }
    const isStuck = isPan && next.x === from.x && next.y === from.y
    const arrived = isStuck || near(next, goal)
    batch(() => {
      if (arrived) this.#goal.value = null
      this.transform.value = arrived ? goal : next
    })
  }

  #moved(): void {
    this.#isFitted = false
  }

  #aim(): Transform {
    return this.#goal.peek() ?? this.transform.peek()
  }

  #centre(): Point2 {
    const { width, height } = this.size.peek()
    return [width / 2, height / 2]
  }

  #zoomAt(at: Point2, factor: number, now = false): void {
    this.#moved()
    const aim = this.#aim()
    const scale = clampNumber(aim.scale * factor, this.#minScale(), MAX_SCALE)
    const ratio = scale / aim.scale
    const next = {
      scale,
      x: at[0] - (at[0] - aim.x) * ratio,
      y: at[1] - (at[1] - aim.y) * ratio,
    }
    if (now) this.#jump(next)
    else this.#goTo(next)
  }

  #goTo(t: Transform): void {
    if (this.#eases) this.#goal.value = this.#kept(t)
    else this.#jump(t)
  }

  #jump(t: Transform): void {
    batch(() => {
      this.#goal.value = null
      this.transform.value = this.#kept(t)
    })
  }

  /**
   * Never lose the image out of sight; and rest on whole device pixels, so that a shifted picture need not
   * be interpolated.
   */
  #kept({ scale, x, y }: Transform): Transform {
    const { width, height } = this.size.peek()
    const along = (offset: number, world: number, view: number) => {
      const keep = Math.min(KEEP, (world * scale) / 2, view / 2)
      const kept = clampNumber(offset, keep - world * scale, view - keep)
      return Math.round(kept * devicePixelRatio) / devicePixelRatio
    }
    return {
      scale,
      x: along(x, this.#world.width, width),
      y: along(y, this.#world.height, height),
    }
  }

  #fitScale(): number {
    const { width, height } = this.size.peek()
    const room = (view: number) => Math.max(view - 2 * MARGIN, view / 2, 1)
    return Math.min(room(width) / this.#world.width, room(height) / this.#world.height)
  }

  #minScale(): number {
    return Math.min(this.#fitScale() * MIN_OF_FIT, 1)
  }

  #fitted(): Transform {
    const { width, height } = this.#world
    const scale = Math.min(this.#fitScale(), MAX_SCALE / 2)
    return this.#centred({ minX: 0, minY: 0, maxX: width, maxY: height }, scale)
  }

  #centred(b: Bounds, scale: number): Transform {
    const [x, y] = this.#centre()
    return {
      scale,
      x: x - ((b.minX + b.maxX) / 2) * scale,
      y: y - ((b.minY + b.maxY) / 2) * scale,
    }
  }
}
