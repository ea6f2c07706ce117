/** What the cameras saw in a frame, with the boxes over it. */
import type { Editor } from '../../../core/editor'
import type { Extent, Point2 } from '../../../core/geometry'
import type { StageFile } from '../../../core/registry'
import { cornersOfCuboid, type Point3 } from '../../../kinds'
import type { Photo } from '../data/camera_colours'
import type { Pose, SceneCamera } from '../data/manifest'
import type { Packed } from '../data/packed'
import { edgeInPicture, type Pixel, pixelOf, toCamera } from '../data/projection'
import { eachSeen } from '../data/rays'
import type { Shown } from '../objects'
import { edgesOf, type ShownPath, shownPaths } from '../paths/paths'
import { sceneOf } from '../state'
import type { Rect } from '../view/views'
import { colorOf, lit, RAMP, type SceneColors } from './colors'
import { plate } from './overlay'
import { EDGES } from './wires'

/** Colours of points are read from pictures so many times smaller on each side. */
const SMALLER = 2
/** Points over a picture: so many for each pixel of it. */
const DENSITY = 0.18
/** Depths that get the ends of the ramp, in metres. */
const [CLOSE, FAR] = [3, 60]

/** Pictures kept decoded: those of a few frames. */
const KEPT = 18

type Context = CanvasRenderingContext2D

interface Shot {
  readonly camera: SceneCamera
  readonly pose: Pose | null
}

interface Dots {
  readonly of: Packed
  readonly canvas: HTMLCanvasElement
}

/** 1 for what is close, 0 for what is far, by ratio. */
const nearness = (depth: number): number =>
  Math.min(1, Math.max(0, 1 - Math.log(depth / CLOSE) / Math.log(FAR / CLOSE)))

/** The ramp in a hundred steps, far first. */
const RAINBOW: readonly string[] = Array.from({ length: 100 }, (_, i) => {
  const at = (i / 99) * (RAMP.length - 1)
  const [low, high] = [RAMP[Math.floor(at)], RAMP[Math.ceil(at)]]
  const mixed = low?.map((value, k) => value + ((high?.[k] ?? value) - value) * (at % 1)) ?? []
  return `rgb(${mixed.map(Math.round).join(', ')})`
})

/** Fetches and keeps pictures. */
class Album {
  readonly #urls: ReadonlyMap<string, string>
  readonly #known = new Map<string, ImageBitmap | null>()
  readonly #arrived: () => void

  constructor(files: readonly StageFile[], arrived: () => void) {
    const images = files.filter(({ role }) => role === 'image')
    this.#urls = new Map(images.map(({ key, url }) => [key, url]))
    this.#arrived = arrived
  }

  /** The picture when it is here; otherwise it is on its way. */
  get(key: string): ImageBitmap | null {
    const known = this.#known.get(key)
    const url = this.#urls.get(key)
    if (known === undefined && url) void this.#load(key, url)
    return known ?? null
  }

  async #load(key: string, url: string): Promise<void> {
    this.#known.set(key, null)
    try {
      const answer = await fetch(url)
      const picture = await createImageBitmap(await answer.blob())
      this.#known.set(key, picture)
      this.#trim()
      this.#arrived()
    } catch {
      // A picture that does not come leaves its place dark; it is asked for again with the next frame.
      this.#known.delete(key)
    }
  }

  #trim(): void {
    for (const [key, picture] of this.#known) {
      if (this.#known.size <= KEPT) return
      picture?.close()
      this.#known.delete(key)
    }
  }

  dispose(): void {
    for (const picture of this.#known.values()) picture?.close()
    this.#known.clear()
  }
}

export class Pictures {
  readonly #editor: Editor
  readonly #album: Album
  /** Pictures at the size in which they are drawn, by camera. */
  readonly #small = new Map<number, { of: ImageBitmap; canvas: HTMLCanvasElement }>()

  readonly #read = new WeakMap<ImageBitmap, ImageData>()
  /** Points over a picture, by camera. */
  readonly #dots = new Map<number, Dots>()

  constructor(editor: Editor, files: readonly StageFile[], arrived: () => void) {
    this.#editor = editor
    this.#album = new Album(files, arrived)
  }

