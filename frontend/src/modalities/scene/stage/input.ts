import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Scope } from '../../../core/scope'
import { centreOf } from '../../../kinds'
import { selectedBox } from '../objects'
import { sceneOf } from '../state'
import type { ScenePointer } from '../tools/pointer'
import { REACH } from '../tools/pointer'
import { PictureView } from '../view/picture_view'
import { atHeight, OrbitView, type View } from '../view/views'

const DOUBLE_CLICK_MS = 350
const SLIP = 4
/** Further from the vehicle nobody points at anything, in metres. */
const HORIZON = 500

/** What a place of the stage belongs to. */
export type Place =
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'time' }
  | null

export interface InputOptions {
  placeAt(at: Point2): Place
  repaint(): void
  /** Called at a press in the time bar and while it is dragged. */
  seek(x: number, pressed: boolean): void
  /** A picture is pressed twice. */
  enlarge(view: PictureView): void
  menu(event: MouseEvent): void
  /** A view is pressed. */
  enter(view: View): void
  /** A view of another frame. */
  isElsewhere(view: View): boolean
}

type Drag =
  | {
      readonly kind: 'orbit' | 'pan'
      readonly view: View
      tap: ScenePointer | null
      last: Point2
      from: Point2
    }
  | { readonly kind: 'time' }

/** Turns events of the host element into pointers of the editor and movements of the views. */
export class Input {
  readonly #editor: Editor
  readonly #host: HTMLElement
  readonly #options: InputOptions
  #drag: Drag | null = null
  /** The view in which a gesture of the editor goes on. */
  #busy: View | null = null
  #pending: PointerEvent | null = null
  #last = { at: [0, 0] as Point2, time: 0, clicks: 0 }
  #turnedRight = false

