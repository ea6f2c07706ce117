/** Paints what has changed: points view by view, then what lies over them. */
import type { Editor } from '../../../core/editor'
import type { Extent } from '../../../core/geometry'
import type { Language } from '../../../core/schema'
import type { Cuboid } from '../../../kinds'
import type { Layer } from '../../image/stage/layer'
import { cameraColours } from '../data/camera_colours'
import { cropped } from '../data/crop'
import type { Layer as FrameLayer } from '../data/frames'
import { countInside } from '../data/inside'
import type { Packed } from '../data/packed'
import { type Shown, selectedBox, shownBoxes } from '../objects'
import type { FrameLabels } from '../segment/labels'
import { layersOf } from '../segment/layers'
import { segmentOf } from '../segment/state'
import { pointLabelsOf } from '../segment/store'
import { EVERYWHERE, levelsOf, sceneOf } from '../state'
import type { Drawn } from '../view/fill'
import type { Look, PointsGl } from '../view/points_gl'
import type { LinearView, View } from '../view/views'
import type { SceneColors } from './colors'
import { type By, labelsOf, relabelled } from './labels'
import type { Layout } from './layout'
import { paintBatch, paintBoxView, paintMain, paintTold } from './overlay'
import { Pace } from './pace'
import type { Pictures } from './pictures'
import { PointViews } from './point_views'
import { paintTime } from './time_bar'
import type { Viewer } from './viewer'

export interface Picture {
  readonly layout: Layout
  readonly colors: SceneColors
  readonly language: Language
  readonly enlarged: number | null
}

/** Metres around the selected box that the views along it show, and how far it may go before they are cut anew. */
const AROUND = 5
const DRIFT = 2

/** The few points around a box are drawn at once. */
const ALL = Number.POSITIVE_INFINITY

/** One sweep by itself is neither early nor late. */
const HALF = 0.5

interface Crop {
  readonly of: Packed
  readonly box: Cuboid
  readonly points: Packed
  /** Pictures that gave its points their colours. */
  photos: number
}

/** What became of a painting: whether points were left out, how many were drawn, and when it was done. */
export interface Painted {
  readonly isRough: boolean
  readonly drawn: number
  readonly at: number
}

/** Of more points only those are looked at whose labels have changed. */
const MANY = 400_000

interface Numbered {
  readonly look: string
  readonly version: number
  readonly labels: FrameLabels
  readonly numbers: Uint8Array<ArrayBuffer>
}

export class Painter {
  readonly #editor: Editor
  readonly #viewer: Viewer
  readonly #gl: PointsGl
  readonly #overlay: Layer
  readonly #pictures: Pictures
  readonly #views: PointViews
  readonly #pace = new Pace()
  #version = 0
  readonly #cells = new Set<View>()
  #crop: Crop | null = null
  /** Points that were drawn the last time. */
  #drawn = 0
  #size = ''
  /** What the numbers of a frame's points were made from. */
  #labelled = new Map<Packed, string>()
  /** The labels that those numbers are of, where nothing but labels made them. */
  readonly #numbered = new WeakMap<Packed, Numbered>()
  /** The frame whose pictures give points their colours, how many pictures there were, and which points have them. */
  #photographed: { of: Packed; pictures: number; done: Set<Packed> } | null = null

  constructor(editor: Editor, viewer: Viewer, gl: PointsGl, overlay: Layer, pictures: Pictures) {
    this.#editor = editor
    this.#viewer = viewer
    this.#gl = gl
    this.#views = new PointViews(gl)
    this.#overlay = overlay
    this.#pictures = pictures
  }

