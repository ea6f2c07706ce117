import type { Bounds, Extent } from '../../../core/geometry'
import type { PicturePart, PictureSource } from '../masks/picture'
import { type Adjustment, isNeutral, lookupTable, NEUTRAL } from './adjustment'
import { bitmapOf } from './bitmap'
import type { Transform } from './camera'

const NO_COPY = { scale: 0, canvas: null }

type Level = { readonly source: CanvasImageSource; readonly width: number; readonly height: number }

/** What a stage draws under everything. */
export interface StagePicture extends PictureSource {
  adjust(adjustment: Adjustment): void
  /** What is in view, before it is drawn: of pictures that are fetched part by part. */
  aim?(view: Transform, world: Bounds): void
  /**
   * Draw the part of the image inside `world` for this view. `still` says that the scale is not just being
   * changed, so that a copy at this scale will be of use again.
   */
  draw(context: CanvasRenderingContext2D, view: Transform, world: Bounds, still: boolean): void
  /** The whole image into a rectangle of the context, for the minimap. */
  drawWhole(context: CanvasRenderingContext2D, width: number, height: number): void
  dispose(): void
}

/** From this scale on, pixels are shown as squares. */
export const SHARP_FROM = 4
/** A copy of the whole image at the scale of the view may take so many pixels. */
const MOST_SCALED = 6e6

export function canvasOf(
  width: number,
  height: number,
): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no 2d context')
  return [canvas, context]
}

function halved({ source, width, height }: Level): Level {
  const size = { width: Math.max(1, width >> 1), height: Math.max(1, height >> 1) }
  const [canvas, context] = canvasOf(size.width, size.height)
  context.imageSmoothingQuality = 'medium'
  context.drawImage(source, 0, 0, size.width, size.height)
  return { source: canvas, ...size }
}

function adjusted({ source, width, height }: Level, adjustment: Adjustment): Level {
  const [canvas, context] = canvasOf(width, height)
  context.drawImage(source, 0, 0)
  const pixels = context.getImageData(0, 0, width, height)
  const table = lookupTable(adjustment)
  const bytes = pixels.data
  for (let i = 0; i < bytes.length; i += 4) {
    bytes[i] = table[bytes[i] ?? 0] ?? 0
    bytes[i + 1] = table[bytes[i + 1] ?? 0] ?? 0
    bytes[i + 2] = table[bytes[i + 2] ?? 0] ?? 0
  }
  context.putImageData(pixels, 0, 0)
  return { source: canvas, width, height }
}

/**
 * A decoded image at several sizes, each half of the one before, so that a large image is drawn small
 * quickly and without shimmering. Sizes and their brightened copies are made when first needed.
 */
export class Picture implements StagePicture {
  readonly #levels: Level[]
  readonly #adjusted = new Map<number, Level>()
  #adjustment: Adjustment = NEUTRAL
  /** The image at the scale of the last view: while the scale stays, drawing it is a plain copy. */
  #scaled: { readonly scale: number; readonly canvas: OffscreenCanvas | null } = NO_COPY
  readonly #bitmap: ImageBitmap
  /** Large and wanted only now and then. */
  #part: WeakRef<PicturePart> | null = null
  readonly #isPassing: boolean
  readonly extent: Extent
  readonly seenFrom = 0

  /**
   * `extent` is the size in the asset's pixels, which the bitmap fills whatever its own size. A picture that is only
   * passing, a frame of a film that is played, is drawn as it is: smaller copies would be made for nothing.
   */
  constructor(bitmap: ImageBitmap, extent: Extent, isPassing = false) {
    this.#bitmap = bitmap
    this.extent = extent
    this.#isPassing = isPassing
    this.#levels = [{ source: bitmap, width: bitmap.width, height: bitmap.height }]
  }

  static async load(url: string, extent: Extent, signal: AbortSignal): Promise<Picture> {
    return new Picture(await bitmapOf(url, signal), extent)
  }

  adjust(adjustment: Adjustment): void {
    this.#adjustment = adjustment
    this.#adjusted.clear()
    this.#scaled = NO_COPY
  }

