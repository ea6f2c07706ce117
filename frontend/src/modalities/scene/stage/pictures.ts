/** What the cameras saw in a frame, with the boxes over it. */
import type { Editor } from '../../../core/editor'
import type { Extent, Point2 } from '../../../core/geometry'
import type { StageFile } from '../../../core/registry'
import { cornersOfCuboid, type Point3 } from '../../../kinds'
import type { Pose, SceneCamera } from '../data/manifest'
import { edgeInPicture, pixelOf, toCamera } from '../data/projection'
import type { Shown } from '../objects'
import { sceneOf } from '../state'
import type { Rect } from '../view/views'
import { colorOf, lit, type SceneColors } from './colors'
import { plate } from './overlay'
import { EDGES } from './wires'

/** Pictures kept decoded: those of a few frames. */
const KEPT = 18

type Context = CanvasRenderingContext2D

interface Shot {
  readonly camera: SceneCamera
  readonly pose: Pose | null
}

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
    if (shot?.pose) for (const one of boxes) this.#paintBox(context, shot, shot.pose, rect, one)
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
      const lines = a && b ? edgeInPicture(camera, pose, a, b) : []
      for (const line of lines) {
        line.forEach(([u, v], n) => {
          const [x, y] = [rect.x + u * scale, rect.y + v * scale]
          if (n === 0) context.moveTo(x, y)
          else context.lineTo(x, y)
        })
      }
    }
    context.stroke()
    context.globalAlpha = 1
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
