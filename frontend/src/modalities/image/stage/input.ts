import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import type { Scope } from '../../../core/scope'
import type { Camera } from './camera'
import { isMouseWheel, isTyping, Pinch, zoomFactor } from './input_devices'

/** Hit distance on the screen in CSS pixels. */
export const TOLERANCE = 6
const DOUBLE_CLICK_MS = 350
const TAP = 3

export interface InputOptions {
  /** Something but the document changed that the overlay shows. */
  readonly repaint: () => void
  /** Called first; true when the press was on something of the shell, such as a pin. */
  readonly pressed: (at: Point2) => boolean
  readonly menu: (event: MouseEvent) => void
}

interface Pan {
  readonly pointerId: number
  readonly from: Point2
  readonly x: number
  readonly y: number
  readonly pressed: Pointer
  tap: boolean
}

/** Turns events of the host element into pointers of the editor and movements of the camera. */
export class Input {
  readonly #editor: Editor
  readonly #camera: Camera
  readonly #host: HTMLElement
  readonly #options: InputOptions
  readonly #pinch = new Pinch()
  #pan: Pan | null = null
  #pending: PointerEvent | null = null
  #space = false
  #last = { at: [0, 0] as Point2, time: 0, clicks: 0 }
  /** Pointer in CSS pixels; null when it is not over the stage. */
  pointer: Point2 | null = null