  draw(context: CanvasRenderingContext2D, view: Transform, world: Bounds, still: boolean): void {
    const { width, height } = this.extent
    const minX = Math.max(0, Math.floor(world.minX))
    const minY = Math.max(0, Math.floor(world.minY))
    const maxX = Math.min(width, Math.ceil(world.maxX))
    const maxY = Math.min(height, Math.ceil(world.maxY))
    if (maxX <= minX || maxY <= minY) return
    const copy = still && !this.#isPassing ? this.#copyAt(view.scale) : null
    if (copy) {
      const k = devicePixelRatio
      context.save()
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(copy, Math.round(view.x * k), Math.round(view.y * k))
      context.restore()
      return
    }
    const level = this.#levelFor(view.scale)
    const kx = level.width / width
    const ky = level.height / height
    context.imageSmoothingEnabled = view.scale * (width / this.#bitmap.width) < SHARP_FROM
    context.drawImage(
      level.source,
      minX * kx,
      minY * ky,
      (maxX - minX) * kx,
      (maxY - minY) * ky,
      minX * view.scale + view.x,
      minY * view.scale + view.y,
      (maxX - minX) * view.scale,
      (maxY - minY) * view.scale,
    )
  }

  /** A copy of the whole image at this scale; null when it would be too large. */
  #copyAt(scale: number): OffscreenCanvas | null {
    if (this.#scaled.scale === scale) return this.#scaled.canvas
    const { width, height } = this.extent
    const w = Math.round(width * scale * devicePixelRatio)
    const h = Math.round(height * scale * devicePixelRatio)
    this.#scaled = { scale, canvas: w * h > MOST_SCALED ? null : this.#scaledTo(scale, w, h) }
    return this.#scaled.canvas
  }

  #scaledTo(scale: number, width: number, height: number): OffscreenCanvas {
    const [canvas, context] = canvasOf(width, height)
    context.imageSmoothingEnabled = scale * (this.extent.width / this.#bitmap.width) < SHARP_FROM
    context.drawImage(this.#levelFor(scale).source, 0, 0, width, height)
    return canvas
  }

  drawWhole(context: CanvasRenderingContext2D, width: number, height: number): void {
    const level = this.#levelFor(width / this.extent.width)
    context.imageSmoothingQuality = this.#isPassing ? 'low' : 'medium'
    context.drawImage(level.source, 0, 0, width, height)
  }

  /** All of it, whatever its brightness on the screen is set to. */
  part(): PicturePart {
    const known = this.#part?.deref()
    if (known) return known
    const { width, height } = this.extent
    const [, context] = canvasOf(width, height)
    context.drawImage(this.#bitmap, 0, 0, width, height)
    const part = { x: 0, y: 0, pixels: context.getImageData(0, 0, width, height) }
    this.#part = new WeakRef(part)
    return part
  }

  frame(): Bounds {
    return { minX: 0, minY: 0, maxX: this.extent.width, maxY: this.extent.height }
  }

  dispose(): void {
    this.#bitmap.close()
    this.#levels.length = 0
    this.#adjusted.clear()
    this.#scaled = NO_COPY
  }

  /** The smallest level that still has at least one pixel per pixel of the screen. */
  #levelFor(scale: number): Level {
    const first = this.#levels[0]
    if (!first) throw new Error('picture is disposed')
    const share = (scale * devicePixelRatio * this.extent.width) / first.width
    const wanted = this.#isPassing ? 0 : Math.max(0, Math.floor(-Math.log2(share)))
    let index = 0
    let level = first
    while (index < wanted && level.width > 1 && level.height > 1) {
      const next = this.#levels[index + 1] ?? halved(level)
      this.#levels[index + 1] = next
      level = next
      index += 1
    }
    return isNeutral(this.#adjustment) ? level : this.#adjustedLevel(index, level)
  }

  #adjustedLevel(index: number, level: Level): Level {
    const known = this.#adjusted.get(index) ?? adjusted(level, this.#adjustment)
    this.#adjusted.set(index, known)
    return known
  }
}
