import type { Editor } from '../../../core/editor'
import { type Bounds, type Extent, grow } from '../../../core/geometry'
import { isMask, MaskBase } from '../masks/base'
import { DENSE_FROM, paintShapes } from '../painters/base'
import type { StageColors, StyleSheet } from '../painters/style'
import type { Transform } from './camera'
import { Layer } from './layer'
import type { StagePicture } from './picture'
import type { Damage, Scene } from './scene'

/** Room for lines, tags and marks around what changed, in CSS pixels. */
const BLEED = 12
/** A zoom over more shapes than this stretches a copy of the last picture and redraws when it rests. */
const HEAVY_FROM = 250
/** The view rests when it has not moved for so long, in ms. */
const REST_MS = 110
/** A zoom that goes on and on is redrawn now and then; the more there is to draw, the more seldom. */
const REFRESH_MS = 700
const REFRESH_PER_SHAPE_MS = 0.06
/** A pan shifts a copy of the last picture; when it covers less than this share of the stage, a new copy is taken. */
const WELL_COVERED = 0.93
/** A jump that leaves less than this share in view is painted anew. */
const LEAST_COVERED = 0.5
/** More damaged parts than this are painted in one go. */
const MOST_PARTS = 4

export interface BaseFrame {
  readonly time: number
  readonly view: Transform
  readonly size: Extent
  readonly colors: StageColors
  readonly styles: StyleSheet
  readonly picture: StagePicture | null
  /** Being dragged: they are on the overlay. */
  readonly excluded: ReadonlySet<string>
}

const sameView = (a: Transform, b: Transform): boolean =>
  a.scale === b.scale && a.x === b.x && a.y === b.y

/**
 * The lower canvas: the image and every shape at rest.
 *
 * It is painted anew as seldom as possible. A change repaints the parts that it touched; a pan over many shapes
 * shifts a copy and paints the strips that come into view; a zoom stretches a copy until the view rests.
 */
export class BaseLayer {
  readonly layer = new Layer(true, 'gw-stage-base')
  readonly #editor: Editor
  readonly #masks = new MaskBase()
  readonly #scene: Scene
  #copy: Layer | null = null
  #copyView: Transform | null = null
  #view: Transform | null = null
  #count = 0
  /** The picture is shifted or stretched, and wants to be painted properly when the view rests. */
  #rough = false
  /** The scale is the same as in the frame before. */
  #still = false
  #movedAt = 0
  #paintedAt = 0

  constructor(editor: Editor, scene: Scene) {
    this.#editor = editor
    this.#scene = scene
  }

  resize(size: Extent, ratio: number): void {
    this.layer.resize(size, ratio)
    this.#copy = null
    this.#view = null
  }

  /** Bring the canvas up to date; true when it wants another frame soon although nothing changes. */
  paint(frame: BaseFrame, damage: Damage): boolean {
    const before = this.#view
    const moved = before === null || !sameView(before, frame.view)
    if (moved) this.#movedAt = frame.time
    const rested = this.#rough && frame.time - this.#movedAt > REST_MS
    if (damage === null || before === null || rested) this.#paintAll(frame)
    else if (damage.length > 0) this.#repair(frame, damage, moved)
    else if (moved) this.#move(frame, before)
    return this.#rough
  }

