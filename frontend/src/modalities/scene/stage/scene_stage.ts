import { batch, computed, signal, untracked } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import { Playhead } from '../../../core/playhead'
import type { Stage, StageOptions } from '../../../core/registry'
import { Scope } from '../../../core/scope'
import type { CameraControl } from '../../../core/view'
import { Layer } from '../../image/stage/layer'
import { Frames } from '../data/frames'
import { readManifest, type SceneManifest } from '../data/manifest'
import type { Packed } from '../data/packed'
import { selectedBox, shownBoxes } from '../objects'
import { shownPaths } from '../paths/paths'
import { shownPictureBoxes } from '../picture_boxes'
import { Pieces } from '../segment/pieces'
import { drawsBoxes, labelsPoints, segmentOf } from '../segment/state'
import { pointLabelsOf } from '../segment/store'
import { sceneOf } from '../state'
import { selectTool, thingUnder } from '../tools/select'
import { takeGl } from '../view/gl_ahead'
import type { PointsGl } from '../view/points_gl'
import { isInside, START, type View } from '../view/views'
import { RAMP, SCENE_COLORS } from './colors'
import { Input, type Place } from './input'
import { objectPalette, palette } from './labels'
import { type Layout, layoutOf } from './layout'
import { Painter } from './painter'
import { aspects, Pictures } from './pictures'
import { Playback } from './playback'
import { timeAt } from './time_bar'
import { Viewer } from './viewer'

/** What a scene begins with. */
interface Coming {
  readonly manifest: SceneManifest
  readonly frames: Frames
  readonly first: Packed
}

/** A scene on the screen: points in one WebGL context, what lies over them and the cameras on a canvas above. */
export class SceneStage implements Stage {
  readonly camera: CameraControl
  readonly #editor: Editor
  readonly #options: StageOptions
  readonly #scope = new Scope()
  readonly #viewer: Viewer
  readonly #enlarged = signal<number | null>(null)
  /** Where boxes are what is drawn, the views along them have a place from the start; else when one is selected. */
  readonly #hasBoxes = computed(
    () => drawsBoxes(this.#editor) || selectedBox(this.#editor) !== null,
  )
  #gl: PointsGl | null = null
  #painter: Painter | null = null
  #pictures: Pictures | null = null
  #input: Input | null = null
  #layout: Layout | null = null
  #host: HTMLElement | null = null
  #frameWanted = false
  readonly #abort = new AbortController()

  constructor(editor: Editor, options: StageOptions) {
    this.#editor = editor
    this.#options = options
    this.#viewer = new Viewer(editor)
    this.camera = this.#viewer.camera
  }