  /** The stage has this layout now; what was painted stays where nothing has moved. */
  resize(size: Extent, ratio: number, layout: Layout): void {
    const wanted = JSON.stringify([size, ratio, layout])
    if (wanted === this.#size) return
    this.#size = wanted
    this.#gl.resize(size.width, size.height, ratio)
    this.#overlay.resize(size, ratio)
    this.#views.forgetAll()
  }

  /** Everything must be painted anew. */
  stale(): void {
    this.#version++
    this.#labelled.clear()
    this.#photographed = null
    this.#crop = null
  }

  /** Paint; `isRough` when points were left out that a later call must fill in. */
  paint(picture: Picture): Painted {
    const scene = sceneOf(this.#editor)
    const shown = shownBoxes(this.#editor)
    const selected = selectedBox(this.#editor)
    const points = scene.points.peek()
    this.#drawn = 0
    if (points) this.#paintPoints(points, picture, selected)
    this.#paintOver(picture, shown, selected, points)
    const isRough = !this.#views.isDone(this.#viewer.main)
    return { isRough, drawn: this.#drawn, at: performance.now() }
  }

  /** The frame after that one has come, painted or not: how long it took says how much is drawn at once. */
  followed({ drawn, at }: Painted): void {
    this.#pace.took(performance.now() - at, drawn)
  }

  #look(): Look {
    const scene = sceneOf(this.#editor)
    const road = scene.road.peek()
    const range = scene.range.peek()
    const { x, y, z } = scene.ego
    return {
      colouring: scene.colouring.peek(),
      heights: [road - 0.5, road + 4.5],
      groundHidden: scene.groundHidden.peek(),
      levels: levelsOf(scene),
      around: range === null ? null : { at: [x, y, z], range },
      size: scene.pointSize.peek(),
    }
  }

  #paintPoints(points: Packed, picture: Picture, selected: Shown | null): void {
    const look = this.#look()
    const { main, boxes } = this.#viewer
    const crop = selected && this.#cropped(points, selected.box)
    const layers = this.#layers(points)
    this.#colour(layers, crop, look.colouring)
    const all = layers.map(({ frame, points: own }) => ({
      points: own,
      moment: this.#moment(frame),
    }))
    this.#gl.together = all.length
    if (this.#isBatch(picture)) this.#paintCells(look, picture)
    else if (picture.enlarged === null) {
      this.#forgetCells()
      this.#paintView(main, all, look, this.#pace.most, picture)
    } else this.#views.forget(main)
    // What the box hides among ground is what these views are for.
    const close = { ...look, around: null, levels: EVERYWHERE, size: look.size + 1 }
    for (const view of boxes) {
      const near = crop ? [{ points: crop.points, moment: HALF }] : []
      this.#paintView(view, near, close, ALL, picture)
    }
  }

  /** When a frame was taken among those that are drawn together. */
  #moment(frame: number): number {
    const { sweeps, loaded } = sceneOf(this.#editor)
    const reach = sweeps.peek()
    return reach === 0 ? HALF : HALF + (frame - loaded.peek()) / (2 * reach)
  }

  #isBatch({ enlarged }: Picture): boolean {
    return enlarged === null && this.#viewer.batch.active
  }

  /** The cells stand where the main view stood: what was painted there is gone. */
  #paintCells(look: Look, picture: Picture): void {
    const { batch, main } = this.#viewer
    if (this.#views.forget(main)) this.#gl.clear(main.rect, picture.colors.ground)
    const colouring = look.colouring === 'intensity' ? 'intensity' : 'height'
    const close: Look = {
      ...look,
      colouring,
      around: null,
      levels: EVERYWHERE,
      size: look.size + 0.5,
    }
    for (const cell of batch.cells()) {
      const points = batch.points(cell, (old) => this.#views.drop(old))
      this.#cells.add(cell.view)
      this.#paintView(cell.view, points ? [{ points, moment: HALF }] : [], close, ALL, picture)
    }
  }

  #forgetCells(): void {
    for (const view of this.#cells) this.#views.forget(view)
    this.#cells.clear()
  }

  /** The frame on the screen and those around it that are drawn too. */
  #layers(points: Packed): readonly FrameLayer[] {
    const all = layersOf(this.#editor)
    return all[0]?.points === points
      ? all
      : [{ frame: sceneOf(this.#editor).loaded.peek(), points }]
  }

  #paintView(
    view: LinearView,
    all: readonly Drawn[],
    look: Look,
    most: number,
    { colors }: Picture,
  ): void {
    const version = `${this.#version} ${this.#photographed?.pictures}`
    this.#drawn += this.#views.show(view, { all, look, most, version, background: colors.ground })
  }

  #cropped(points: Packed, box: Cuboid): Crop {
    const old = this.#crop
    const drift = old ? Math.hypot(old.box.x - box.x, old.box.y - box.y, old.box.z - box.z) : 0
    const grown = old ? Math.max(box.length - old.box.length, box.width - old.box.width) : 0
    if (old?.of === points && drift < DRIFT && grown < DRIFT) return old
    if (old) {
      this.#views.drop(old.points)
      this.#labelled.delete(old.points)
    }
    this.#crop = { of: points, box, points: cropped(points, box, AROUND), photos: -1 }
    return this.#crop
  }

  #colour(layers: readonly FrameLayer[], crop: Crop | null, colouring: Look['colouring']): void {
    const [own] = layers
    if (own && colouring === 'camera') this.#photograph(own.points, layers, crop)
    const by = colouring === 'label' || colouring === 'object' ? colouring : null
    for (const layer of layers) this.#label(layer, by)
    if (own && crop) this.#label({ ...own, points: crop.points }, by)
  }

  /** Number points by their labels and the boxes they lie in, unless nothing has changed since. */
  #label(layer: FrameLayer, kind: By): void {
    const { frame, points } = layer
    const { hiddenLabels } = this.#editor.view
    const isStillOnly =
      sceneOf(this.#editor).sweeps.peek() > 0 && segmentOf(this.#editor).stillOnly.peek()
    // Boxes of many frames are not looked at in every picture where they say nothing.
    const boxes = kind || isStillOnly ? shownBoxes(this.#editor, frame) : []
    const parts = boxes.map(({ record, box }) => [record.id, record.label, box])
    const more = [isStillOnly, ...hiddenLabels.peek()]
    const painted = pointLabelsOf(this.#editor).shown(frame)
    const look = `${kind} ${JSON.stringify([parts, more])}`
    const by = `${look} ${painted ? this.#views.numberOf(painted) : 0}`
    if (this.#labelled.get(points) === by) return
    this.#labelled.set(points, by)
    const old = this.#numbered.get(points)
    const isAlike = old !== undefined && old.look === look && old.version === this.#version
    const numbers =
      (kind && painted && isAlike && relabelled(this.#editor, points, kind, old, painted)) ||
      labelsOf(this.#editor, frame, points, kind)
    // Where there are boxes or hidden labels, more than the labels decides.
    const isMany = points.count > MANY
    if (isMany && painted && parts.length === 0 && hiddenLabels.peek().size === 0) {
      this.#numbered.set(points, { look, version: this.#version, labels: painted, numbers })
    } else this.#numbered.delete(points)
    this.#views.relabelled(this.#gl.label(points, numbers))
  }

  /** Give points the colours of the pictures of this frame that have come, those of other sweeps by where they lie. */
  #photograph(of: Packed, layers: readonly FrameLayer[], crop: Crop | null): void {
    const scene = sceneOf(this.#editor)
    const photos = this.#pictures.photos()
    const known = this.#photographed
    const isKnown = known?.of === of && known.pictures === photos.length
    const now = isKnown ? known : { of, pictures: photos.length, done: new Set<Packed>() }
    this.#photographed = now
    for (const { points } of layers) {
      if (now.done.has(points)) continue
      now.done.add(points)
      this.#gl.photograph(points, cameraColours(points, scene.origin, photos))
    }
    if (crop && crop.photos !== photos.length) {
      crop.photos = photos.length
      this.#gl.photograph(crop.points, cameraColours(crop.points, scene.origin, photos))
    }
  }

  #paintOver(
    picture: Picture,
    shown: readonly Shown[],
    selected: Shown | null,
    points: Packed | null,
  ): void {
    const { context, canvas } = this.#overlay
    const { layout, colors, language, enlarged } = picture
    context.clearRect(0, 0, canvas.width, canvas.height)
    const count = selected && points ? this.#count(points, selected.box) : 0
    const scene = { editor: this.#editor, shown, selected, count, colors, language }
    this.#paintSeams(picture)
    if (this.#isBatch(picture)) paintBatch(context, this.#viewer.batch.cells(), scene)
    else if (enlarged === null) paintMain(context, this.#viewer.main, scene)
    for (const view of this.#viewer.boxes) paintBoxView(context, view, scene)
    for (const view of this.#viewer.pictures.peek()) {
      this.#pictures.paint(context, view, shown, selected, colors)
    }
    paintTold(context, layout.main, scene)
    if (layout.time) paintTime(context, layout.time, this.#editor, colors)
  }

  #count(points: Packed, box: Cuboid): number {
    const crop = this.#crop
    return countInside(crop?.of === points ? crop.points : points, box)
  }

  /** The lines between the views, and what no view covers. */
  #paintSeams({ layout, colors, enlarged }: Picture): void {
    const { context } = this.#overlay
    const { main, boxes, pictures } = layout
    context.fillStyle = colors.seam
    context.fillRect(main.x + main.width, 0, 1, main.y + main.height)
    for (const { x, y, width } of [boxes.side, boxes.rear]) context.fillRect(x, y - 1, width, 1)
    const [red, green, blue] = colors.ground
    if (pictures.length > 0) {
      context.fillStyle = `rgb(${red}, ${green}, ${blue})`
      context.fillRect(0, 0, main.width, main.y)
      context.fillStyle = colors.seam
      context.fillRect(0, main.y - 1, main.width, 1)
    }
    if (enlarged === null) return
    context.fillStyle = `rgb(${red}, ${green}, ${blue})`
    context.fillRect(main.x, main.y, main.width, main.height)
  }
}