  get cameras(): readonly SceneCamera[] {
    return sceneOf(this.#editor).manifest.peek()?.cameras ?? []
  }

  #shot(index: number): Shot | null {
    const camera = this.cameras[index]
    const image = sceneOf(this.#editor).info?.images.find((one) => one.camera === index)
    return camera && image ? { camera, pose: image.pose } : null
  }

  /** Ask for the pictures of a frame before they are shown. */
  ahead(frame: number): void {
    for (const { name } of this.cameras) this.#album.get(`${frame}/${name}`)
  }

  /** The pictures of the frame on the screen that have come and are calibrated, as pixels. */
  photos(): readonly Photo[] {
    const { loaded } = sceneOf(this.#editor)
    return this.cameras.flatMap((camera, i): Photo[] => {
      const pose = this.#shot(i)?.pose
      const picture = pose && this.#album.get(`${loaded.peek()}/${camera.name}`)
      return picture ? [{ camera, pose, pixels: this.#pixels(picture) }] : []
    })
  }

  #pixels(picture: ImageBitmap): ImageData {
    const known = this.#read.get(picture)
    if (known) return known
    const [width, height] = [
      Math.ceil(picture.width / SMALLER),
      Math.ceil(picture.height / SMALLER),
    ]
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
    })
    if (!context) throw new Error('no 2d context')
    context.drawImage(picture, 0, 0, width, height)
    const pixels = context.getImageData(0, 0, width, height)
    this.#read.set(picture, pixels)
    return pixels
  }

  /** Draw one camera's picture into its place. */
  paint(context: Context, index: number, rect: Rect, boxes: readonly Shown[], colors: SceneColors) {
    const [red, green, blue] = colors.ground
    context.save()
    context.beginPath()
    context.rect(rect.x, rect.y, rect.width, rect.height)
    context.clip()
    context.fillStyle = `rgb(${red}, ${green}, ${blue})`
    context.fillRect(rect.x, rect.y, rect.width, rect.height)
    const camera = this.cameras[index]
    const frame = sceneOf(this.#editor).frame.peek()
    const picture = camera && this.#album.get(`${frame}/${camera.name}`)
    if (picture)
      context.drawImage(this.#scaled(index, picture, rect), rect.x, rect.y, rect.width, rect.height)
    const shot = this.#shot(index)
    if (shot?.pose && sceneOf(this.#editor).pictured.peek()) {
      const dots = this.#dotsOf(index, shot.camera, shot.pose, rect)
      if (dots) context.drawImage(dots, rect.x, rect.y, rect.width, rect.height)
    }
    if (shot?.pose) {
      for (const path of shownPaths(this.#editor)) {
        this.#paintPath(context, shot.camera, shot.pose, rect, path)
      }
      for (const one of boxes) this.#paintBox(context, shot, shot.pose, rect, one)
    }
    if (camera) plate(context, camera.name, rect.x + 4, rect.y + rect.height - 20, colors)
    context.restore()
  }

  #scaled(index: number, picture: ImageBitmap, { width, height }: Rect): HTMLCanvasElement {
    const ratio = devicePixelRatio
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
    const known = this.#small.get(index)
    if (known?.of === picture && known.canvas.width === w && known.canvas.height === h) {
      return known.canvas
    }
    const canvas = document.createElement('canvas')
    canvas.width = w
    canvas.height = h
    const context = canvas.getContext('2d')
    if (context) context.imageSmoothingQuality = 'high'
    context?.drawImage(picture, 0, 0, w, h)
    this.#small.set(index, { of: picture, canvas })
    return canvas
  }

  /** The points of the frame over a picture, coloured by their depth. */
  #dotsOf(index: number, camera: SceneCamera, pose: Pose, rect: Rect): HTMLCanvasElement | null {
    const { points, origin } = sceneOf(this.#editor)
    const frame = points.peek()
    if (!frame) return null
    const [width, height] = [Math.round(rect.width), Math.round(rect.height)]
    const known = this.#dots.get(index)
    if (known?.of === frame && known.canvas.width === width) return known.canvas
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const share = Math.min(1, (DENSITY * width * height * this.cameras.length) / frame.count)
    const context = canvas.getContext('2d')
    const scale = width / camera.width
    eachSeen(frame, origin, camera, pose, share, (_, [u, v, depth]) => {
      if (!context) return
      context.fillStyle = RAINBOW[Math.round(99 * nearness(depth))] ?? ''
      context.fillRect(u * scale - 0.75, v * scale - 0.75, 1.5, 1.5)
    })
    this.#dots.set(index, { of: frame, canvas })
    return canvas
  }

  #world({ box }: Shown): readonly Point3[] {
    return cornersOfCuboid(sceneOf(this.#editor).toWorld(box))
  }

  #paintBox(context: Context, { camera }: Shot, pose: Pose, rect: Rect, shown: Shown): void {
    const corners = this.#world(shown)
    const scale = rect.width / camera.width
    const isSelected = this.#editor.selection.peek().has(shown.record.id)
    const isMarked = isSelected || this.#editor.hover.peek() === shown.record.id
    context.strokeStyle = lit(colorOf(this.#editor.schema.peek(), shown.record))
    context.lineWidth = isMarked ? 2 : 1
    context.globalAlpha = isMarked ? 1 : 0.75
    context.beginPath()
    for (const [i, k] of EDGES) {
      const [a, b] = [corners[i], corners[k]]
      if (a && b) traceEdge(context, edgeInPicture(camera, pose, a, b), rect, scale)
    }
    context.stroke()
    context.globalAlpha = 1
  }

  /** The pieces of a line that can be seen. */
  #paintPath(context: Context, camera: SceneCamera, pose: Pose, rect: Rect, path: ShownPath): void {
    const { id } = path.record
    const isMarked = this.#editor.selection.peek().has(id) || this.#editor.hover.peek() === id
    const scene = sceneOf(this.#editor)
    context.strokeStyle = lit(colorOf(this.#editor.schema.peek(), path.record))
    context.lineWidth = isMarked ? 3 : 1.5
    context.beginPath()
    for (const { from, to, a, b } of edgesOf(path)) {
      if (!path.isSeen(from) || !path.isSeen(to)) continue
      const lines = edgeInPicture(camera, pose, scene.place(a), scene.place(b))
      traceEdge(context, lines, rect, rect.width / camera.width)
    }
    context.stroke()
  }

  /** The nearest box under a place of a picture. */
  boxAt(index: number, rect: Rect, [x, y]: Point2, boxes: readonly Shown[]): Shown | null {
    const shot = this.#shot(index)
    if (!shot?.pose) return null
    const { camera, pose } = shot
    const scale = rect.width / camera.width
    const at: Point2 = [(x - rect.x) / scale, (y - rect.y) / scale]
    let best: Shown | null = null
    let nearest = Number.POSITIVE_INFINITY
    for (const one of boxes) {
      const depth = depthUnder(camera, pose, this.#world(one), at, 4 / scale)
      if (depth !== null && depth < nearest) {
        nearest = depth
        best = one
      }
    }
    return best
  }

  dispose(): void {
    this.#album.dispose()
  }
}

function traceEdge(
  context: Context,
  lines: readonly (readonly Pixel[])[],
  rect: Rect,
  scale: number,
): void {
  for (const line of lines) {
    line.forEach(([u, v], n) => {
      const [x, y] = [rect.x + u * scale, rect.y + v * scale]
      if (n === 0) context.moveTo(x, y)
      else context.lineTo(x, y)
    })
  }
}

/** How far away a box is whose corners surround a pixel; null when they do not. */
function depthUnder(
  camera: SceneCamera,
  pose: Pose,
  corners: readonly Point3[],
  [x, y]: Point2,
  margin: number,
): number | null {
  const seen = corners.flatMap((corner) => {
    const pixel = pixelOf(camera, toCamera(pose, corner))
    return pixel ? [pixel] : []
  })
  if (seen.length < 4) return null
  const us = seen.map(([u]) => u)
  const vs = seen.map(([, v]) => v)
  const isInside =
    x >= Math.min(...us) - margin &&
    x <= Math.max(...us) + margin &&
    y >= Math.min(...vs) - margin &&
    y <= Math.max(...vs) + margin
  return isInside ? Math.min(...seen.map(([, , depth]) => depth)) : null
}

/** Width over height of what each camera takes. */
export const aspects = (cameras: readonly Extent[]): readonly number[] =>
  cameras.map(({ width, height }) => (width > 0 && height > 0 ? width / height : 16 / 9))
