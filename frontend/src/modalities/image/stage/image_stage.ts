import { signal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Bounds, Point2 } from '../../../core/geometry'
import type { Stage, StageOptions } from '../../../core/registry'
import { Scope } from '../../../core/scope'
import { MaskOverlay } from '../masks/overlay'
import { pictureOf } from '../masks/picture'
import { maskSettings } from '../masks/settings'
import { sheetOf } from '../masks/sheet'
import { isBlank, paintOverlay } from '../painters/overlay'
import { pinUnder } from '../painters/pins'
import { STAGE_COLORS, StyleSheet } from '../painters/style'
import { askingOf } from '../prompts/asking'
import { TiledPicture } from '../tiles/tiled_picture'
import { shownWindow } from '../tiles/windowing'
import { selectTool } from '../tools/select'
import { type Adjustment, NEUTRAL } from './adjustment'
import { BaseLayer } from './base_layer'
import { Camera } from './camera'
import { Input, TOLERANCE } from './input'
import { Layer } from './layer'
import { Minimap } from './minimap'
import { Picture, type StagePicture } from './picture'
import { type Damage, Scene } from './scene'

/**
 * Two canvases: below, the image and every shape at rest; above, what the hand is doing. While shapes are
 * dragged they leave the lower canvas, so that a frame of dragging draws only them.
 */
export class ImageStage implements Stage {
  readonly camera: Camera
  readonly adjustment = signal<Adjustment>(NEUTRAL)
  readonly #editor: Editor
  readonly #options: StageOptions
  readonly #scope = new Scope()
  readonly #overlay = new Layer(false, 'gw-stage-overlay')
  readonly #masks = new MaskOverlay()
  #host: HTMLElement | null = null
  #base: BaseLayer | null = null
  #input: Input | null = null
  #minimap: Minimap | null = null
  #picture: StagePicture | null = null
  #styles: StyleSheet
  #excluded: ReadonlySet<string> = new Set()
  /** What the next frame must repaint of the base; [] for nothing, null for all. */
  #damage: Damage = null
  #minimapStale = true
  #overlayBlank = false
  #frameWanted = false
  #frameTime = 0
  /** Pixels of the screen per CSS pixel that the canvases are made for; 0 before they are. */
  #ratio = 0

  constructor(editor: Editor, options: StageOptions) {
    this.#editor = editor
    this.#options = options
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.camera = new Camera(editor.extent, !still)
    this.#styles = new StyleSheet(editor.schema.peek(), options.language.peek())
  }

