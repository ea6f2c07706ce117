/** The four views and how they follow what is selected. */
import { computed, type ReadonlySignal } from '@preact/signals-core'
import type { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Scope } from '../../../core/scope'
import type { CameraControl } from '../../../core/view'
import type { Cuboid, Point3 } from '../../../kinds'
import { yawOf } from '../../../kinds/parts/space'
import { goTo } from '../go_to'
import { boxAt, selectedBox } from '../objects'
import { boxAround, selectedPath } from '../paths/paths'
import { type Sight, sceneOf } from '../state'
import { PictureView } from '../view/picture_view'
import { BoxView, EMPTY, isInside, OrbitView, type Pose, type View } from '../view/views'
import { Batch } from './batch'
import type { Layout } from './layout'

/** How far the first view stands behind the vehicle, and how much it looks down. */
const BEHIND = 38
const DOWN = 0.62
/** Distance to a box that is focused, in its lengths, and at least so many metres. */
const AWAY = 3.2
const LEAST = 9

export class Viewer implements Sight {
  readonly main: OrbitView
  readonly boxes: readonly BoxView[] = [
    new BoxView('top'),
    new BoxView('side'),
    new BoxView('rear'),
  ]
  /** One for each camera. Reads signals. */
  readonly pictures: ReadonlySignal<readonly PictureView[]>
  readonly batch: Batch
  readonly camera: CameraControl
  readonly #editor: Editor
  /** What the views along the box look at, as `<record>@<frame>`. */
  #looked = ''

  constructor(editor: Editor) {
    this.#editor = editor
    const scene = sceneOf(editor)
    this.main = new OrbitView(scene.stand)
    this.pictures = computed(() =>
      (scene.manifest.value?.cameras ?? []).map((_, i) => new PictureView(scene, i)),
    )
    this.batch = new Batch(editor)
    this.camera = {
      // 100 % is the view that a scene opens with.
      scale: computed(() => BEHIND / this.main.pose.value.distance),
      zoomBy: (factor) => this.main.zoom(this.#middle, factor),
      zoomTo: () => this.#focusSelected(),
      zoomToSelection: () => this.#focusSelected(),
      reveal: () => this.#revealSelected(),
      fit: () => this.fit(),
      actualSize: () => this.begin(),
      panBy: (dx, dy) => this.main.pan(dx, dy),
      place: scene.stand,
      follow: (place) => {
        scene.stand.value = place as Pose
      },
      onStage: ([x, y]) => {
        const { origin, road } = scene
        return this.main.toStage([x - origin[0], y - origin[1], road.peek()])
      },
    }
  }

  /** The views on the screen. */
  get all(): readonly View[] {
    const large = this.batch.active ? this.batch.cells().map(({ view }) => view) : [this.main]
    return [...large, ...this.boxes]
  }

  get #middle(): Point2 {
    const { x, y, width, height } = this.main.rect
    return [x + width / 2, y + height / 2]
  }

  arrange({ main, boxes, pictures }: Layout): void {
    this.main.rect = main
    this.pictures.peek().forEach((view, i) => {
      view.rect = pictures[i] ?? EMPTY
    })
    this.batch.arrange(main)
    for (const view of this.boxes) view.rect = boxes[view.id]
    this.#looked = ''
    this.#look()
  }

  attach(scope: Scope): void {
    scope.effect(() => this.#look())
    let before: string | null = null
    scope.effect(() => {
      const [only = null] =
        this.#editor.selection.value.size === 1 ? this.#editor.selection.value : []
      if (only && only !== before) this.#meet(only)
      before = only
    })
  }

  /** Behind the vehicle, looking ahead. */
  begin(): void {
    const { x, y, ...turn } = sceneOf(this.#editor).ego
    const yaw = yawOf(turn)
    const ahead = 8
    const target: Point3 = [
      x + Math.cos(yaw) * ahead,
      y + Math.sin(yaw) * ahead,
      sceneOf(this.#editor).road.peek(),
    ]
    this.main.pose.value = { target, yaw, pitch: DOWN, distance: BEHIND }
  }

  fit(): void {
    const scene = sceneOf(this.#editor)
    const bounds = scene.info?.bounds
    if (!bounds) return
    const { min, max } = bounds
    const [ox, oy] = scene.origin
    const reach = Math.hypot(max[0] - min[0], max[1] - min[1]) / 2
    this.main.pose.value = {
      ...this.main.pose.peek(),
      target: [(min[0] + max[0]) / 2 - ox, (min[1] + max[1]) / 2 - oy, scene.road.peek()],
      distance: Math.max(LEAST, reach * 1.3),
    }
  }

  above(): void {
    const pose = this.main.pose.peek()
    const isAbove = pose.pitch > 1.5
    const yaw = yawOf(sceneOf(this.#editor).ego)
    this.main.pose.value = isAbove
      ? { ...pose, pitch: DOWN }
      : { ...pose, pitch: Math.PI / 2 - 0.001, yaw }
  }

  focus(box: Cuboid): void {
    const pose = this.main.pose.peek()
    this.main.pose.value = {
      ...pose,
      target: [box.x, box.y, box.z],
      distance: Math.max(LEAST, AWAY * Math.max(box.length, box.width, box.height)),
    }
  }

  reveal(box: Cuboid): void {
    const at = this.main.toStage([box.x, box.y, box.z])
    if (at && isInside(this.main.rect, at)) return
    const pose = this.main.pose.peek()
    this.main.pose.value = { ...pose, target: [box.x, box.y, box.z] }
  }

  #focusSelected(): void {
    const box = this.#selected
    if (box) this.focus(box)
  }

  /** What is selected as a box: itself, or around a line. */
  get #selected(): Cuboid | null {
    const path = selectedPath(this.#editor)
    return selectedBox(this.#editor)?.box ?? (path && boxAround(path))
  }

  #revealSelected(): void {
    const box = this.#selected
    if (box) this.reveal(box)
  }

  /** Something was selected, perhaps in a list: go to the frame where it is, and bring it into the picture. */
  #meet(id: string): void {
    const scene = sceneOf(this.#editor)
    const record = this.#editor.work.records.peek().get(id)
    if (!record || !scene.manifest.peek()) return
    goTo(this.#editor, record, null)
    const box = boxAt(record, scene.frame.peek())
    if (box) this.reveal(scene.toScene(box))
    const path = selectedPath(this.#editor)
    if (path) this.reveal(boxAround(path))
  }

  /** The views along the box follow it, but not while it is being dragged. */
  #look(): void {
    const shown = selectedBox(this.#editor)
    if (!shown || this.#editor.gesture.value) return
    const id = shown.record.id
    const isAnew = this.#looked !== id
    this.#looked = id
    for (const view of this.boxes) view.look(shown.box, isAnew)
  }
}
