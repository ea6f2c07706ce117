import type { Editor } from '../../../core/editor'
import type { Scope } from '../../../core/scope'
import { listenTo, seek } from '../listening'
import { type AudioState, audioOf } from '../state'
import type { TimePointer } from '../tools/pointer'
import { HEAD, isIn, itemBand, type LaneBand, type Layout, laneAt } from './layout'
import { isMouseWheel, wheelPixels, zoomFactor } from './wheel'

/** Hit distance in CSS pixels. */
const TOLERANCE = 6
const DOUBLE_CLICK_MS = 350

export interface InputOptions {
  readonly layout: () => Layout
  /** Lanes by so many pixels. */
  readonly scrollBy: (pixels: number) => void
  readonly repaint: () => void
  readonly menu: (event: MouseEvent) => void
}

type Drag = (event: PointerEvent) => void

/** Turns events of the timeline's element into pointers of the editor, and into where to look and listen. */
export class Input {
  readonly #editor: Editor
  readonly #audio: AudioState
  readonly #host: HTMLElement
  readonly #options: InputOptions
  /** What a drag does that is no gesture of the editor. */
  #drag: Drag | null = null
  #pending: PointerEvent | null = null
  #last = { x: 0, y: 0, time: 0, clicks: 0 }
  /** Asked of the page when the pointer comes: asking in every frame lays out the page anew. */
  #place = { left: 0, top: 0 }
  /** CSS pixels from the left; null when the pointer is elsewhere. */
  x: number | null = null

