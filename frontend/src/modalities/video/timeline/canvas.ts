/** The time line on two canvases: rows, which change with the work, and the place where we are. */
import { computed, effect, signal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Annotation } from '../../../core/patch'
import type { StageFile } from '../../../core/registry'
import type { Language } from '../../../core/schema'
import { Scope } from '../../../core/scope'
import { numbered } from '../../../workbench/panels/object-list'
import { colorsOf } from '../../audio/painters/colors'
import { Layer } from '../../audio/stage/layer'
import { type VideoState, videoOf } from '../state'
import { type FoundAt, foundIn } from './found'
import { TimelineInput } from './input'
import { paintHead, paintRows, type StripPicture } from './paint'
import { rowsOf } from './rows'
import { TimelineView } from './view'

interface Surroundings {
  readonly theme: { readonly value: string }
  readonly language: { readonly value: Language }
  readonly findings: { readonly value: readonly FoundAt[] }
  readonly strip: StageFile | undefined
}

export class TimelineCanvas {
  readonly view = new TimelineView()
  readonly #editor: Editor
  readonly #video: VideoState
  readonly #scope = new Scope()
  readonly #held = signal<Annotation | null>(null)
  readonly #strip = signal<StripPicture | null>(null)
  readonly #numbers = computed(() => {
    const rows = numbered(this.#editor.work.records.value.values())
    return new Map(rows.map(({ record, number }) => [record.id, number]))
  })
  /** Everything there is, what the hand holds as it would be. */
  readonly #rows = computed(() => {
    const held = this.#held.value
    const records = new Map(this.#editor.work.records.value)
    if (held) records.set(held.id, held)
    return rowsOf(records.values(), this.#editor.schema.value, this.#numbers.value)
  })

  constructor(editor: Editor) {
    this.#editor = editor
    this.#video = videoOf(editor)
  }

  mount(host: HTMLElement, around: Surroundings): void {
    const scope = this.#scope
    const rows = new Layer('gw-video-rows')
    const head = new Layer('gw-video-head')
    head.canvas.style.pointerEvents = 'none'
    host.append(rows.canvas, head.canvas)
    scope.add(() => host.replaceChildren())
    const resize = () => {
      const size = { width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) }
      for (const layer of [rows, head]) layer.resize(size.width, size.height, devicePixelRatio)
      this.view.size.value = size
    }
    scope.observeSize(host, resize)
    resize()
    new TimelineInput(this.#editor, this.view, host, scope, {
      rows: () => this.#rows.peek(),
      hold: (record) => {
        this.#held.value = record
      },
    })
    this.#follow()
    this.#paintWhenNeeded(host, rows, head, around)
    if (around.strip) void this.#load(around.strip)
  }

  dispose(): void {
    this.#scope.dispose()
    this.#strip.peek()?.sheet.close()
  }

  /** Keep the frame on the screen and the row of what is selected in view. */
  #follow(): void {
    const scope = this.#scope
    scope.effect(() => {
      this.view.frames.value = this.#video.frames.value
    })
    scope.effect(() => {
      this.view.rows.value = this.#rows.value.length
    })
    scope.effect(() => {
      const frame = this.#video.wanted.value
      this.view.showFrame(frame)
    })
    scope.effect(() => {
      const [only] = this.#editor.selection.value
      const place = this.#rows
        .peek()
        .findIndex((row) => row.type === 'track' && row.record.id === only)
      if (place >= 0) this.view.showRow(place)
    })
  }

  #paintWhenNeeded(host: HTMLElement, rows: Layer, head: Layer, around: Surroundings): void {
    const paint = this.#eachFrame(() => {
      const { view } = this.#editor
      view.hidden.value
      view.hiddenLabels.value
      view.filter.value
      around.theme.value
      paintRows(rows.context, {
        view: this.view,
        colors: colorsOf(host),
        schema: this.#editor.schema.value,
        language: around.language.value,
        rows: this.#rows.value,
        selection: this.#editor.selection.value,
        hover: this.#editor.hover.value,
        hidden: (record) => !view.isVisible(record),
        marks: view.marks.value,
        found: foundIn(around.findings.value),
        doubts: this.#video.opinions.doubts.value,
        strip: this.#strip.value,
        times: this.#video.times.value,
      })
      this.view.size.value
      this.view.scale.value
      this.view.from.value
      this.view.top.value
    })
    const place = this.#eachFrame(() => {
      around.theme.value
      this.view.size.value
      this.view.scale.value
      this.view.from.value
      const { shown, wanted } = this.#video
      paintHead(
        head.context,
        { view: this.view, colors: colorsOf(host) },
        shown.value,
        wanted.value,
      )
    })
    this.#scope.add(() => {
      paint()
      place()
    })
  }

  /** Paint before the next repaint of the page whenever a signal that painting read has changed. */
  #eachFrame(paint: () => void): () => void {
    let stop: () => void = () => undefined
    const run = () => {
      stop()
      let first = true
      stop = effect(() => {
        if (first) {
          first = false
          paint()
        } else this.#scope.frame(run)
      })
    }
    run()
    return () => stop()
  }

  async #load({ url, meta }: StageFile): Promise<void> {
    try {
      const reply = await fetch(url, { credentials: 'same-origin' })
      const sheet = await createImageBitmap(await reply.blob())
      if (!this.#scope.alive) return sheet.close()
      const of = (name: string) => Number(meta[name] ?? 1)
      this.#strip.value = {
        sheet,
        width: of('width'),
        height: of('height'),
        columns: of('columns'),
        count: of('count'),
        every: of('every'),
      }
    } catch {
      // The time line is good without pictures.
    }
  }
}
