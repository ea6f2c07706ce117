import type { Editor } from '../../../core/editor'
import { type Bounds, type Extent, grow } from '../../../core/geometry'
import { DENSE_FROM, paintShapes } from '../painters/base'
import type { StageColors, StyleSheet } from '../painters/style'
import type { Transform } from './camera'
import { Layer } from './layer'
import type { Picture } from './picture'
import type { Damage, Scene } from './scene'

/** Room for lines, tags and marks around what changed, in CSS pixels. */
const BLEED = 12
/** With more shapes in view than this, a zoom moves a copy of the last picture and redraws when it rests. */
const HEAVY_FROM = 2500
/** The view rests when it has not moved for so long, in ms. */
const REST_MS = 110
/** A zoom that goes on and on is redrawn now and then; the more there is to draw, the more seldom. */
const REFRESH_MS = 300
const REFRESH_PER_SHAPE_MS = 0.06
/** More damaged parts than this are painted in one go. */
const MOST_PARTS = 4

export interface BaseFrame {
  readonly time: number
  readonly view: Transform
  readonly size: Extent
  readonly colors: StageColors
  readonly styles: StyleSheet
  readonly picture: Picture | null
  /** Being dragged: they are on the overlay. */
  readonly excluded: ReadonlySet<string>
}

const sameView = (a: Transform, b: Transform): boolean =>
  a.scale === b.scale && a.x === b.x && a.y === b.y

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-3

/**
 * The lower canvas: the image and every shape at rest.
 *
 * It is painted anew as seldom as possible. A change repaints the parts that it touched; a pan shifts what is
 * there and paints the strips that come into view; a zoom over very many shapes stretches a copy until the view rests.
 */
export class BaseLayer {
  readonly layer = new Layer(true, 'gw-stage-base')
  readonly #editor: Editor
  readonly #scene: Scene
  #copy: Layer | null = null
  #copyView: Transform | null = null
  #view: Transform | null = null
  #count = 0
  /** The picture is shifted or stretched, and wants to be painted properly when the view rests. */
  #rough = false
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
    if (damage === null || before === null || !this.#dense) {
      if (moved || damage === null || damage.length > 0) this.#paintAll(frame)
    } else if (moved) this.#move(frame, before, damage)
    else if (this.#rough && frame.time - this.#movedAt > REST_MS) this.#paintAll(frame)
    else this.#repair(frame, damage)
    return this.#rough
  }

  get #dense(): boolean {
    return this.#count > DENSE_FROM
  }

  #move(frame: BaseFrame, before: Transform, damage: readonly Bounds[]): void {
    const { view, time } = frame
    const dx = (view.x - before.x) * devicePixelRatio
    const dy = (view.y - before.y) * devicePixelRatio
    const isShift = view.scale === before.scale && isWhole(dx) && isWhole(dy) && !this.#copyView
    const refresh = REFRESH_MS + this.#count * REFRESH_PER_SHAPE_MS
    if (damage.length > 0) this.#paintAll(frame)
    else if (isShift) this.#shift(frame, Math.round(dx), Math.round(dy))
    else if (this.#count > HEAVY_FROM && time - this.#paintedAt < refresh)
      this.#stretch(frame, before)
    else this.#paintAll(frame)
  }

  #repair(frame: BaseFrame, damage: readonly Bounds[]): void {
    if (damage.length > MOST_PARTS || (this.#copyView && damage.length > 0)) this.#paintAll(frame)
    else for (const bounds of damage) this.#paintPart(frame, grow(bounds, BLEED / frame.view.scale))
  }

  #paintAll(frame: BaseFrame): void {
    const world = worldOf(frame, 0, 0, frame.size.width, frame.size.height)
    const found = this.#scene.search(grow(world, BLEED / frame.view.scale))
    this.#count = found.length
    this.#rough = false
    this.#copyView = null
    this.#view = frame.view
    this.#paintedAt = frame.time
    this.#fill(frame, world, found)
  }

  /** Shift the picture by whole device pixels and paint the strips that come into view. */
  #shift(frame: BaseFrame, dx: number, dy: number): void {
    const { context, canvas } = this.layer
    const { width, height } = frame.size
    context.save()
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.globalCompositeOperation = 'copy'
    context.drawImage(canvas, dx, dy)
    context.restore()
    this.#view = frame.view
    this.#rough = true
    const sx = dx / devicePixelRatio
    const sy = dy / devicePixelRatio
    if (dx !== 0) {
      const x = dx > 0 ? 0 : width + sx
      this.#paintPart(frame, worldOf(frame, x, 0, Math.abs(sx), height))
    }
    if (dy !== 0) {
      const y = dy > 0 ? 0 : height + sy
      this.#paintPart(frame, worldOf(frame, 0, y, width, Math.abs(sy)))
    }
  }

  /** Show a copy of the last proper picture, stretched; only the image is painted where the copy ends. */
  #stretch(frame: BaseFrame, before: Transform): void {
    const { context, canvas } = this.layer
    const { view, size } = frame
    this.#copy ??= this.#newCopy(size)
    if (!this.#copyView) {
      this.#copyView = before
      const copy = this.#copy.context
      copy.save()
      copy.setTransform(1, 0, 0, 1, 0, 0)
      copy.drawImage(canvas, 0, 0)
      copy.restore()
    }
    const ratio = view.scale / this.#copyView.scale
    const x = view.x - this.#copyView.x * ratio
    const y = view.y - this.#copyView.y * ratio
    const width = size.width * ratio
    const height = size.height * ratio
    context.imageSmoothingEnabled = true
    context.drawImage(this.#copy.canvas, x, y, width, height)
    const strips = [
      [0, 0, size.width, y],
      [0, y + height, size.width, size.height - y - height],
      [0, y, x, height],
      [x + width, y, size.width - x - width, height],
    ] as const
    for (const [sx, sy, w, h] of strips) {
      if (w > 0 && h > 0) this.#clipped(frame, worldOf(frame, sx, sy, w, h), [])
    }
    this.#view = view
    this.#rough = true
  }

  #newCopy(size: Extent): Layer {
    const copy = new Layer(true, '')
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
    frame.picture?.draw(context, view, world)
    paintShapes(
      context,
      { editor: this.#editor, view, styles, colors, excluded, dense: this.#dense },
      found,
    )
  }
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
