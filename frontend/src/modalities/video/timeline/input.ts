/** The hand on the time line: seeks, selects, and drags keyframes and events. */
import { putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import type { Scope } from '../../../core/scope'
import { isMouseWheel, wheelPixels, zoomFactor } from '../../audio/stage/wheel'
import { videoOf } from '../state'
import { newEvent } from '../tools'
import { dragged } from './drags'
import { frameOf, type Hit, hitIn } from './hit'
import type { Row } from './rows'
import { GUTTER, HEAD, type TimelineView } from './view'

export interface InputOptions {
  readonly rows: () => readonly Row[]
  /** What the hand holds, as it would be; null when it lets go. */
  readonly hold: (record: Annotation | null) => void
}

interface Drag {
  readonly pointerId: number
  readonly x: number
  readonly frame: number
  readonly hit: Hit | 'time'
  moved: boolean
  result: Annotation | null
}

/** What is pulled to and fro in time. */
const GRABBED: ReadonlySet<string> = new Set(['key', 'begin', 'end', 'life', 'start', 'stop'])
/** Pixels before a press becomes a drag. */
const SLIP = 3

export class TimelineInput {
  readonly #editor: Editor
  readonly #view: TimelineView
  readonly #host: HTMLElement
  readonly #options: InputOptions
  #drag: Drag | null = null

  constructor(
    editor: Editor,
    view: TimelineView,
    host: HTMLElement,
    scope: Scope,
    options: InputOptions,
  ) {
    this.#editor = editor
    this.#view = view
    this.#host = host
    this.#options = options
    const on = (type: string, handle: (event: PointerEvent) => void) =>
      scope.listen<HTMLElement, PointerEvent>(host, type, handle)
    on('pointerdown', (event) => this.#down(event))
    on('pointermove', (event) => this.#move(event))
    on('pointerup', (event) => this.#up(event))
    on('pointercancel', () => this.#drop())
    on('pointerleave', () => {
      editor.hover.value = null
    })
    scope.listen<HTMLElement, MouseEvent>(host, 'dblclick', (event) => this.#focus(event))
    scope.listen<HTMLElement, WheelEvent>(host, 'wheel', (event) => this.#wheel(event), {
      passive: false,
    })
    scope.listen<Window, KeyboardEvent>(
      window,
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || !this.#drag) return
        event.stopPropagation()
        this.#drop()
      },
      { capture: true },
    )
  }

  #at(event: MouseEvent): readonly [number, number] {
    const { left, top } = this.#host.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  #rowAt(y: number): Row | null {
    return this.#options.rows()[this.#view.rowAt(y)] ?? null
  }

  #hit(event: MouseEvent): Hit | 'time' | null {
    const [x, y] = this.#at(event)
    if (y < HEAD) return x < GUTTER ? null : 'time'
    const row = this.#rowAt(y)
    if (!row) return x < GUTTER ? null : 'time'
    if (x < GUTTER) return row.type === 'track' ? { what: 'track', record: row.record } : null
    return hitIn(row, this.#view, x, event.altKey)
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return
    this.#host.focus({ preventScroll: true })
    const hit = this.#hit(event)
    if (!hit) return
    const [x] = this.#at(event)
    this.#host.setPointerCapture(event.pointerId)
    const frame = this.#view.frameAt(x)
    this.#drag = { pointerId: event.pointerId, x, frame, hit, moved: false, result: null }
    if (hit === 'time') this.#seek(frame)
    else if (hit.what !== 'lane') this.#select(hit.record.id, event)
  }

  #select(id: string, event: PointerEvent): void {
    const { selection } = this.#editor
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      const next = new Set(selection.peek())
      if (!next.delete(id)) next.add(id)
      this.#editor.select(next)
    } else if (!selection.peek().has(id) || selection.peek().size > 1) this.#editor.select([id])
  }

  #seek(frame: number): void {
    const video = videoOf(this.#editor)
    video.playhead.peek().playing.value = false
    video.seek(frame)
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag
    if (!drag) {
      this.#point(event)
      return
    }
    const [x] = this.#at(event)
    if (!drag.moved && Math.abs(x - drag.x) < SLIP) return
    drag.moved = true
    const { hit } = drag
    if (hit === 'time' || hit.what === 'track') this.#seek(this.#view.frameAt(x))
    else {
      drag.result = this.#resultOf(drag, hit, x)
      this.#options.hold(drag.result)
    }
  }

  #resultOf(drag: Drag, hit: Hit, x: number): Annotation | null {
    const frames = this.#view.frames.peek()
    if (hit.what !== 'lane') {
      if (this.#editor.editable(hit.record.id) !== true) return null
      return dragged(hit, drag.frame, this.#view.frameAt(x), frames)
    }
    const { row } = hit
    if (row.type !== 'lane' || !row.label.kinds.includes('segment')) return null
    if (this.#editor.canWrite.peek() !== true) return null
    const [a, b] = [this.#view.edgeAt(drag.x), this.#view.edgeAt(x)]
    const start = Math.min(Math.max(0, Math.min(a, b)), frames - 1)
    const stop = Math.max(start + 1, Math.min(frames, Math.max(a, b)))
    return drag.result
      ? { ...drag.result, data: { ...(drag.result.data as object), start, stop } }
      : newEvent(start, stop, row.label)
  }

  /** What would be grabbed, and whose row it is. */
  #point(event: PointerEvent): void {
    const hit = this.#hit(event)
    const isObject = hit !== null && hit !== 'time' && hit.what !== 'lane'
    this.#editor.hover.value = isObject ? hit.record.id : null
    const canDrag = isObject && GRABBED.has(hit.what)
    this.#host.style.cursor = canDrag ? 'ew-resize' : hit === 'time' ? 'col-resize' : 'default'
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag
    this.#drag = null
    if (!drag) return
    this.#options.hold(null)
    if (drag.result) this.#keep(drag.result)
    else if (!drag.moved && drag.hit !== 'time') this.#click(drag, event)
  }

  #click(drag: Drag, event: PointerEvent): void {
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey)
    if (drag.x < GUTTER || !isPlain) return
    this.#seek(drag.hit === 'time' ? drag.frame : (frameOf(drag.hit) ?? drag.frame))
  }

  #keep(result: Annotation): void {
    const isNew = !this.#editor.work.get(result.id)
    this.#editor.edit(isNew ? 'video:edit.event' : 'video:edit.drag', (tx) => {
      if (isNew) putNew(tx, result)
      else tx.put(result)
    })
    this.#editor.select([result.id])
  }

  #drop(): void {
    this.#drag = null
    this.#options.hold(null)
  }

  /** To where the object begins. */
  #focus(event: MouseEvent): void {
    const hit = this.#hit(event)
    const [x] = this.#at(event)
    if (x >= GUTTER || !hit || hit === 'time' || hit.what !== 'track') return
    const first = (hit.record.data as { keyframes: readonly { frame: number }[] }).keyframes[0]
    if (first) this.#seek(first.frame)
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const [x, y] = this.#at(event)
    const [dx, dy] = wheelPixels(event)
    if (event.ctrlKey || event.metaKey || (y < HEAD && isMouseWheel(event) && !event.shiftKey)) {
      this.#view.zoomAt(Math.max(x, GUTTER), zoomFactor(event))
    } else if (event.shiftKey) this.#view.panBy(dx || dy)
    else {
      this.#view.scrollBy(dy)
      if (dx !== 0) this.#view.panBy(dx)
    }
  }
}
