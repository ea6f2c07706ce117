/** Cuboids and tracks of cuboids as boxes in a frame. */
import type { Editor } from '../../core/editor'
import { withData } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import {
  type Cuboid,
  type Keyframe,
  type Point3,
  sizeOf,
  type Track,
  trackAt,
  withKeyframe,
} from '../../kinds'
import { hasSize, isRigid, resizedTrack } from './data/whole_track'
import { liveRecords, sceneOf } from './state'

export interface Shown {
  readonly record: Annotation
  /** Scene frame. */
  readonly box: Cuboid
  /** Of a track: somebody or something set it in this very frame. */
  readonly isKey: boolean
  readonly isTrack: boolean
}

/** The track of cuboids that a record is, or null. */
export function trackOf(record: Annotation): Track<Cuboid> | null {
  if (record.kind !== 'track') return null
  const data = record.data as Track<Cuboid>
  return data.of === 'cuboid' ? data : null
}

export const keyAt = (track: Track<Cuboid>, frame: number): Keyframe<Cuboid> | null =>
  trackAt(track, frame) as Keyframe<Cuboid> | null

/** The box of a record in a frame, world frame; null where it is not there or is no box. */
export function boxAt(record: Annotation, frame: number): Cuboid | null {
  if (record.kind === 'cuboid') return record.data as Cuboid
  const track = trackOf(record)
  return track ? (keyAt(track, frame)?.data ?? null) : null
}

/** Where the lidar was in a frame, in the world. */
export const sensorIn = (editor: Editor) => {
  const scene = sceneOf(editor)
  return (frame: number): Point3 => scene.place(scene.sensorAt(frame))
}

/** Whether a track has one size and keeps it: a change in one frame is a change in all. Reads signals. */
export function hasOneSize(editor: Editor, record: Annotation): boolean {
  const track = trackOf(record)
  return track !== null && isRigid(track) && !sceneOf(editor).freeSize.value.has(record.id)
}

/** The record with its box (world frame) in a frame: a keyframe of a track, or the cuboid itself. */
export function withBox(
  editor: Editor,
  record: Annotation,
  frame: number,
  box: Cuboid,
): Annotation {
  const track = trackOf(record)
  if (!track) return withData(record, box)
  const now = keyAt(track, frame)
  const key: Keyframe<Cuboid> = {
    frame,
    data: box,
    outside: false,
    occluded: now?.occluded ?? false,
    attributes: now?.attributes ?? {},
    origin: 'human',
  }
  const next = withKeyframe(track, key)
  const size = sizeOf(box)
  const isResized = now !== null && !hasSize(now.data, size)
  const isKept = isResized && hasOneSize(editor, record)
  return withData(record, isKept ? resizedTrack(next, size, sensorIn(editor)) : next)
}

/** Every visible box of a frame, by default the one on the screen, what the hand is doing included. Reads signals. */
export function shownBoxes(
  editor: Editor,
  frame: number = sceneOf(editor).frame.value,
): readonly Shown[] {
  const scene = sceneOf(editor)
  return [...liveRecords(editor).values()].flatMap((record): Shown[] => {
    if (!editor.view.isVisible(record)) return []
    const box = boxAt(record, frame)
    if (!box) return []
    const track = trackOf(record)
    const isKey = track?.keyframes.some((key) => key.frame === frame) ?? true
    return [{ record, box: scene.toScene(box), isKey, isTrack: track !== null }]
  })
}

/** Whether boxes may be turned about all three axes. Reads signals. */
export const tilts = (editor: Editor): boolean => editor.schema.value.scene?.tilt === true

/** Metres that a box goes between keyframes when it stands still, as hands and fits place it. */
const STILL = 0.5

/** Whether a record is a track of something that goes. */
export function isMoving(record: Annotation): boolean {
  const there = trackOf(record)?.keyframes.filter(({ outside }) => !outside) ?? []
  const [first] = there
  return there.some(
    ({ data }) =>
      first &&
      Math.hypot(data.x - first.data.x, data.y - first.data.y, data.z - first.data.z) > STILL,
  )
}

/** The one selected box in this frame, if exactly one thing is selected and it is there. */
export function selectedBox(editor: Editor): Shown | null {
  const [only] = editor.selection.value
  if (editor.selection.value.size !== 1 || !only) return null
  return shownBoxes(editor).find(({ record }) => record.id === only) ?? null
}

/** Change boxes (world frame) of records in the frame on the screen, in one step of the history. */
export function editBoxes(
  editor: Editor,
  title: string,
  records: readonly Annotation[],
  edit: (box: Cuboid, record: Annotation) => Cuboid | null,
  merge: string | null = null,
): void {
  const frame = sceneOf(editor).frame.peek()
  editor.edit(
    title,
    (tx) => {
      for (const record of records) {
        const box = boxAt(record, frame)
        const next = box && edit(box, record)
        if (next) tx.update(record.id, (one) => withBox(editor, one, frame, next))
      }
    },
    merge,
  )
}
