/** An editor on a small scene without a stage, and a hand that works in it. */
import { commandsOf } from '../../../core/commands'
import { Document } from '../../../core/document'
import { Editor } from '../../../core/editor'
import type { Point2 } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import type { Annotation } from '../../../core/patch'
import { Playhead } from '../../../core/playhead'
import type { LabelSchema } from '../../../core/schema'
import * as kinds from '../../../kinds'
import { type Cuboid, cuboidOf, type Point3 } from '../../../kinds'
import { fromYaw } from '../../../kinds/parts/space'
import { sceneCommands } from '../commands'
import type { Pose, SceneManifest } from '../data/manifest'
import { boxAt, selectedBox } from '../objects'
import { sceneOf } from '../state'
import { sceneTools, selectTool } from '../tools'
import type { ScenePointer } from '../tools/pointer'
import { atHeight, BoxView, OrbitView, type View, type ViewId } from '../view/views'
import { cloud } from './cloud'
import { carAt, road } from './street'

const schemaFor = (allowed: readonly string[]): LabelSchema => ({
  labels: ['car', 'pedestrian'].map((key, i) => ({
    key,
    name: { en: key, zh: key },
    color: '#4363d8',
    hotkey: String(i + 1),
    kinds: allowed,
    attributes: [],
  })),
  questions: [],
})

const HERE: Pose = { x: 0, y: 0, z: 0, qw: 1, qx: 0, qy: 0, qz: 0 }
/** World coordinates of the scene's origin: nothing may take one for the other. */
export const ORIGIN: Point3 = [1000, -500, 20]

const manifest = (frames: number, count: number): SceneManifest => ({
  version: 1,
  origin: ORIGIN,
  posed: true,
  bounds: { min: ORIGIN, max: ORIGIN },
  intensity: null,
  cameras: [],
  frames: Array.from({ length: frames }, (_, i) => ({
    name: String(i),
    time: null,
    ego: { ...HERE, x: ORIGIN[0], y: ORIGIN[1], z: ORIGIN[2] },
    count,
    bounds: { min: ORIGIN, max: ORIGIN },
    sweeps: [{ lidar: 0, pose: { ...HERE, x: ORIGIN[0], y: ORIGIN[1], z: ORIGIN[2] + 1.8 } }],
    images: [],
  })),
})

/** A cuboid of the world at a place of the scene, level. */
export const boxOf = (at: Point3, size: Point3 = [4, 2, 1.5], yaw = 0): Cuboid =>
  cuboidOf([at[0] + ORIGIN[0], at[1] + ORIGIN[1], at[2] + ORIGIN[2]], size, fromYaw(yaw))

export const record = (id: string, kind: string, data: unknown): Annotation => ({
  id,
  kind,
  label: 'car',
  data,
  attributes: {},
  z: 0,
  group: null,
  source: { origin: 'human' },
  score: null,
})

type Modifiers = Partial<Pick<Pointer, 'shift' | 'alt' | 'ctrl' | 'clicks'>>

/** All views are 400 pixels square; the main one looks down on the middle of the street. */
export class Bench {
  readonly editor: Editor
  readonly main = new OrbitView()
  readonly #boxes = new Map<ViewId, BoxView>()

  constructor(
    records: readonly Annotation[] = [],
    frames = 3,
    allowed: readonly string[] = ['cuboid'],
  ) {
    const all = Object.values(kinds).filter((one) => typeof one === 'object' && 'validate' in one)
    this.editor = new Editor({
      work: new Document(records),
      kinds: all,
      schema: schemaFor(allowed),
      extent: { width: 0, height: 0 },
    })
    const scene = sceneOf(this.editor)
    const points = cloud([...road(), ...carAt(10, 3)])
    scene.manifest.value = manifest(frames, points.count)
    scene.playhead.value = new Playhead(frames - 1)
    scene.points.value = points
    this.editor.tool.value = selectTool
    this.main.rect = { x: 0, y: 0, width: 400, height: 400 }
    this.main.pose.value = { target: [12, 0, 0], yaw: 0, pitch: 1.2, distance: 25 }
  }

  /** A view along the selected box. */
  along(id: 'top' | 'side' | 'rear'): BoxView {
    const view = this.#boxes.get(id) ?? new BoxView(id)
    const isNew = !this.#boxes.has(id)
    this.#boxes.set(id, view)
    view.rect = { x: 400, y: 0, width: 400, height: 400 }
    const shown = selectedBox(this.editor)
    if (shown && isNew) view.look(shown.box, true)
    return view
  }

  /** Where a place of the scene is in a view. */
  pixel(view: View, p: Point3): Point2 {
    return view.toStage(p) ?? [0, 0]
  }

  pointer(view: View, pixel: Point2, more: Modifiers = {}): ScenePointer {
    const ray = view.ray(pixel)
    return { at: atHeight(ray, 0) ?? ray.from, tolerance: 0.1, view, pixel, ray, ...more }
  }

  click(view: View, p: Point3, more: Modifiers = {}): void {
    const at = this.pointer(view, this.pixel(view, p), more)
    this.editor.press(at)
    if (this.editor.gesture.peek()) this.editor.release(at)
    else this.editor.tool.peek()?.tap?.(this.editor, at)
  }

  drag(view: View, from: Point3, to: Point3, more: Modifiers = {}): void {
    const [start, end] = [this.pixel(view, from), this.pixel(view, to)]
    this.editor.press(this.pointer(view, start, more))
    this.editor.move(this.pointer(view, end, more))
    this.editor.release(this.pointer(view, end, more))
  }

  tapAt(view: View, pixel: Point2): void {
    const at = this.pointer(view, pixel)
    this.editor.press(at)
    if (this.editor.gesture.peek()) this.editor.release(at)
    else this.editor.tool.peek()?.tap?.(this.editor, at)
  }

  dragAt(view: View, from: Point2, to: Point2): void {
    this.editor.press(this.pointer(view, from))
    this.editor.move(this.pointer(view, to))
    this.editor.release(this.pointer(view, to))
  }

  choose(id: string): void {
    this.run(`tool.${id}`)
  }

  /** False when the command may not run. */
  run(id: string): boolean {
    const commands = commandsOf(
      { tools: sceneTools, commands: sceneCommands },
      this.editor.schema.peek(),
    )
    const found = commands.find((command) => command.id === id)
    if (!found) throw new Error(`no command ${id}`)
    return this.editor.run(found)
  }

  go(frame: number): void {
    sceneOf(this.editor).playhead.peek().seek(frame)
  }

  get records(): readonly Annotation[] {
    return [...this.editor.work.records.peek().values()]
  }

  /** A record's box in a frame, in the scene frame. */
  box(id: string | undefined, frame = 0): Cuboid | null {
    const found = this.editor.work.get(id ?? '')
    const box = found && boxAt(found, frame)
    return box ? sceneOf(this.editor).toScene(box) : null
  }
}
