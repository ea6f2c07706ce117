import type { Editor } from '../../../core/editor'
import { Playhead } from '../../../core/playhead'
import type { Stage, StageOptions } from '../../../core/registry'
import { Scope } from '../../../core/scope'
import { type Recording, recordingOf } from '../data/recording'
import { type Colors, colorsOf } from '../painters/colors'
import { paintLanes } from '../painters/lanes'
import { paintOver } from '../painters/over'
import { OverviewPicture } from '../painters/overview'
import { paintPitch } from '../painters/pitch'
import type { Scene } from '../painters/scene'
import { paintHeads, paintRuler, paintWaves } from '../painters/sound'
import { SpectrumPictures } from '../painters/spectrum'
import { Player } from '../player'
import { type AudioState, audioOf } from '../state'
import { selectTool } from '../tools'
import type { TimeView } from '../view'
import { Input } from './input'
import { Layer } from './layer'
import { HEAD, type Layout, layoutOf } from './layout'

/** A stretch that is shown at first when the recording is longer, in seconds. */
const FIRST_LOOK = 20
/** Where in the width the playhead is put when it would leave the view while playing. */
const FOLLOW = 0.08
/** A segment that the pointer rests on for so long is likely to be heard next. */
const RESTS_MS = 40

/**
 * Two canvases: one for the sound, which changes when the view does, and below it the lanes, which change with every
 * edit; the other for what moves all the time. A frame of playing or dragging draws only what it has to.
 */
export class TimelineStage implements Stage {
  readonly camera: TimeView
  readonly #editor: Editor
  readonly #audio: AudioState
  readonly #options: StageOptions
  readonly #scope = new Scope()
  readonly #ground = new Layer('gw-timeline-sound')
  readonly #over = new Layer('gw-timeline-over')
  readonly #pictures = new SpectrumPictures()
  readonly #overview = new OverviewPicture()
  #host: HTMLElement | null = null
  #input: Input | null = null
  #colors: Colors | null = null
  #layout: Layout | null = null
  /** Asked of the page only when it changes: asking lays out the page anew. */
  #size = { width: 1, height: 1 }
  #scroll = 0
  #isSoundStale = true
  #areLanesStale = true
  #isFrameWanted = false
  #isShown = false

  constructor(editor: Editor, options: StageOptions) {
    this.#editor = editor
    this.#options = options
    this.#audio = audioOf(editor)
    this.camera = this.#audio.view
  }

