import { type Bounds, type Extent, unite } from '../../../core/geometry'
import type { Transform } from '../stage/camera'
import { type Area, areaOf, boundsOfSource, holds, type MaskItem, meet, paintItem } from './raster'

/** Screen pixels around the view that are made with it, so that a pan has some way to go. */
const MARGIN = 160
/** Masks that take longer to paint than this, in ms, are stretched while the view zooms. */
const QUICK = 6

interface Shown {
  readonly items: readonly MaskItem[]
  readonly k: number
  readonly area: Area
}

const sameLook = (a: MaskItem, b: MaskItem | undefined): boolean =>
  b !== undefined &&
  a.source === b.source &&
  a.fill === b.fill &&
  a.line === b.line &&
  a.width === b.width &&
  a.dashed === b.dashed

/** Where two lists differ; null when all of it may. Items keep their order unless one is taken out or put in. */
function differences(before: readonly MaskItem[], now: readonly MaskItem[]): Bounds[] | null {
  const known = new Map(before.map((item) => [item.source, item]))
  const wanted = new Map(now.map((item) => [item.source, item]))
  const stay = (items: readonly MaskItem[], others: typeof known) =>
    items.filter((item) => sameLook(item, others.get(item.source)))
  const left = stay(before, wanted)
  const right = stay(now, known)
  if (left.some((item, i) => item.source !== right[i]?.source)) return null
  const gone = before.filter((item) => !sameLook(item, wanted.get(item.source)))
  const come = now.filter((item) => !sameLook(item, known.get(item.source)))
  return [...gone, ...come].map(({ source }) => boundsOfSource(source))
}

/**
 * A picture of masks at the scale of the view, as large as the view at most. It is shifted while the view pans,
 * mended where a mask changes, and made anew when the scale changes.
 */
export class MaskLayer {
  #canvas: OffscreenCanvas | null = null
  #shown: Shown | null = null
  #cost = 0

  /**
   * Draw the masks. `touched` is where a bitmap among them has changed. While the view is not `settled`, what takes
   * long is stretched from the last picture; true then, for it wants to be drawn again.
   */
  draw(
    context: CanvasRenderingContext2D,
    view: Transform,
    size: Extent,
    items: readonly MaskItem[],
    settled = true,
    touched: Bounds | null = null,
  ): boolean {
    const k = view.scale * devicePixelRatio
    const x = Math.round(view.x * devicePixelRatio)
    const y = Math.round(view.y * devicePixelRatio)
    const wanted = this.#wanted(items, k, x, y, size)
    if (!wanted) return false
    const rough = !settled && this.#cost > QUICK && this.#shown !== null && this.#shown.k !== k
    if (!rough) this.#update(items, k, wanted, touched)
    this.#blit(context, k, x, y)
    return rough
  }

  /** What must be seen; null when none of it is in view. */
  #wanted(items: readonly MaskItem[], k: number, x: number, y: number, size: Extent): Area | null {
    const all = unite(items.map(({ source }) => boundsOfSource(source)))
    const screen = {
      left: -x,
      top: -y,
      right: Math.ceil(size.width * devicePixelRatio) - x,
      bottom: Math.ceil(size.height * devicePixelRatio) - y,
    }
    return all && meet(screen, areaOf(all, k))
  }

  #update(items: readonly MaskItem[], k: number, wanted: Area, touched: Bounds | null): void {
    const shown = this.#shown
    const changes = shown?.k === k && holds(shown.area, wanted) && differences(shown.items, items)
    if (!shown || !changes) {
      this.#make(items, k, wanted)
      return
    }
    this.#shown = { ...shown, items }
    for (const bounds of touched ? [...changes, touched] : changes) {
      const part = meet(areaOf(bounds, k), shown.area)
      if (part) this.#paint(part)
    }
  }

  #make(items: readonly MaskItem[], k: number, wanted: Area): void {
    const begun = performance.now()
    const all = unite(items.map(({ source }) => boundsOfSource(source)))
    const roomy = {
      left: wanted.left - MARGIN,
      top: wanted.top - MARGIN,
      right: wanted.right + MARGIN,
      bottom: wanted.bottom + MARGIN,
    }
    const area = (all && meet(roomy, areaOf(all, k))) ?? wanted
    const width = area.right - area.left
    const height = area.bottom - area.top
    if (this.#canvas?.width !== width || this.#canvas.height !== height) {
      this.#canvas = new OffscreenCanvas(width, height)
    }
    this.#shown = { items, k, area }
    this.#paint(area)
    this.#cost = performance.now() - begun
  }

  #paint(part: Area): void {
    const shown = this.#shown
    const context = this.#canvas?.getContext('2d')
    if (!shown || !context) return
    const image = new ImageData(part.right - part.left, part.bottom - part.top)
    const pixels = new Uint32Array(image.data.buffer)
    for (const item of shown.items) paintItem(pixels, part, item, shown.k)
    context.putImageData(image, part.left - shown.area.left, part.top - shown.area.top)
  }

  #blit(context: CanvasRenderingContext2D, k: number, x: number, y: number): void {
    const shown = this.#shown
    if (!shown || !this.#canvas) return
    const ratio = k / shown.k
    context.save()
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.drawImage(
      this.#canvas,
      x + shown.area.left * ratio,
      y + shown.area.top * ratio,
      this.#canvas.width * ratio,
      this.#canvas.height * ratio,
    )
    context.restore()
  }
}