  constructor(editor: Editor, host: HTMLElement, scope: Scope, options: InputOptions) {
    this.#editor = editor
    this.#host = host
    this.#options = options
    scope.listen<HTMLElement, PointerEvent>(host, 'pointerdown', (e) => this.#down(e))
    scope.listen<HTMLElement, PointerEvent>(host, 'pointermove', (e) => {
      this.#pending = e
      options.repaint()
    })
    scope.listen<HTMLElement, PointerEvent>(host, 'pointerup', (e) => this.#up(e))
    scope.listen<HTMLElement, PointerEvent>(host, 'pointercancel', () => this.#lost())
    scope.listen(host, 'pointerleave', () => this.#left())
    scope.listen<HTMLElement, MouseEvent>(host, 'mousedown', (e) => e.preventDefault())
    scope.listen<HTMLElement, MouseEvent>(host, 'contextmenu', (e) => this.#menu(e))
    scope.listen<HTMLElement, WheelEvent>(host, 'wheel', (e) => this.#wheel(e), { passive: false })
    scope.effect(() => this.#cursor(editor.tool.value?.cursor))
  }

  /** Hand on the latest movement; called once per frame, however many events came in. */
  flush(): void {
    const event = this.#pending
    this.#pending = null
    if (!event) return
    const at = this.#at(event)
    if (this.#drag) this.#dragged(this.#drag, at)
    else if (this.#busy) this.#editor.move(this.#pointer(event, this.#busy, 1))
    else this.#hover(event, at)
  }

  #at(event: MouseEvent): Point2 {
    const { left, top } = this.#host.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  #pointer(event: MouseEvent, view: View, clicks: number): ScenePointer {
    const pixel = this.#at(event)
    const ray = view.ray(pixel)
    const scene = sceneOf(this.#editor)
    const ground = atHeight(ray, scene.road.peek()) ?? ray.from
    return {
      at: scene.place(ground),
      tolerance: REACH * view.metres(ground),
      view,
      pixel,
      ray,
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
      clicks,
    }
  }

  #hover(event: PointerEvent, at: Point2): void {
    const place = this.#options.placeAt(at)
    const { hover, view } = this.#editor
    view.pointer.value = null
    if (place?.kind === 'view' && !this.#options.isElsewhere(place.view)) {
      sceneOf(this.#editor).pointed.value = place.view
      const p = this.#pointer(event, place.view, 1)
      view.pointer.value = this.#onGround(p)
      this.#cursor(this.#editor.move(p) ?? this.#editor.tool.peek()?.cursor)
      return
    }
    hover.value = null
    this.#cursor(place ? 'pointer' : undefined)
  }

  /** The place under the pointer, unless it looks into the sky or over the horizon. */
  #onGround({ at, ray }: ScenePointer): Point2 | null {
    const scene = sceneOf(this.#editor)
    const ground = atHeight(ray, scene.road.peek())
    const { x, y } = scene.ego
    const isNear = ground && Math.hypot(ground[0] - x, ground[1] - y) < HORIZON
    return isNear ? [at[0] ?? 0, at[1] ?? 0] : null
  }

  #down(event: PointerEvent): void {
    this.flush()
    this.#host.focus({ preventScroll: true })
    this.#host.setPointerCapture(event.pointerId)
    const at = this.#at(event)
    const place = this.#options.placeAt(at)
    const clicks = this.#count(at, event.timeStamp)
    this.#turnedRight = false
    if (place?.kind === 'time') {
      this.#drag = { kind: 'time' }
      this.#options.seek(at[0], true)
    } else if (place) this.#press(event, place.view, clicks)
    this.#options.repaint()
  }

  #press(event: PointerEvent, view: View, clicks: number): void {
    this.#options.enter(view)
    if (view instanceof PictureView && clicks > 1 && !this.#editor.gesture.peek()) {
      this.#options.enlarge(view)
      return
    }
    const p = this.#pointer(event, view, clicks)
    if (event.button !== 0) {
      // While the left button paints, the middle one, or the right one with Shift, goes around.
      const isAround = view instanceof OrbitView && (event.button === 1 || event.shiftKey)
      const kind = isAround ? 'orbit' : 'pan'
      this.#drag = { kind, view, tap: null, last: p.pixel, from: p.pixel }
      return
    }
    this.#editor.press(p)
    if (this.#editor.gesture.peek()) {
      this.#busy = view
      return
    }
    const kind = view instanceof OrbitView ? 'orbit' : 'pan'
    this.#drag = { kind, view, tap: p, last: p.pixel, from: p.pixel }
  }

  #count(at: Point2, time: number): number {
    const { at: before, time: then, clicks } = this.#last
    const isNear = Math.hypot(at[0] - before[0], at[1] - before[1]) < 6
    this.#last = { at, time, clicks: isNear && time - then < DOUBLE_CLICK_MS ? clicks + 1 : 1 }
    return this.#last.clicks
  }

  #dragged(drag: Drag, at: Point2): void {
    if (drag.kind === 'time') {
      this.#options.seek(at[0], false)
      return
    }
    const far = Math.hypot(at[0] - drag.from[0], at[1] - drag.from[1])
    if (drag.tap && far < SLIP) return
    if (far >= SLIP) {
      drag.tap = null
      this.#turnedRight = true
    }
    const [dx, dy] = [at[0] - drag.last[0], at[1] - drag.last[1]]
    drag.last = at
    if (drag.kind === 'orbit' && drag.view instanceof OrbitView) drag.view.orbit(dx, dy)
    else drag.view.pan(dx, dy)
    this.#cursor('grabbing')
    this.#options.repaint()
  }

  #up(event: PointerEvent): void {
    this.flush()
    const drag = this.#drag
    const busy = this.#busy
    this.#drag = null
    this.#busy = null
    if (busy) {
      this.#editor.release(this.#pointer(event, busy, 1))
      if (this.#editor.gesture.peek()) this.#busy = busy
    } else if (drag && drag.kind !== 'time' && drag.tap) {
      this.#editor.tool.peek()?.tap?.(this.#editor, drag.tap)
    }
    this.#cursor(this.#editor.tool.peek()?.cursor)
    this.#options.repaint()
  }

  #lost(): void {
    this.#drag = null
    this.#busy = null
    this.#pending = null
    this.#editor.cancel()
  }

  #left(): void {
    if (this.#drag || this.#busy) return
    this.#pending = null
    this.#editor.view.pointer.value = null
    this.#editor.hover.value = null
    this.#options.repaint()
  }

  #menu(event: MouseEvent): void {
    event.preventDefault()
    // A drag with the right button moves the view.
    if (!this.#turnedRight) this.#options.menu(event)
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const at = this.#at(event)
    const place = this.#options.placeAt(at)
    if (place?.kind !== 'view') return
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    const factor = Math.exp(-Math.max(-240, Math.min(240, event.deltaY * lines)) * 0.0015)
    place.view.zoom(at, factor)
    this.#options.repaint()
  }

  /** The point under the pointer of an event, for the menu. */
  pointerOf(event: MouseEvent): ScenePointer | null {
    const place = this.#options.placeAt(this.#at(event))
    return place?.kind === 'view' ? this.#pointer(event, place.view, 1) : null
  }

  #cursor(cursor: string | undefined): void {
    this.#host.style.cursor = cursor ?? 'default'
  }
}

/** Where the selected box stands, for keys that zoom about it. */
export const middleOfSelection = (editor: Editor, view: View): Point2 | null => {
  const shown = selectedBox(editor)
  return shown && view.toStage(centreOf(shown.box))
}