  constructor(editor: Editor, host: HTMLElement, scope: Scope, options: InputOptions) {
    this.#editor = editor
    this.#audio = audioOf(editor)
    this.#host = host
    this.#options = options
    scope.listen<HTMLElement, PointerEvent>(host, 'pointerenter', () => this.locate())
    scope.listen<HTMLElement, PointerEvent>(host, 'pointerdown', (e) => this.#down(e))
    scope.listen<HTMLElement, PointerEvent>(host, 'pointermove', (e) => {
      this.#pending = e
      options.repaint()
    })
    scope.listen<HTMLElement, PointerEvent>(host, 'pointerup', (e) => this.#up(e))
    scope.listen(host, 'pointercancel', () => this.#lost())
    scope.listen(host, 'pointerleave', () => this.#left())
    scope.listen<HTMLElement, MouseEvent>(host, 'contextmenu', (e) => this.#menu(e))
    scope.listen<HTMLElement, WheelEvent>(host, 'wheel', (e) => this.#wheel(e), { passive: false })
  }

  /** The element may be somewhere else on the page. */
  locate(): void {
    this.#place = this.#host.getBoundingClientRect()
  }

  /** Hand on the latest movement; once per frame, however many events came in. */
  flush(): void {
    const event = this.#pending
    this.#pending = null
    if (!event) return
    const { x } = this.#at(event)
    this.x = x >= HEAD ? x : null
    const sample = this.#audio.view.toSample(x - HEAD)
    this.#editor.view.pointer.value = this.x === null ? null : [sample, 0]
    if (this.#drag) this.#drag(event)
    else this.#move(event)
  }

  #move(event: PointerEvent): void {
    const p = this.#pointerOf(event, 1)
    const cursor = p && this.#editor.move(p)
    if (this.#editor.gesture.peek()) return
    if (!p) this.#editor.hover.value = null
    this.#host.style.cursor = cursor || (p && this.#editor.tool.peek()?.cursor) || 'default'
  }

  #at(event: MouseEvent): { readonly x: number; readonly y: number } {
    const { left, top } = this.#place
    return { x: event.clientX - left, y: event.clientY - top }
  }

  /** Null where there is neither sound nor a lane, unless a gesture is going on. */
  #pointerOf(event: MouseEvent, clicks: number): TimePointer | null {
    const { x, y } = this.#at(event)
    const layout = this.#options.layout()
    const band = laneAt(layout, y)
    const isSound = y >= layout.ruler.y + layout.ruler.height && y < layout.window.y
    const isBusy = this.#editor.gesture.peek() !== null
    if (!isBusy && (x < HEAD || !(band || isSound))) return null
    const { view, lanes, lane } = this.#audio
    const current = lanes.peek().find(({ key }) => key === lane.peek()) ?? lanes.peek()[0]
    return {
      at: [view.toSample(x - HEAD), y],
      tolerance: TOLERANCE * view.span.peek().perPixel,
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
      clicks,
      zone: band ? 'lanes' : 'sound',
      lane: band?.lane ?? current ?? null,
      depth: band && depthAt(band, y),
    }
  }

  #down(event: PointerEvent): void {
    this.locate()
    this.flush()
    this.#host.focus({ preventScroll: true })
    if (event.button === 2) return
    this.#host.setPointerCapture(event.pointerId)
    const { x, y } = this.#at(event)
    if (event.button === 1) this.#drag = this.#panning(x)
    else this.#press(event, x, y)
    this.#options.repaint()
  }

  #press(event: PointerEvent, x: number, y: number): void {
    const layout = this.#options.layout()
    const band = laneAt(layout, y)
    if (x < HEAD) {
      const channel = layout.waves.findIndex((wave) => isIn(wave, y))
      if (band) this.#audio.lane.value = band.lane.key
      else if (channel >= 0)
        listenTo(this.#audio, this.#audio.solo.peek() === channel ? null : channel)
      return
    }
    if (isIn(layout.overview, y)) this.#begin(event, (e) => this.#look(e))
    else if (isIn(layout.ruler, y)) this.#begin(event, (e) => this.#seek(e))
    else this.#pressOn(event, x, y)
  }

  #pressOn(event: PointerEvent, x: number, y: number): void {
    const p = this.#pointerOf(event, this.#count(x, y, event.timeStamp))
    if (!p) return
    this.#editor.press(p)
    if (!this.#editor.gesture.peek() && p.zone === 'sound') this.#drag = (e) => this.#seek(e)
  }

  #begin(event: PointerEvent, drag: Drag): void {
    this.#drag = drag
    drag(event)
  }

  /** The middle of the view goes to this place of the overview. */
  #look(event: PointerEvent): void {
    const { view } = this.#audio
    const share = (this.#at(event).x - HEAD) / view.width.peek()
    const { perPixel } = view.span.peek()
    view.look(share * view.length.peek() - (view.width.peek() * perPixel) / 2, perPixel)
  }

  #seek(event: PointerEvent): void {
    seek(this.#audio, this.#audio.view.toSample(this.#at(event).x - HEAD))
  }

  #panning(start: number): Drag {
    const { view } = this.#audio
    const { from, perPixel } = view.span.peek()
    return (event) => view.look(from - (this.#at(event).x - start) * perPixel, perPixel)
  }

  #count(x: number, y: number, time: number): number {
    const last = this.#last
    const again =
      time - last.time < DOUBLE_CLICK_MS && Math.hypot(x - last.x, y - last.y) < TOLERANCE
    this.#last = { x, y, time, clicks: again ? last.clicks + 1 : 1 }
    return this.#last.clicks
  }

  #up(event: PointerEvent): void {
    this.flush()
    const p = this.#drag ? null : this.#pointerOf(event, 1)
    this.#drag = null
    if (p && event.button === 0) this.#editor.release(p)
    this.#options.repaint()
  }

  #lost(): void {
    this.#drag = null
    this.#pending = null
    this.#editor.cancel()
  }

  #left(): void {
    this.x = null
    this.#pending = null
    this.#editor.view.pointer.value = null
    if (!this.#editor.gesture.peek()) this.#editor.hover.value = null
    this.#options.repaint()
  }

  #menu(event: MouseEvent): void {
    event.preventDefault()
    this.#options.menu(event)
  }

  /** The wheel zooms at the pointer; sideways or with Shift it moves in time, over the heads it moves the lanes. */
  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const { view } = this.#audio
    const { x } = this.#at(event)
    const [dx, dy] = wheelPixels(event)
    if (event.ctrlKey || event.metaKey) view.zoomAt(x - HEAD, zoomFactor(event))
    else if (x < HEAD) this.#options.scrollBy(dy)
    else if (event.shiftKey) view.panBy(-(dx || dy))
    else if (Math.abs(dx) > Math.abs(dy)) view.panBy(-dx)
    else if (isMouseWheel(event)) view.zoomAt(x - HEAD, zoomFactor(event))
    else this.#options.scrollBy(dy)
  }
}

/** Which row inside a lane a height is in. */
function depthAt(band: LaneBand, y: number): number {
  const [first] = [itemBand(band, '')]
  return Math.min(band.lane.rows - 1, Math.max(0, Math.floor((y - first.y) / (first.height + 2))))
}