  mount(host: HTMLElement): void {
    this.#host = host
    host.style.overflow = 'hidden'
    host.style.touchAction = 'none'
    host.style.outline = 'none'
    if (host.tabIndex < 0) host.tabIndex = 0
    host.setAttribute('role', 'application')
    host.setAttribute('aria-label', this.#options.asset.name)
    host.append(this.#ground.canvas, this.#over.canvas)
    this.#scope.add(() => host.replaceChildren())
    try {
      this.#open()
    } catch (error) {
      this.#options.onError?.(error)
      return
    }
    this.#input = new Input(this.#editor, host, this.#scope, {
      layout: () => this.#laid(),
      scrollBy: (pixels) => this.#scrollBy(pixels),
      repaint: () => this.#wantFrame(),
      menu: ({ clientX, clientY }) => {
        this.#options.onMenu?.({ x: clientX, y: clientY, record: this.#editor.hover.peek() })
      },
    })
    this.#editor.tool.value ??= selectTool
    this.#editor.view.camera.value = this.camera
    this.#scope.add(() => {
      this.#editor.view.camera.value = null
    })
    this.#scope.observeSize(host, () => this.#resize())
    this.#resize()
    this.#firstLook()
    this.#watch()
  }

  dispose(): void {
    this.#scope.dispose()
  }

  #open(): void {
    const audio = this.#audio
    const recording = recordingOf(this.#options.asset, () => this.#arrived())
    const playhead = new Playhead(recording.samples)
    const player = new Player(recording, playhead, audio, (e) => this.#options.onError?.(e))
    audio.recording.value = recording
    audio.playhead.value = playhead
    audio.player.value = player
    audio.view.length.value = recording.samples
    for (const type of ['pointerdown', 'keydown']) {
      this.#scope.listen(window, type, () => player.warm(), { once: true, capture: true })
    }
    this.#scope.effect(() => {
      audio.gain.value
      player.turn()
    })
    this.#scope.add(() => {
      audio.player.value = null
      player.dispose()
    })
  }

  #firstLook(): void {
    const recording = this.#audio.recording.peek()
    if (!recording) return
    const { rate, samples, peaks } = recording
    const width = this.camera.width.peek()
    // No closer than its outline is ready, so that it can be seen before any sample has come.
    const shown = Math.max(FIRST_LOOK * rate, width * (peaks?.finest ?? 1))
    this.camera.look(0, Math.min(samples, shown) / width)
  }

  #watch(): void {
    const { view, selection, hover, schema, draft } = this.#editor
    const { theme, language } = this.#options
    const audio = this.#audio
    const scope = this.#scope
    scope.effect(() => {
      theme.value
      // The page sets its colours after this signal.
      scope.frame(() => {
        this.#colors = this.#host && colorsOf(this.#host)
        this.#stale()
      })
    })
    scope.effect(() => {
      audio.view.span.value
      audio.spectrogram.value
      audio.gain.value
      audio.fill.value
      audio.pitch.value
      audio.solo.value
      language.value
      this.#stale()
    })
    scope.effect(() => {
      audio.lanes.value
      audio.lane.value
      selection.value
      hover.value
      schema.value
      draft.value
      view.marks.value
      this.#areLanesStale = true
      this.#wantFrame()
    })
    scope.effect(() => {
      const id = hover.value
      const item = id && audio.items.peek().find(({ record }) => record.id === id)
      if (!item) return
      const expected = setTimeout(() => audio.recording.peek()?.pcm.expect(item.start), RESTS_MS)
      return () => clearTimeout(expected)
    })
    scope.effect(() => {
      audio.mark.value
      this.#editor.view.ghosts.value
      this.#follow(audio.playhead.value.at.value, audio.playhead.value.playing.value)
      this.#wantFrame()
    })
    scope.effect(() => {
      selection.value
      const selected = this.camera.selected()
      if (!selected || this.#editor.gesture.peek()) return
      this.camera.bring(selected.start, selected.stop)
      audio.recording.peek()?.pcm.expect(selected.start)
    })
  }

  /** While playing, the view turns the page when the playhead leaves it. */
  #follow(at: number, playing: boolean): void {
    const { from, perPixel } = this.camera.span.peek()
    const isOut = at < from || at > this.camera.end
    if (!playing || !isOut || this.#editor.gesture.peek()) return
    this.camera.look(at - FOLLOW * this.camera.width.peek() * perPixel, perPixel)
  }

  #scrollBy(pixels: number): void {
    const { content, window } = this.#laid()
    this.#scroll = Math.min(
      Math.max(0, this.#scroll + pixels),
      Math.max(0, content - window.height),
    )
    this.#areLanesStale = true
    this.#wantFrame()
  }

  #resize(): void {
    const { clientWidth: width = 1, clientHeight: height = 1 } = this.#host ?? {}
    this.#size = { width, height }
    this.#input?.locate()
    const ratio = devicePixelRatio || 1
    for (const layer of [this.#ground, this.#over]) layer.resize(width, height, ratio)
    this.camera.resize(width - HEAD)
    this.#stale()
  }

  /** Some part of a file has come. */
  #arrived(): void {
    this.#overview.renew()
    this.#stale()
  }

  #stale(): void {
    this.#isSoundStale = true
    this.#areLanesStale = true
    this.#wantFrame()
  }

  #wantFrame(): void {
    if (this.#isFrameWanted || !this.#scope.alive) return
    this.#isFrameWanted = true
    this.#scope.frame(() => {
      this.#isFrameWanted = false
      this.#input?.flush()
      this.#paint()
    })
  }

  #laid(): Layout {
    const { recording, spectrogram, lanes } = this.#audio
    return layoutOf({
      height: this.#size.height,
      channels: recording.peek()?.channels ?? 1,
      spectrogram: spectrogram.peek() && recording.peek()?.spectrogram !== null,
      lanes: lanes.peek(),
      scroll: this.#scroll,
    })
  }

  #sceneOn(layer: Layer, layout: Layout): Scene | null {
    const recording = this.#audio.recording.peek()
    if (!recording || !this.#colors) return null
    return {
      context: layer.context,
      editor: this.#editor,
      audio: this.#audio,
      recording,
      layout,
      colors: this.#colors,
      language: this.#options.language.peek(),
      ...this.#size,
    }
  }

  #paint(): void {
    const layout = this.#laid()
    const before = this.#layout
    this.#layout = layout
    // More lanes leave less room for the sound.
    if (before?.window.y !== layout.window.y) this.#isSoundStale = true
    const ground = this.#sceneOn(this.#ground, layout)
    const over = this.#sceneOn(this.#over, layout)
    if (!ground || !over) return
    if (this.#isSoundStale) this.#paintSound(ground)
    if (this.#isSoundStale || this.#areLanesStale) paintLanes(ground)
    this.#isSoundStale = false
    this.#areLanesStale = false
    paintOver(over, this.#input?.x ?? null)
    if (!this.#isShown) this.#show(ground.recording)
  }

  /** What is seen has been sent for; now for what will be heard. */
  #show(recording: Recording): void {
    this.#isShown = true
    recording.pcm.expect(0)
    this.#options.onReady?.()
  }

  #paintSound(scene: Scene): void {
    const { context, colors, width, layout } = scene
    context.fillStyle = colors.surface
    context.fillRect(0, 0, width, layout.window.y)
    if (!this.#pictures.paint(scene)) this.#scope.frame(() => this.#stale())
    paintWaves(scene)
    this.#overview.paint(scene)
    paintRuler(scene)
    paintHeads(scene)
    paintPitch(scene)
  }
}