  mount(host: HTMLElement): void {
    const scope = this.#scope
    this.#host = host
    if (getComputedStyle(host).position === 'static') host.style.position = 'relative'
    host.style.overflow = 'hidden'
    host.style.touchAction = 'none'
    host.style.outline = 'none'
    host.style.contain = 'layout paint'
    if (host.tabIndex < 0) host.tabIndex = 0
    const scene = new Scene(this.#editor, scope, (damage) => this.#damaged(damage))
    const base = new BaseLayer(this.#editor, scene)
    this.#base = base
    this.#minimap = new Minimap(this.#editor, this.camera, scope)
    host.append(base.layer.canvas, this.#overlay.canvas, this.#minimap.canvas)
    scope.add(() => host.replaceChildren())
    this.#input = new Input(this.#editor, this.camera, host, scope, {
      repaint: () => this.#wantFrame(),
      pressed: (at) => this.#pressPin(at),
      menu: (event) => this.#menu(event),
    })
    this.#editor.tool.value ??= selectTool
    this.#editor.view.camera.value = this.camera
    scope.add(() => {
      this.#editor.view.camera.value = null
    })
    this.#watch(host)
    const asking = askingOf(this.#editor)
    asking.offer(this.#options.prompters ?? [])
    scope.add(() => asking.offer([]))
    if (this.#options.asset.url) void this.#load()
  }

  /** Put another picture in place of the one on the screen, the next frame of a video. Who gave the old one keeps it. */
  show(picture: StagePicture): void {
    picture.adjust(this.adjustment.peek())
    this.#picture = picture
    pictureOf(this.#editor).value = picture
    this.#repaintAll()
  }

  dispose(): void {
    this.#scope.dispose()
    pictureOf(this.#editor).value = null
    this.#picture?.dispose()
    this.#picture = null
  }

  #watch(host: HTMLElement): void {
    const { view, draft, selection, hover, handle, lasso, schema, tool, gesture } = this.#editor
    const { theme, language } = this.#options
    const scope = this.#scope
    scope.observeSize(host, () => this.#resize())
    this.#resize()
    scope.effect(() => {
      theme.value
      this.#styles = new StyleSheet(schema.value, language.value)
      this.#repaintAll()
    })
    scope.effect(() => {
      const { hidden, hiddenLabels, filter, names, fills, marks } = view
      for (const one of [hidden, hiddenLabels, filter, names, fills, marks]) one.value
      this.#repaintAll()
    })
    scope.effect(() => {
      this.camera.transform.value
      this.camera.moving
      this.#wantFrame()
    })
    scope.effect(() => {
      this.#picture?.adjust(this.adjustment.value)
      this.#repaintAll()
    })
    scope.effect(() => {
      const window = shownWindow(this.#editor)
      const picture = this.#picture
      if (!(window && picture instanceof TiledPicture)) return
      picture.show(window)
      this.#repaintAll()
    })
    const sheet = sheetOf(this.#editor)
    scope.effect(() => {
      const dragged = draft.value.flatMap(({ patch }) => patch.map(({ id }) => id))
      this.#exclude([...dragged, ...(sheet.value?.isOld ? [sheet.value.record.id] : [])])
    })
    scope.effect(() => {
      for (const one of [selection, hover, handle, lasso, tool, gesture]) one.value
      for (const one of [maskSettings.size, maskSettings.square]) one.value
      for (const one of [view.pins, view.ghosts, view.crosshair, view.minimap, view.locked])
        one.value
      this.#wantFrame()
    })
  }

  async #load(): Promise<void> {
    const abort = new AbortController()
    this.#scope.add(() => abort.abort())
    const { asset, onReady, onError } = this.#options
    try {
      const { extent } = this.#editor
      const picture = asset.files.some(({ role }) => role === 'tiles')
        ? await TiledPicture.load(asset.files, extent, abort.signal, () => this.#damaged(null))
        : await Picture.load(asset.url, extent, abort.signal)
      if (!this.#scope.alive) return picture.dispose()
      this.show(picture)
      // After the frame that paints it.
      this.#scope.frame(() => onReady?.())
    } catch (error) {
      if (this.#scope.alive) onError?.(error)
    }
  }

  #resize(): void {
    const host = this.#host
    if (!host) return
    const size = { width: Math.max(host.clientWidth, 1), height: Math.max(host.clientHeight, 1) }
    const known = this.camera.size.peek()
    // An observer tells what is there when it begins to look.
    if (
      this.#ratio === devicePixelRatio &&
      known.width === size.width &&
      known.height === size.height
    )
      return
    this.#ratio = devicePixelRatio
    this.#base?.resize(size, devicePixelRatio)
    this.#overlay.resize(size, devicePixelRatio)
    this.#overlayBlank = false
    this.camera.resize(size)
    this.#damage = null
    // Setting a canvas's size clears it: paint in the same frame, or the stage flickers.
    this.#paint(performance.now())
  }

  #repaintAll(): void {
    this.#minimapStale = true
    this.#damaged(null)
  }

  #damaged(damage: Damage): void {
    this.#damage = damage && this.#damage ? [...this.#damage, ...damage] : null
    if (damage) this.#minimapStale = true
    this.#wantFrame()
  }

  /** Take what is being dragged out of the base layer, and put back what no longer is. */
  #exclude(ids: readonly string[]): void {
    const before = this.#excluded
    this.#excluded = new Set(ids)
    const changed = [...ids.filter((id) => !before.has(id))]
    changed.push(...[...before].filter((id) => !this.#excluded.has(id)))
    const touched = changed.flatMap((id) => this.#boundsOf(id) ?? [])
    if (touched.length > 0) this.#damaged(touched)
    this.#wantFrame()
  }

  #boundsOf(id: string): Bounds | null {
    const record = this.#editor.find(id)
    return (record && this.#editor.kindOf(record)?.bounds(record.data)) ?? null
  }

  #pressPin(at: Point2): boolean {
    const pins = this.#editor.view.pins.peek()
    const pin = pinUnder(pins, at, this.camera.transform.peek())
    if (pin) this.#options.onPinPress?.(pin.id)
    return pin !== undefined
  }

  #menu(event: MouseEvent): void {
    const at = this.#editor.view.pointer.peek() ?? [0, 0]
    const tolerance = TOLERANCE / this.camera.scale.peek()
    const hit = this.#editor.picker.at({ at, tolerance })[0]
    if (hit && !this.#editor.selection.peek().has(hit.id)) this.#editor.select([hit.id])
    this.#options.onMenu?.({ x: event.clientX, y: event.clientY, record: hit?.id ?? null })
  }

  #wantFrame(): void {
    if (this.#frameWanted || !this.#scope.alive) return
    this.#frameWanted = true
    this.#scope.frame((time) => this.#frame(time))
  }

  #frame(time: number): void {
    this.#frameWanted = false
    const elapsed = Math.min(time - this.#frameTime, 34)
    this.#frameTime = time
    this.#input?.flush()
    this.camera.tick(elapsed)
    this.#paint(time)
    if (this.camera.moving) this.#wantFrame()
  }

  #paint(time: number): void {
    const damage = this.#damage
    this.#damage = []
    this.#picture?.aim?.(this.camera.transform.peek(), this.camera.visible())
    const unfinished = this.#base?.paint(
      {
        time,
        view: this.camera.transform.peek(),
        size: this.camera.size.peek(),
        colors: STAGE_COLORS[this.#options.theme.peek()],
        styles: this.#styles,
        picture: this.#picture,
        excluded: this.#excluded,
      },
      damage,
    )
    this.#paintOverlay()
    this.#paintMinimap()
    if (unfinished) this.#wantFrame()
  }

  #paintOverlay(): void {
    const overlay = {
      editor: this.#editor,
      view: this.camera.transform.peek(),
      styles: this.#styles,
      colors: STAGE_COLORS[this.#options.theme.peek()],
      size: this.camera.size.peek(),
      pointer: this.#input?.pointer ?? null,
      tolerance: TOLERANCE / this.camera.scale.peek(),
      masks: this.#masks,
    }
    const blank = isBlank(overlay)
    if (!blank || !this.#overlayBlank) paintOverlay(this.#overlay.context, overlay)
    if (blank !== this.#overlayBlank) {
      // The browser need not blend what is not there.
      this.#overlay.canvas.style.visibility = blank ? 'hidden' : 'visible'
    }
    this.#overlayBlank = blank
  }

  #paintMinimap(): void {
    const minimap = this.#minimap
    if (!minimap || !this.#picture) return
    if (this.#minimapStale && !this.#editor.gesture.peek() && minimap.isWanted()) {
      this.#minimapStale = false
      minimap.repaintPicture(this.#picture, this.#styles)
    }
    minimap.repaint(STAGE_COLORS[this.#options.theme.peek()])
  }
}