  constructor(
    editor: Editor,
    camera: Camera,
    host: HTMLElement,
    scope: Scope,
    options: InputOptions,
  ) {
    this.#editor = editor
    this.#camera = camera
    this.#host = host
    this.#options = options
    scope.listen<HTMLElement, PointerEvent>(host, 'pointerdown', (e) => this.#down(e))
    scope.listen<HTMLElement, PointerEvent>(host, 'pointermove', (e) => this.#moved(e))
    scope.listen<HTMLElement, PointerEvent>(host, 'pointerup', (e) => this.#up(e))
    scope.listen<HTMLElement, PointerEvent>(host, 'pointercancel', (e) => this.#lost(e))
    scope.listen(host, 'pointerleave', () => this.#left())
    // What is selected elsewhere on the page would be dragged instead of the object.
    scope.listen<HTMLElement, MouseEvent>(host, 'mousedown', (e) => e.preventDefault())
    scope.listen<HTMLElement, DragEvent>(host, 'dragstart', (e) => e.preventDefault())
    scope.listen<HTMLElement, MouseEvent>(host, 'contextmenu', (e) => this.#menu(e))
    scope.listen<HTMLElement, WheelEvent>(host, 'wheel', (e) => this.#wheel(e), { passive: false })
    scope.listen<Window, KeyboardEvent>(window, 'keydown', (e) => this.#key(e, true))
    scope.listen<Window, KeyboardEvent>(window, 'keyup', (e) => this.#key(e, false))
    scope.listen(window, 'blur', () => {
      this.#space = false
    })
    scope.effect(() => {
      editor.tool.value
      this.#setCursor(undefined)
    })
  }

  /** Hand on the latest movement; called once per frame, however many events came in. */
  flush(): void {
    const event = this.#pending
    this.#pending = null
    if (!event) return
    const at = this.#at(event)
    this.pointer = at
    this.#editor.view.pointer.value = this.#camera.toWorld(at)
    if (this.#pan) this.#drag(this.#pan, at)
    else this.#setCursor(this.#editor.move(this.#pointerOf(event, 1)))
    this.#options.repaint()
  }

  #at(event: MouseEvent): Point2 {
    const { left, top } = this.#host.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  #pointerOf(event: MouseEvent, clicks: number): Pointer {
    return {
      at: this.#camera.toWorld(this.#at(event)),
      tolerance: TOLERANCE / this.#camera.scale.peek(),
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
      clicks,
    }
  }

  #down(event: PointerEvent): void {
    this.flush()
    this.#host.focus({ preventScroll: true })
    if (this.#pinch.down(event)) {
      this.#editor.cancel()
      this.#pan = null
      return
    }
    const at = this.#at(event)
    this.pointer = at
    if (event.button === 2) return
    this.#host.setPointerCapture(event.pointerId)
    const p = this.#pointerOf(event, this.#count(at, event.timeStamp))
    if (event.button === 1 || this.#space) this.#startPan(event, p, false)
    else if (!this.#options.pressed(at)) this.#press(event, p)
    this.#options.repaint()
  }

  #press(event: PointerEvent, p: Pointer): void {
    const wasBusy = this.#editor.gesture.peek() !== null
    this.#editor.press(p)
    const isBusy = wasBusy || this.#editor.gesture.peek() !== null || p.shift || p.alt
    if (!isBusy && this.#editor.draft.peek().length === 0) this.#startPan(event, p, true)
  }

  #count(at: Point2, time: number): number {
    const { at: before, time: then, clicks } = this.#last
    const again =
      time - then < DOUBLE_CLICK_MS && Math.hypot(at[0] - before[0], at[1] - before[1]) < TOLERANCE
    this.#last = { at, time, clicks: again ? clicks + 1 : 1 }
    return this.#last.clicks
  }

  #startPan(event: PointerEvent, pressed: Pointer, tap: boolean): void {
    const { x, y } = this.#camera.transform.peek()
    this.#pan = { pointerId: event.pointerId, from: this.#at(event), x, y, pressed, tap }
    if (!tap) event.preventDefault()
  }

  #drag(pan: Pan, at: Point2): void {
    const dx = at[0] - pan.from[0]
    const dy = at[1] - pan.from[1]
    if (pan.tap && Math.hypot(dx, dy) < TAP) return
    pan.tap = false
    this.#editor.hover.value = null
    this.#editor.handle.value = null
    this.#host.style.cursor = 'grabbing'
    this.#camera.dragTo(pan.x + dx, pan.y + dy)
  }

  #moved(event: PointerEvent): void {
    const pinched = this.#pinch.move(event)
    if (pinched) {
      const { left, top } = this.#host.getBoundingClientRect()
      const at: Point2 = [pinched.at[0] - left, pinched.at[1] - top]
      this.#camera.zoomAt(at, pinched.factor, true)
      const { x, y } = this.#camera.transform.peek()
      this.#camera.dragTo(x + pinched.by[0], y + pinched.by[1])
      return
    }
    this.#pending = event
    this.#options.repaint()
  }

  #up(event: PointerEvent): void {
    this.flush()
    this.#pinch.up(event)
    const pan = this.#pan
    this.#pan = null
    if (!pan) {
      if (event.button !== 2) this.#editor.release(this.#pointerOf(event, 1))
    } else if (pan.tap) this.#editor.tool.peek()?.tap?.(this.#editor, pan.pressed)
    this.#setCursor(undefined)
    this.#options.repaint()
  }

  #lost(event: PointerEvent): void {
    this.#pinch.up(event)
    this.#pan = null
    this.#pending = null
    this.#editor.cancel()
  }

  #left(): void {
    this.pointer = null
    this.#pending = null
    this.#editor.view.pointer.value = null
    if (!this.#editor.gesture.peek()) {
      this.#editor.hover.value = null
      this.#editor.handle.value = null
    }
    this.#options.repaint()
  }

  #menu(event: MouseEvent): void {
    event.preventDefault()
    this.#options.menu(event)
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const tool = this.#editor.tool.peek()
    if (event.altKey && tool?.wheel) {
      tool.wheel(this.#editor, -Math.sign(event.deltaY || event.deltaX))
    } else this.#travel(event)
  }

  /** Zoom or pan by the wheel. */
  #travel(event: WheelEvent): void {
    const at = this.#at(event)
    if (event.ctrlKey || event.metaKey)
      this.#camera.zoomAt(at, zoomFactor(event), !isMouseWheel(event))
    else if (isMouseWheel(event) && !event.shiftKey) this.#camera.zoomAt(at, zoomFactor(event))
    else {
      const sideways = event.shiftKey && event.deltaX === 0
      const dx = sideways ? event.deltaY : event.deltaX
      const { x, y } = this.#camera.transform.peek()
      this.#camera.dragTo(x - dx, y - (sideways ? 0 : event.deltaY))
    }
  }

  /** Space turns every drag into a pan while it is held. */
  #key(event: KeyboardEvent, down: boolean): void {
    if (event.key !== ' ' || isTyping(event.target)) return
    if (down && this.pointer === null) return
    this.#space = down
    if (down) event.preventDefault()
    this.#setCursor(undefined)
  }

  #setCursor(cursor: string | undefined): void {
    const tool = this.#editor.tool.peek()
    this.#host.style.cursor = this.#space ? 'grab' : (cursor ?? tool?.cursor ?? 'default')
  }
}
