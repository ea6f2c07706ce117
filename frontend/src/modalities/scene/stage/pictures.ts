/** What the cameras saw in a frame, with the boxes over it. */
import type { Editor } from '../../../core/editor'
import type { Extent } from '../../../core/geometry'
import type { StageFile } from '../../../core/registry'
import { cornersOfCuboid, type Point3 } from '../../../kinds'
import type { Photo } from '../data/camera_colours'
import { EDGES } from '../data/edges'
import type { Shot } from '../data/lift'
import type { Pose, SceneCamera } from '../data/manifest'
import type { Packed } from '../data/packed'
import { edgeInPicture, type Pixel } from '../data/projection'
import { eachSeen } from '../data/rays'
import type { Shown } from '../objects'
import { edgesOf, type ShownPath, shownPaths } from '../paths/paths'
import { handlesIn, isMarked, type ShownPictureBox, shownPictureBoxes } from '../picture_boxes'
import { sceneOf } from '../state'
import { pictureGrips } from '../tools/picture_edit'
import type { PictureView } from '../view/picture_view'
import { isInside, type Rect } from '../view/views'
import { colorOf, lit, RAMP, type SceneColors } from './colors'
import { paintGhosts } from './ghosts'
import { paintHand, plate, square } from './overlay'

/** Colours of points are read from pictures so many times smaller on each side. */
const SMALLER = 2
/** Points over a picture: so many for each pixel of it. */
const DENSITY = 0.18
/** Depths that get the ends of the ramp, in metres. */
const [CLOSE, FAR] = [3, 60]

/** Pictures kept decoded: those of a few frames. */
const KEPT = 18

type Context = CanvasRenderingContext2D

interface Dots {
  readonly of: Packed
  readonly key: string
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

  #poseOf(index: number): Pose | null {
    const image = sceneOf(this.#editor).info?.images.find((one) => one.camera === index)
    return image?.pose ?? null
  }

  /** Ask for the pictures of a frame before they are shown. */
  ahead(frame: number): void {
    for (const { name } of this.cameras) this.#album.get(`${frame}/${name}`)
  }

