import { type Bounds, type Extent, encloses, grow } from '../../../core/geometry'
import type { StageFile } from '../../../core/registry'
import type { PicturePart } from '../masks/picture'
import { type Adjustment, isNeutral, lookupTable, NEUTRAL } from '../stage/adjustment'
import type { Transform } from '../stage/camera'
import { canvasOf, SHARP_FROM, type StagePicture } from '../stage/picture'
import type { DeepPixels } from './png16'
import { inflate } from './png16'
import { Pyramid, type TileAt } from './pyramid'
import { isDeep, type Tile, TileStore } from './store'
import { counted, firstWindow, percentiles, tableOf, type Window } from './window'

/** Pixels that tools may look at, at most: the view at full size on a large screen. */
const MOST_SEEN = 20e6
const LONGEST_FRAME = 8000

/** A picture of which only what is in view is here, at the size at which it is seen. */
export class TiledPicture implements StagePicture {
  readonly extent: Extent
  readonly pyramid: Pyramid
  readonly #store: TileStore
  #adjustment: Adjustment = NEUTRAL
  #window: Window | null
  /** Of the settings: what was made for older ones is made anew when it is drawn. */
  #version = 0
  #table: Uint8Array | Uint8ClampedArray
  #seen: { readonly level: number; readonly world: Bounds } = { level: 0, world: EMPTY }
  #part: PicturePart | null = null

  constructor(pyramid: Pyramid, url: string, extent: Extent, arrived: () => void) {
    this.pyramid = pyramid
    this.extent = extent
    this.#window = pyramid.depth && firstWindow(pyramid.depth)
    this.#table = lookupTable(NEUTRAL)
    this.#store = new TileStore(pyramid, url, arrived)
    this.#retone()
  }

  /** With the smallest level, so that there is something to see wherever one looks. */
  static async load(
    files: readonly StageFile[],
    extent: Extent,
    signal: AbortSignal,
    arrived: () => void,
  ): Promise<TiledPicture> {
    const [tiles, table] = [fileOf(files, 'tiles'), fileOf(files, 'tile_table')]
    const reply = await fetch(table.url, { signal, credentials: 'same-origin' })
    if (!reply.ok) throw new Error(`tiles: HTTP ${reply.status}`)
    const places = await inflate([new Uint8Array(await reply.arrayBuffer())])
    const pyramid = new Pyramid(tiles.meta, places.buffer as ArrayBuffer)
    const picture = new TiledPicture(pyramid, tiles.url, extent, arrived)
    await picture.#store.load([pyramid.idOf({ level: pyramid.last, column: 0, row: 0 })])
    return picture
  }

  get window(): Window | null {
    return this.#window
  }

  /** Which values are black and white. */
  show(window: Window): void {
    this.#window = window
    this.#retone()
  }

  adjust(adjustment: Adjustment): void {
    this.#adjustment = adjustment
    this.#retone()
  }

  #retone(): void {
    const tone = lookupTable(this.#adjustment)
    this.#table = this.#window ? tableOf(this.#window, tone) : tone
    this.#version += 1
    this.#part = null
  }

