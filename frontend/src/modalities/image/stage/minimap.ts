import type { Editor } from '../../../core/editor'
import type { Extent } from '../../../core/geometry'
import type { Scope } from '../../../core/scope'
import type { StageColors, StyleSheet } from '../painters/style'
import type { Camera } from './camera'
import type { StagePicture } from './picture'

const WIDEST = 176
const HIGHEST = 132
const SMALLEST = 8
/** More shapes than this are not drawn one by one on so small a picture. */
const MOST = 2000

/** The whole image in a corner with a frame around what the stage shows; a press goes there. */
export class Minimap {
  readonly canvas = document.createElement('canvas')
  readonly #editor: Editor
  readonly #camera: Camera
  readonly #world: Extent
  readonly #scale: number
  readonly #context: CanvasRenderingContext2D
  readonly #picture = document.createElement('canvas')

  constructor(editor: Editor, camera: Camera, scope: Scope) {
    this.#editor = editor
    this.#camera = camera
    this.#world = editor.extent
    this.#scale = Math.min(WIDEST / this.#world.width, HIGHEST / this.#world.height)
    const context = this.canvas.getContext('2d')
    if (!context) throw new Error('no 2d context')
    this.#context = context
    this.canvas.dataset.part = 'minimap'
    this.#layOut()
    const go = (event: PointerEvent) => {
      event.stopPropagation()
      const { left, top } = this.canvas.getBoundingClientRect()
      const x = (event.clientX - left) / this.#scale
      const y = (event.clientY - top) / this.#scale
      camera.lookAt([x, y])
    }
    scope.listen<HTMLElement, PointerEvent>(this.canvas, 'pointerdown', (event) => {
      this.canvas.setPointerCapture(event.pointerId)
      go(event)
    })
    scope.listen<HTMLElement, PointerEvent>(this.canvas, 'pointermove', (event) => {
      event.stopPropagation()
      if (event.buttons === 1) go(event)
    })
    scope.listen(this.canvas, 'pointerup', (event) => event.stopPropagation())
  }

  #layOut(): void {
    const width = this.#world.width * this.#scale
    const height = this.#world.height * this.#scale
    for (const canvas of [this.canvas, this.#picture]) {
      canvas.width = Math.max(1, Math.round(width * devicePixelRatio))
      canvas.height = Math.max(1, Math.round(height * devicePixelRatio))
    }
    Object.assign(this.canvas.style, {
      position: 'absolute',
      right: '12px',
      bottom: '12px',
      width: `${width}px`,
      height: `${height}px`,
      borderRadius: '4px',
      boxShadow: '0 1px 4px rgba(0, 0, 0, 0.35)',
      cursor: 'pointer',
    })
  }

  /** Draw image and shapes anew, which is not needed for a mere movement of the view. */
  repaintPicture(picture: StagePicture, styles: StyleSheet): void {
    const context = this.#picture.getContext('2d')
    if (!context) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    picture.drawWhole(context, this.#picture.width, this.#picture.height)
    const k = this.#scale * devicePixelRatio
    const records = this.#editor.work.records.peek()
    if (records.size > MOST) return
    for (const record of records.values()) {
      const b = this.#editor.kindOf(record)?.bounds(record.data)
      if (!b || !this.#editor.view.isVisible(record)) continue
      context.strokeStyle = styles.of(record.label).stroke
      context.strokeRect(b.minX * k, b.minY * k, (b.maxX - b.minX) * k, (b.maxY - b.minY) * k)
    }
  }

  /** Not while the whole image is in view: there is nowhere to go. */
  isWanted(): boolean {
    const { minX, minY, maxX, maxY } = this.#camera.visible()
    const { width, height } = this.#world
    const isWhole = minX <= 0 && minY <= 0 && maxX >= width && maxY >= height
    return this.#editor.view.minimap.peek() && !isWhole
  }

  /** Show or hide, and draw the frame. */
  repaint(colors: StageColors): void {
    const shown = this.isWanted()
    this.canvas.style.display = shown ? 'block' : 'none'
    if (!shown) return
    const seen = this.#camera.visible()
    const { width, height } = this.#world
    const context = this.#context
    const k = this.#scale * devicePixelRatio
    context.drawImage(this.#picture, 0, 0)
    const x = Math.max(seen.minX, 0) * k
    const y = Math.max(seen.minY, 0) * k
    const w = Math.min(seen.maxX, width) * k - x
    const h = Math.min(seen.maxY, height) * k - y
    context.fillStyle = 'rgba(0, 0, 0, 0.28)'
    context.fillRect(0, 0, this.canvas.width, y)
    context.fillRect(0, y + h, this.canvas.width, this.canvas.height)
    context.fillRect(0, y, x, h)
    context.fillRect(x + w, y, this.canvas.width, h)
    context.lineWidth = 1.5 * devicePixelRatio
    context.strokeStyle = colors.accent
    // Zoomed in far, the frame would be too small to find.
    const dx = Math.max(0, SMALLEST * devicePixelRatio - w) / 2
    const dy = Math.max(0, SMALLEST * devicePixelRatio - h) / 2
    context.strokeRect(x - dx, y - dy, w + 2 * dx, h + 2 * dy)
  }
}