  /** The pictures of the frame on the screen that have come and are calibrated, as pixels. */
  photos(): readonly Photo[] {
    const { loaded } = sceneOf(this.#editor)
    return this.cameras.flatMap((camera, i): Photo[] => {
      const pose = this.#poseOf(i)
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
  paint(
    context: Context,
    view: PictureView,
    boxes: readonly Shown[],
    selected: Shown | null,
    colors: SceneColors,
  ): void {
    const { rect, camera, shot } = view
    const [red, green, blue] = colors.ground
    context.save()
    context.beginPath()
    context.rect(rect.x, rect.y, rect.width, rect.height)
    context.clip()
    context.fillStyle = `rgb(${red}, ${green}, ${blue})`
    context.fillRect(rect.x, rect.y, rect.width, rect.height)
    this.#paintPicture(context, view)
    if (shot && sceneOf(this.#editor).pictured.peek()) {
      const dots = this.#dotsOf(view, shot)
      if (dots) context.drawImage(dots, rect.x, rect.y, rect.width, rect.height)
    }
    if (shot) this.#paintThings(context, view, shot, boxes, colors)
    if (shot) paintGhosts(context, view, this.#editor, colors)
    if (shot && selected) this.#paintGrips(context, view, selected, colors)
    paintHand(context, this.#editor, colors)
    if (camera) plate(context, camera.name, rect.x + 4, rect.y + rect.height - 20, colors)
    context.restore()
  }

  #paintPicture(context: Context, view: PictureView): void {
    const { rect, camera, shown } = view
    const frame = sceneOf(this.#editor).frame.peek()
    const picture = camera && this.#album.get(`${frame}/${camera.name}`)
    if (!picture) return
    const place = [rect.x, rect.y, rect.width, rect.height] as const
    if (view.isWhole) {
      context.drawImage(this.#scaled(view.index, picture, rect), ...place)
      return
    }
    const by = picture.width / camera.width
    const part = [shown.x, shown.y, shown.width, shown.height].map((value) => value * by)
    context.drawImage(picture, ...(part as [number, number, number, number]), ...place)
  }

  #paintThings(
    context: Context,
    view: PictureView,
    shot: Shot,
    boxes: readonly Shown[],
    colors: SceneColors,
  ): void {
    for (const path of shownPaths(this.#editor)) this.#paintPath(context, view, shot, path)
    for (const one of boxes) this.#paintBox(context, view, shot, one)
    for (const one of shownPictureBoxes(this.#editor, view.camera?.name)) {
      this.#paintFlat(context, view, one, colors)
    }
  }

  /** A box of the picture itself; dashed as long as no person has set it. */
  #paintFlat(
    context: Context,
    view: PictureView,
    { record, data }: ShownPictureBox,
    colors: SceneColors,
  ): void {
    const isSelected = this.#editor.selection.peek().has(record.id)
    const marked = isMarked(this.#editor, record)
    const [x, y] = view.place([data.x, data.y])
    context.strokeStyle = lit(colorOf(this.#editor.schema.peek(), record))
    context.lineWidth = marked ? 2 : 1
    context.setLineDash(record.source.origin === 'human' ? [] : [5, 3])
    context.strokeRect(x, y, data.width * view.scale, data.height * view.scale)
    context.setLineDash([])
    if (!isSelected || this.#editor.editable(record.id) !== true) return
    context.fillStyle = colors.handle
    context.strokeStyle = colors.shade
    context.lineWidth = 1
    for (const at of handlesIn(view, data).values()) square(context, view.place(at), 6)
  }

  #paintGrips(
    context: Context,
    view: PictureView,
    { record, box }: Shown,
    colors: SceneColors,
  ): void {
    if (this.#editor.editable(record.id) !== true) return
    context.fillStyle = colors.handle
    context.strokeStyle = colors.shade
    context.lineWidth = 1
    for (const { at } of pictureGrips(view, box)) square(context, at, 6)
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
  #dotsOf(view: PictureView, { camera, pose, origin }: Shot): HTMLCanvasElement | null {
    const frame = sceneOf(this.#editor).points.peek()
    if (!frame) return null
    const { rect, shown, scale } = view
    const key = [rect.width, rect.height, scale, shown.x, shown.y].join()
    const known = this.#dots.get(view.index)
    if (known?.of === frame && known.key === key) return known.canvas
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(rect.width)
    canvas.height = Math.round(rect.height)
    const context = canvas.getContext('2d')
    const room = DENSITY * rect.width * rect.height * this.cameras.length
    const share = view.isWhole ? Math.min(1, room / frame.count) : 1
    eachSeen(frame, origin, camera, pose, share, (_, pixel) => {
      const [x, y] = view.place(pixel)
      if (!context || !isInside(rect, [x, y])) return
      context.fillStyle = RAINBOW[Math.round(99 * nearness(pixel[2]))] ?? ''
      context.fillRect(x - rect.x - 0.75, y - rect.y - 0.75, 1.5, 1.5)
    })
    this.#dots.set(view.index, { of: frame, key, canvas })
    return canvas
  }

  #world({ box }: Shown): readonly Point3[] {
    return cornersOfCuboid(sceneOf(this.#editor).toWorld(box))
  }

  #paintBox(context: Context, view: PictureView, { camera, pose }: Shot, shown: Shown): void {
    const corners = this.#world(shown)
    const marked = isMarked(this.#editor, shown.record)
    context.strokeStyle = lit(colorOf(this.#editor.schema.peek(), shown.record))
    context.lineWidth = marked ? 2 : 1
    context.globalAlpha = marked ? 1 : 0.75
    context.beginPath()
    for (const [i, k] of EDGES) {
      const [a, b] = [corners[i], corners[k]]
      if (a && b) traceEdge(context, view, edgeInPicture(camera, pose, a, b))
    }
    context.stroke()
    context.globalAlpha = 1
  }

  /** The pieces of a line that can be seen. */
  #paintPath(context: Context, view: PictureView, { camera, pose }: Shot, path: ShownPath): void {
    const scene = sceneOf(this.#editor)
    context.strokeStyle = lit(colorOf(this.#editor.schema.peek(), path.record))
    context.lineWidth = isMarked(this.#editor, path.record) ? 3 : 1.5
    context.beginPath()
    for (const { from, to, a, b } of edgesOf(path)) {
      if (!path.isSeen(from) || !path.isSeen(to)) continue
      traceEdge(context, view, edgeInPicture(camera, pose, scene.place(a), scene.place(b)))
    }
    context.stroke()
  }

  dispose(): void {
    this.#album.dispose()
  }
}

function traceEdge(
  context: Context,
  view: PictureView,
  lines: readonly (readonly Pixel[])[],
): void {
  for (const line of lines) {
    line.forEach((pixel, n) => {
      if (n === 0) context.moveTo(...view.place(pixel))
      else context.lineTo(...view.place(pixel))
    })
  }
}

/** Width over height of what each camera takes. */
export const aspects = (cameras: readonly Extent[]): readonly number[] =>
  cameras.map(({ width, height }) => (width > 0 && height > 0 ? width / height : 16 / 9))