  /** Say what the eye is on: its tiles are fetched first, then smaller ones of the same place and what lies around. */
  aim(view: Transform, world: Bounds): void {
    const { pyramid } = this
    const level = pyramid.levelFor(view.scale * devicePixelRatio)
    this.#seen = { level, world }
    const middle = [(world.minX + world.maxX) / 2, (world.minY + world.maxY) / 2] as const
    const far = (tile: TileAt) => {
      const { minX, minY, maxX, maxY } = pyramid.boundsOf(tile)
      return Math.hypot((minX + maxX) / 2 - middle[0], (minY + maxY) / 2 - middle[1])
    }
    const inOrder = (tiles: readonly TileAt[]) =>
      tiles.toSorted((a, b) => far(a) - far(b)).map((tile) => pyramid.idOf(tile))
    const around = grow(world, pyramid.side * 2 ** level)
    const above = Math.min(level + 1, pyramid.last)
    const root = pyramid.idOf({ level: pyramid.last, column: 0, row: 0 })
    this.#store.want([
      ...new Set([
        root,
        ...inOrder(pyramid.covering(level, world)),
        ...inOrder(pyramid.covering(above, world)),
        ...inOrder(pyramid.covering(level, around)),
      ]),
    ])
  }

  draw(context: CanvasRenderingContext2D, view: Transform, world: Bounds): void {
    const { pyramid } = this
    const scale = view.scale * devicePixelRatio
    context.imageSmoothingEnabled = scale < SHARP_FROM
    for (const tile of pyramid.covering(pyramid.levelFor(scale), world)) {
      let from: TileAt | null = tile
      let source = this.#look(from)
      while (!source && from) {
        from = pyramid.parentOf(from)
        source = from && this.#look(from)
      }
      if (from && source) this.#lay(context, view, tile, from, source)
    }
  }

  /** Draw a tile from its own pixels, or from a part of those of a smaller level. */
  #lay(
    context: CanvasRenderingContext2D,
    { scale, x, y }: Transform,
    tile: TileAt,
    from: TileAt,
    source: CanvasImageSource,
  ): void {
    const { minX, minY, maxX, maxY } = this.pyramid.boundsOf(tile)
    const origin = this.pyramid.boundsOf(from)
    const k = 2 ** from.level
    // On whole pixels of the screen, or lines would show between tiles.
    const snap = (at: number) => Math.round(at * devicePixelRatio) / devicePixelRatio
    const [left, top] = [snap(minX * scale + x), snap(minY * scale + y)]
    const [right, bottom] = [snap(maxX * scale + x), snap(maxY * scale + y)]
    if (right <= left || bottom <= top) return
    context.drawImage(
      source,
      (minX - origin.minX) / k,
      (minY - origin.minY) / k,
      (maxX - minX) / k,
      (maxY - minY) / k,
      left,
      top,
      right - left,
      bottom - top,
    )
  }

  drawWhole(context: CanvasRenderingContext2D, width: number, height: number): void {
    const source = this.#look({ level: this.pyramid.last, column: 0, row: 0 })
    context.imageSmoothingQuality = 'medium'
    if (source) context.drawImage(source, 0, 0, width, height)
  }

  /** What is in view, where that is seen at its full size; else there is nothing that tools could go by. */
  part(around: Bounds): PicturePart | null {
    const known = this.#part
    if (known && encloses(boundsOfPart(known), around)) return known
    const { level, world } = this.#seen
    const tiles = level === 0 ? this.pyramid.covering(0, world) : []
    const [first, last] = [tiles[0], tiles.at(-1)]
    if (!first || !last) return null
    const [from, to] = [this.pyramid.boundsOf(first), this.pyramid.boundsOf(last)]
    const [width, height] = [to.maxX - from.minX, to.maxY - from.minY]
    if (width * height > MOST_SEEN) return null
    const [, context] = canvasOf(width, height)
    for (const tile of tiles) {
      const source = this.#look(tile)
      if (!source) return null
      const { minX, minY } = this.pyramid.boundsOf(tile)
      context.drawImage(source, minX - from.minX, minY - from.minY)
    }
    const part = {
      x: from.minX,
      y: from.minY,
      pixels: context.getImageData(0, 0, width, height),
    }
    if (!encloses(boundsOfPart(part), around)) return null
    this.#part = part
    return part
  }

  get seenFrom(): number {
    return 0.5 / devicePixelRatio
  }

  /** What is in view; of a view that is too large to work on, its middle. */
  frame(): Bounds {
    const { world } = this.#seen
    const along = (from: number, to: number, size: number) => {
      const [start, end] = [Math.max(0, Math.floor(from)), Math.min(size, Math.ceil(to))]
      const spare = Math.max(0, end - start - LONGEST_FRAME) / 2
      return [Math.ceil(start + spare), Math.floor(end - spare)] as const
    }
    const [minX, maxX] = along(world.minX, world.maxX, this.extent.width)
    const [minY, maxY] = along(world.minY, world.maxY, this.extent.height)
    return { minX, minY, maxX, maxY }
  }

  /** The window by what is in view, all but a share of the darkest and brightest values; null when nothing is here. */
  windowInView(share: number): Window | null {
    const { depth } = this.pyramid
    const { level, world } = this.#seen
    const tiles = this.pyramid.covering(level, world).flatMap((tile) => {
      const pixels = this.#store.get(this.pyramid.idOf(tile))?.pixels
      return pixels && isDeep(pixels) ? [pixels.values] : []
    })
    return depth && tiles.length > 0 ? percentiles(counted(tiles), share) : null
  }

  dispose(): void {
    this.#store.dispose()
    this.#part = null
  }

  /** A tile as it is to be drawn; null while it is not here. */
  #look(tile: TileAt): CanvasImageSource | null {
    const found = this.#store.get(this.pyramid.idOf(tile))
    if (!found) return null
    if (!isDeep(found.pixels) && isNeutral(this.#adjustment)) return found.pixels
    if (found.version !== this.#version) this.#make(found)
    return found.look
  }

  #make(tile: Tile): void {
    const { width, height } = tile.pixels
    const canvas =
      tile.look instanceof OffscreenCanvas ? tile.look : new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no 2d context')
    context.putImageData(
      isDeep(tile.pixels)
        ? windowed(tile.pixels, this.#table)
        : toned(context, tile.pixels, this.#table),
      0,
      0,
    )
    tile.look = canvas
    tile.version = this.#version
  }
}

const EMPTY: Bounds = { minX: 0, minY: 0, maxX: 0, maxY: 0 }

const boundsOfPart = ({ x, y, pixels }: PicturePart): Bounds => ({
  minX: x,
  minY: y,
  maxX: x + pixels.width,
  maxY: y + pixels.height,
})

function windowed(
  { width, height, channels, values }: DeepPixels,
  table: ArrayLike<number>,
): ImageData {
  const image = new ImageData(width, height)
  const out = new Uint32Array(image.data.buffer)
  if (channels === 1) {
    for (let i = 0; i < out.length; i++) {
      const grey = table[values[i] ?? 0] ?? 0
      out[i] = 0xff000000 | (grey * 0x010101)
    }
    return image
  }
  for (let i = 0, at = 0; i < out.length; i++, at += 3) {
    const [r, g, b] = [
      table[values[at] ?? 0],
      table[values[at + 1] ?? 0],
      table[values[at + 2] ?? 0],
    ]
    out[i] = 0xff000000 | ((b ?? 0) << 16) | ((g ?? 0) << 8) | (r ?? 0)
  }
  return image
}

function toned(
  context: OffscreenCanvasRenderingContext2D,
  bitmap: ImageBitmap,
  table: ArrayLike<number>,
): ImageData {
  context.clearRect(0, 0, bitmap.width, bitmap.height)
  context.drawImage(bitmap, 0, 0)
  const image = context.getImageData(0, 0, bitmap.width, bitmap.height)
  const bytes = image.data
  for (let i = 0; i < bytes.length; i += 4) {
    bytes[i] = table[bytes[i] ?? 0] ?? 0
    bytes[i + 1] = table[bytes[i + 1] ?? 0] ?? 0
    bytes[i + 2] = table[bytes[i + 2] ?? 0] ?? 0
  }
  return image
}

function fileOf(files: readonly StageFile[], role: string): StageFile {
  const file = files.find((one) => one.role === role)
  if (!file) throw new Error(`tiles: no ${role}`)
  return file
}