  get #dense(): boolean {
    return this.#count > DENSE_FROM
  }

  /** Only the view has changed. */
  #move(frame: BaseFrame, before: Transform): void {
    if (before.scale === frame.view.scale) this.#pan(frame, before)
    else this.#zoom(frame, before)
  }

  #pan(frame: BaseFrame, before: Transform): void {
    const from = this.#copyView ?? before
    const isStretched = from.scale !== before.scale
    // Name tags may be cut by the edge of what is reused, so a picture with names is not shifted.
    if (!this.#dense || isStretched || covered(frame, before) < LEAST_COVERED) this.#paintAll(frame)
    else if (covered(frame, from) > WELL_COVERED) this.#reuse(frame, from)
    else {
      this.#copyView = null
      this.#reuse(frame, before)
    }
  }

  #zoom(frame: BaseFrame, before: Transform): void {
    const refresh = REFRESH_MS + this.#count * REFRESH_PER_SHAPE_MS
    const isFresh = frame.time - this.#paintedAt < refresh
    if (this.#count > HEAVY_FROM && isFresh) this.#reuse(frame, this.#copyView ?? before)
    else this.#paintAll(frame)
  }

  #repair(frame: BaseFrame, damage: readonly Bounds[], moved: boolean): void {
    const isPart = this.#dense && !moved && !this.#copyView && damage.length <= MOST_PARTS
    if (!isPart) this.#paintAll(frame)
    else for (const bounds of damage) this.#paintPart(frame, grow(bounds, BLEED / frame.view.scale))
  }

  #paintAll(frame: BaseFrame): void {
    const world = worldOf(frame, 0, 0, frame.size.width, frame.size.height)
    const found = this.#scene.search(grow(world, BLEED / frame.view.scale))
    this.#count = found.filter((record) => !isMask(record)).length
    this.#still = this.#view?.scale === frame.view.scale
    this.#rough = false
    this.#copyView = null
    this.#view = frame.view
    this.#paintedAt = frame.time
    this.#fill(frame, world, found)
  }

  /**
   * Show a copy of the last proper picture, shifted or stretched, and paint what it does not cover: with
   * shapes while panning, the image alone while zooming.
   */
  #reuse(frame: BaseFrame, from: Transform): void {
    const { context } = this.layer
    const { view, size } = frame
    if (!this.#copyView) this.#takeCopy(size)
    this.#copyView = from
    this.#still = from.scale === view.scale
    this.#view = view
    this.#rough = true
    const ratio = view.scale / from.scale
    const x = view.x - from.x * ratio
    const y = view.y - from.y * ratio
    const width = size.width * ratio
    const height = size.height * ratio
    context.imageSmoothingEnabled = true
    if (this.#copy) context.drawImage(this.#copy.canvas, x, y, width, height)
    const strips = [
      [0, 0, size.width, y],
      [0, y + height, size.width, size.height - y - height],
      [0, y, x, height],
      [x + width, y, size.width - x - width, height],
    ] as const
    for (const [sx, sy, w, h] of strips) {
      if (w <= 0 || h <= 0) continue
      const world = worldOf(frame, sx, sy, w, h)
      if (ratio === 1) this.#paintPart(frame, world)
      else this.#clipped(frame, world, [])
    }
  }

  #takeCopy(size: Extent): void {
    this.#copy ??= this.#newCopy(size)
    const { context } = this.#copy
    context.save()
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.drawImage(this.layer.canvas, 0, 0)
    context.restore()
  }

  #newCopy(size: Extent): Layer {
    const copy = new Layer(false, '')
    copy.resize(size, devicePixelRatio)
    return copy
  }

  #paintPart(frame: BaseFrame, world: Bounds): void {
    const found = this.#scene.search(grow(world, BLEED / frame.view.scale))
    this.#clipped(frame, world, found)
  }

  #clipped(frame: BaseFrame, world: Bounds, found: ReturnType<Scene['search']>): void {
    const { context } = this.layer
    const { view } = frame
    const x = Math.floor(world.minX * view.scale + view.x)
    const y = Math.floor(world.minY * view.scale + view.y)
    const right = Math.ceil(world.maxX * view.scale + view.x)
    const bottom = Math.ceil(world.maxY * view.scale + view.y)
    context.save()
    context.beginPath()
    context.rect(x, y, right - x, bottom - y)
    context.clip()
    this.#fill(frame, grow(world, 2 / view.scale), found)
    context.restore()
  }

  #fill(frame: BaseFrame, world: Bounds, found: ReturnType<Scene['search']>): void {
    const { context } = this.layer
    const { view, size, colors, styles, excluded } = frame
    context.fillStyle = colors.background
    context.fillRect(0, 0, size.width, size.height)
    frame.picture?.draw(context, view, world, this.#still)
    this.#paintMasks(frame)
    paintShapes(
      context,
      { editor: this.#editor, view, styles, colors, excluded, dense: this.#dense },
      found,
    )
  }

  #paintMasks(frame: BaseFrame): void {
    const { context } = this.layer
    if (this.#masks.paint(context, this.#editor, frame, this.#still)) this.#rough = true
  }
}

/** Share of the stage that a picture painted for `from` covers in this frame. */
function covered({ view, size }: BaseFrame, from: Transform): number {
  const x = 1 - Math.abs(view.x - from.x) / size.width
  const y = 1 - Math.abs(view.y - from.y) / size.height
  return Math.max(x, 0) * Math.max(y, 0)
}

/** A rectangle of the screen in world coordinates. */
function worldOf({ view }: BaseFrame, x: number, y: number, w: number, h: number): Bounds {
  return {
    minX: (x - view.x) / view.scale,
    minY: (y - view.y) / view.scale,
    maxX: (x + w - view.x) / view.scale,
    maxY: (y + h - view.y) / view.scale,
  }
}
