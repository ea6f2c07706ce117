/** What of a scene is on the screen: the frame, how points look, which views there are. Never saved. */
import { batch, computed, signal } from '@preact/signals-core'
import type { Editor } from '../../core/editor'
import { Playhead } from '../../core/playhead'
import type { Prompter } from '../../core/prompts'
import { type Cuboid, moved, type Point3 } from '../../kinds'
import { minus, plus } from '../../kinds/parts/space'
import type { Frames } from './data/frames'
import { groundAround } from './data/ground'
import type { Pose, SceneFrame, SceneManifest } from './data/manifest'
import type { Packed } from './data/packed'
import type { Pieces } from './segment/pieces'
import type { Colouring } from './view/points_gl'
import { START, type Pose as Stand, type View } from './view/views'

/** What commands ask of the stage's views. */
export interface Sight {
  /** Bring a box of the scene frame to the middle. */
  focus(box: Cuboid): void
  above(): void
  fit(): void
  /** Show as much as around a place of the scene frame. */
  reveal(box: Cuboid): void
}

export interface Told {
  /** Of the catalogue. */
  readonly key: string
  readonly params: { readonly [name: string]: number }
}

export class SceneState {
  readonly manifest = signal<SceneManifest | null>(null)
  readonly playhead = signal(new Playhead(0))
  /** Points of the frame on the screen; of the frame before while they are on their way. */
  readonly points = signal<Packed | null>(null)
  /** The frame whose points these are. */
  readonly loaded = signal(-1)
  readonly colouring = signal<Colouring>('height')
  /** Where the large view stands. */
  readonly stand = signal<Stand>(START)
  /** Of a point, in pixels. */
  readonly pointSize = signal(2)
  readonly groundHidden = signal(false)
  /** Metres around the vehicle that are drawn; null for all. */
  readonly range = signal<number | null>(null)
  /** Heights over the road between which points are drawn, in metres; null for all. */
  readonly levels = signal<readonly [number, number] | null>(null)
  /** Frames before and after the one on the screen whose points are drawn too. */
  readonly sweeps = signal(0)
  /** The selected object in many frames at once, in place of the main view. */
  readonly batch = signal(false)
  /** Tracks whose size may differ from frame to frame. */
  readonly freeSize = signal<ReadonlySet<string>>(new Set())
  /** Points over the pictures of the cameras. */
  readonly pictured = signal(false)
  /** Where points of other frames come from, and how many have come. */
  readonly source = signal<Frames | null>(null)
  readonly arrived = signal(0)
  /** Pieces of the points that a brush may take whole. */
  readonly pieces = signal<Pieces | null>(null)
  /** Models that fit boxes to clicks, and the one that does; null where it is done here. */
  readonly fitters = signal<readonly Prompter[]>([])
  readonly fitter = signal<Prompter | null>(null)
  readonly sight = signal<Sight | null>(null)
  /** The view under the pointer, or which it was over last: keys push and turn as it looks. */
  readonly pointed = signal<View | null>(null)
  /** What is said for a moment: what came of what somebody did, or why nothing did. */
  readonly told = signal<Told | null>(null)
  readonly frame = computed(() => Math.round(this.playhead.value.at.value))
  readonly frames = computed(() => this.manifest.value?.frames.length ?? 1)

  /** Height of the road around the vehicle, scene frame. */
  readonly road = computed(() => {
    const points = this.points.value
    const [x, y, z] = this.sensor
    return (points && groundAround(points, x, y, ROAD)?.c) ?? z - HIGH
  })

  tell(key: string, params: Told['params'] = {}): void {
    const told = { key, params }
    this.told.value = told
    setTimeout(() => {
      if (this.told.peek() === told) this.told.value = null
    }, TOLD_MS)
  }

  get info(): SceneFrame | null {
    return this.manifest.value?.frames[this.frame.value] ?? null
  }

  get origin(): Point3 {
    return this.manifest.value?.origin ?? [0, 0, 0]
  }

  toScene(box: Cuboid): Cuboid {
    return moved(box, minus([0, 0, 0], this.origin))
  }

  toWorld(box: Cuboid): Cuboid {
    return moved(box, this.origin)
  }

  place(p: Point3): Point3 {
    return plus(p, this.origin)
  }

  /** The vehicle in the scene frame. */
  get ego(): Pose {
    const pose = this.info?.ego ?? STILL
    const [x, y, z] = minus([pose.x, pose.y, pose.z], this.origin)
    return { ...pose, x, y, z }
  }

  /** Where the lidar was, in the scene frame. */
  get sensor(): Point3 {
    return this.sensorAt(this.frame.value)
  }

  sensorAt(frame: number): Point3 {
    const info = this.manifest.value?.frames[frame]
    const pose = info?.sweeps[0]?.pose ?? info?.ego ?? STILL
    return minus([pose.x, pose.y, pose.z], this.origin)
  }
}

/** The smallest and the largest, in pixels. */
export const POINT_SIZES = [1, 6] as const
/** What is said stays so long. */
const TOLD_MS = 4000
/** Metres around the vehicle whose ground is its road. */
const ROAD = 15
/** A lidar usually stands so high. */
const HIGH = 1.8

const STILL: Pose = { x: 0, y: 0, z: 0, qw: 1, qx: 0, qy: 0, qz: 0 }

/** Higher and lower than anything. */
export const EVERYWHERE: readonly [number, number] = [-1e6, 1e6]

/** Scene heights between which points are drawn. Reads signals. */
export function levelsOf({ levels, road }: SceneState): readonly [number, number] {
  const kept = levels.value
  return kept ? [road.value + kept[0], road.value + kept[1]] : EVERYWHERE
}

const states = new WeakMap<Editor, SceneState>()

/** The state of the scene that an editor works on. */
export function sceneOf(editor: Editor): SceneState {
  const state = states.get(editor) ?? new SceneState()
  states.set(editor, state)
  return state
}

/** The same frame, and the same look at it; from then on frames are gone through together. */
export function lookAlike(editor: Editor, as: Editor): void {
  const [own, other] = [sceneOf(editor), sceneOf(as)]
  batch(() => {
    own.playhead.value = other.playhead.peek()
    own.stand.value = other.stand.peek()
    own.colouring.value = other.colouring.peek()
    own.pointSize.value = other.pointSize.peek()
    own.groundHidden.value = other.groundHidden.peek()
    own.range.value = other.range.peek()
    own.levels.value = other.levels.peek()
    own.sweeps.value = other.sweeps.peek()
  })
}

export { liveRecords } from '../../core/selection'