  mount(host: HTMLElement): void {
    const { asset, onError } = this.#options
    this.#host = host
    Object.assign(host.style, { overflow: 'hidden', touchAction: 'none', outline: 'none' })
    if (getComputedStyle(host).position === 'static') host.style.position = 'relative'
    if (host.tabIndex < 0) host.tabIndex = 0
    // What comes from afar is asked for first: the card is made ready meanwhile.
    const coming = this.#fetch()
    try {
      this.#gl = takeGl()
    } catch (error) {
      onError?.(error)
      return
    }
    const overlay = new Layer(false, 'gw-scene-overlay')
    overlay.canvas.style.pointerEvents = 'none'
    Object.assign(this.#gl.canvas.style, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
    })
    host.append(overlay.canvas)
    this.#scope.add(() => host.replaceChildren())
    this.#pictures = new Pictures(this.#editor, asset.files, () => this.#wantFrame())
    this.#painter = new Painter(this.#editor, this.#viewer, this.#gl, overlay, this.#pictures)
    this.#listen(host)
    this.#watch(host)
    void this.#begin(coming)
  }

  dispose(): void {
    this.#scope.dispose()
    this.#abort.abort()
    this.#pictures?.dispose()
    this.#gl?.dispose()
  }

  #listen(host: HTMLElement): void {
    const scope = this.#scope
    this.#input = new Input(this.#editor, host, scope, {
      placeAt: (at) => this.#placeAt(at),
      repaint: () => this.#wantFrame(),
      enter: (view) => this.#enter(view),
      isElsewhere: (view) => this.#isElsewhere(view),
      seek: (x, pressed) => this.#seek(x, pressed),
      enlarge: (view) => {
        view.fit()
        this.#enlarged.value = this.#enlarged.peek() === view.index ? null : view.index
      },
      menu: (event) => this.#menu(event),
    })
    const canvas = this.#gl?.canvas
    if (!canvas) return
    scope.listen(canvas, 'webglcontextlost', (event) => event.preventDefault())
    scope.listen(canvas, 'webglcontextrestored', () => {
      this.#gl?.restore()
      this.#painter?.stale()
      this.#wantFrame()
    })
  }

  #watch(host: HTMLElement): void {
    const scope = this.#scope
    const editor = this.#editor
    const scene = sceneOf(editor)
    editor.tool.value ??= selectTool
    scene.fitters.value = this.#options.prompters ?? []
    this.#beginWithColours()
    editor.view.camera.value = this.camera
    scene.sight.value = this.#viewer
    scope.add(() => {
      editor.view.camera.value = null
      scene.sight.value = null
    })
    scope.observeSize(host, () => this.#arrange())
    scope.effect(() => {
      this.#enlarged.value
      scene.manifest.value
      this.#hasBoxes.value
      untracked(() => this.#arrange())
    })
    scope.effect(() => {
      const isObject = scene.colouring.value === 'object'
      this.#gl?.colours(RAMP, isObject ? objectPalette() : palette(editor))
      this.#painter?.stale()
      this.#wantFrame()
    })
    this.#viewer.attach(scope)
    this.#repaintOn()
  }

  /** Where points are labelled, their labels are what people look at; where lines are drawn, paint by its reflection. */
  #beginWithColours(): void {
    const { colouring, manifest } = sceneOf(this.#editor)
    if (labelsPoints(this.#editor)) {
      colouring.value = 'label'
      // What moves is not labelled over several sweeps.
      segmentOf(this.#editor).stillOnly.value = true
    } else if (!drawsBoxes(this.#editor) && manifest.peek()?.intensity !== null) {
      colouring.value = 'intensity'
    }
  }

  /** Whatever is drawn from signals is drawn again when they change. */
  #repaintOn(): void {
    const editor = this.#editor
    const scene = sceneOf(editor)
    const { theme, language } = this.#options
    const { names, marks, locked, hiddenLabels, ghosts } = editor.view
    const { outline, brush, radius, stillOnly } = segmentOf(editor)
    const views = [...this.#viewer.boxes.map(({ moved }) => moved), this.#viewer.main.pose]
    const watched: readonly { readonly value: unknown }[] = [
      ...[scene.points, scene.colouring, scene.pointSize, scene.groundHidden, scene.range],
      scene.levels,
      ...[
        scene.told,
        scene.sweeps,
        scene.arrived,
        scene.pictured,
        scene.frame,
        scene.batch,
        theme,
        language,
      ],
      ...[editor.handle, editor.selection, editor.hover, editor.tool, editor.schema],
      ...[names, marks, locked, hiddenLabels, ghosts, outline, brush, radius, stillOnly],
      ...[pointLabelsOf(editor).version, ...views],
    ]
    this.#scope.effect(() => {
      for (const one of watched) one.value
      for (const { moved } of this.#viewer.pictures.value) moved.value
      scene.playhead.value.playing.value
      shownBoxes(editor)
      shownPaths(editor)
      for (const { name } of scene.manifest.value?.cameras ?? []) shownPictureBoxes(editor, name)
      this.#wantFrame()
    })
  }

  /** The manifest and the points of the first frame. Neither needs the other: they come at the same time. */
  async #fetch(): Promise<Coming> {
    const { asset } = this.#options
    const scene = sceneOf(this.#editor)
    const { signal } = this.#abort
    const file = asset.files.find(({ role }) => role === 'scene')
    const frames = new Frames(asset.files, signal, () => {
      scene.arrived.value = scene.arrived.peek() + 1
    })
    const [answer, first] = await Promise.all([
      fetch(file?.url ?? '', { signal }),
      frames.get(scene.frame.peek()),
    ])
    return { frames, first, manifest: readManifest(await answer.json()) }
  }

  async #begin(coming: Promise<Coming>): Promise<void> {
    const { asset, onError } = this.#options
    const scene = sceneOf(this.#editor)
    try {
      this.#gl?.warm()
      const { frames, first, manifest } = await coming
      if (!this.#scope.alive || !this.#gl) return
      // Until it has points to show it is not on the page, which would wait for the card in every frame.
      this.#host?.prepend(this.#gl.canvas)
      const at = scene.frame.peek()
      const last = manifest.frames.length - 1
      const shared = scene.playhead.peek()
      const playhead = shared.length === last ? shared : new Playhead(last)
      playhead.seek(at)
      // At once: each picture on the way would take as long as the one that counts.
      batch(() => {
        scene.playhead.value = playhead
        scene.source.value = frames
        scene.pieces.value = new Pieces(asset.files, this.#abort.signal)
        scene.points.value = first
        scene.loaded.value = at
        scene.manifest.value = manifest
        if (scene.stand.peek() === START) this.#viewer.begin()
      })
      // What is fetched ahead must not hold up the first picture.
      this.#scope.frame(() => this.#scope.frame(() => this.#shown(frames)))
    } catch (error) {
      if (this.#scope.alive) onError?.(error)
    }
  }

  /** The first picture is on the screen. */
  #shown(frames: Frames): void {
    const { onReady, onError } = this.#options
    const ahead = (frame: number) => this.#pictures?.ahead(frame)
    new Playback(this.#editor, frames, this.#scope, ahead, onError)
    onReady?.()
    if (labelsPoints(this.#editor)) void pointLabelsOf(this.#editor).recover()
  }

  #arrange(): void {
    const host = this.#host
    if (!host || !this.#gl) return
    const scene = sceneOf(this.#editor)
    const manifest = scene.manifest.peek()
    const stage = { width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) }
    this.#layout = layoutOf({
      stage,
      cameras: aspects(manifest?.cameras ?? []),
      frames: manifest?.frames.length ?? 1,
      boxes: this.#hasBoxes.peek(),
      enlarged: this.#enlarged.peek(),
    })
    this.#viewer.arrange(this.#layout)
    this.#painter?.resize(stage, devicePixelRatio, this.#layout)
    // Setting a canvas's size clears it: paint in the same frame, or the stage flickers.
    this.#paint()
  }

  #placeAt(at: Point2): Place {
    const layout = this.#layout
    if (!layout) return null
    const enlarged = this.#enlarged.peek()
    if (layout.time && isInside(layout.time, at)) return { kind: 'time' }
    const picture = this.#viewer.pictures.peek().find(({ rect }) => isInside(rect, at))
    if (picture) return { kind: 'view', view: picture }
    if (enlarged !== null && isInside(layout.main, at)) return null
    const view = this.#viewer.all.find(({ rect }) => isInside(rect, at))
    return view ? { kind: 'view', view } : null
  }

  /** A cell of another frame: pressing it goes there first. */
  #isElsewhere(view: View): boolean {
    const frame = this.#viewer.batch.active ? this.#viewer.batch.frameOf(view) : null
    return frame !== null && frame !== sceneOf(this.#editor).frame.peek()
  }

  #enter(view: View): void {
    const frame = this.#viewer.batch.frameOf(view)
    const playhead = sceneOf(this.#editor).playhead.peek()
    if (frame === null || !this.#isElsewhere(view)) return
    playhead.playing.value = false
    playhead.seek(frame)
  }

  #seek(x: number, pressed: boolean): void {
    const scene = sceneOf(this.#editor)
    const time = this.#layout?.time
    if (!time) return
    const to = timeAt(time, scene.frames.peek(), x)
    const playhead = scene.playhead.peek()
    if (to !== 'play') {
      playhead.playing.value = false
      playhead.seek(to)
    } else if (pressed) playhead.toggle()
  }

  #menu(event: MouseEvent): void {
    const p = this.#input?.pointerOf(event)
    const record = p ? thingUnder(this.#editor, p) : null
    if (record && !this.#editor.selection.peek().has(record)) this.#editor.select([record])
    this.#options.onMenu?.({ x: event.clientX, y: event.clientY, record })
  }

  #wantFrame(): void {
    if (this.#frameWanted || !this.#scope.alive) return
    this.#frameWanted = true
    this.#scope.frame(() => {
      this.#frameWanted = false
      this.#input?.flush()
      this.#paint()
    })
  }

  #paint(): void {
    if (!this.#layout || !this.#painter) return
    const colors = SCENE_COLORS[this.#options.theme.peek()]
    const painted = this.#painter.paint({
      layout: this.#layout,
      colors,
      language: this.#options.language.peek(),
      enlarged: this.#enlarged.peek(),
    })
    const shown = sceneOf(this.#editor).loaded.peek()
    if (this.#host && shown >= 0) this.#host.dataset.frame = String(shown)
    this.#host?.toggleAttribute('data-rough', painted.isRough)
    if (painted.drawn > 0) this.#scope.frame(() => this.#painter?.followed(painted))
    // What was left out is filled in, unless the view moves on.
    if (painted.isRough) this.#wantFrame()
  }
}
