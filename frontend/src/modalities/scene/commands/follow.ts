/** Tracks that are followed by their points into the frames that come. */
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import {
  type Cuboid,
  type Keyframe,
  type Point3,
  spun,
  type Track,
  withKeyframe,
} from '../../../kinds'
import { minus } from '../../../kinds/parts/space'
import { followed } from '../data/follow'
import { countInside } from '../data/inside'
import { journeyOf, reshaped } from '../data/whole_track'
import { boxAt, keyAt, trackOf } from '../objects'
import { sceneOf } from '../state'

interface Trail {
  readonly id: string
  readonly keys: readonly Keyframe<Cuboid>[]
}

/** Onwards, or back in time. */
export type Way = 1 | -1

/** How far a track goes from frame to frame, by the frame that it comes from; nowhere when it begins here. */
function pace(track: Track<Cuboid>, frame: number, way: Way, box: Cuboid): Point3 {
  const before = keyAt(track, frame - way)?.data
  return before ? minus([box.x, box.y, box.z], [before.x, before.y, before.z]) : [0, 0, 0]
}

/** Frames from this one up to the next keyframe of a person, which is never overwritten. */
function framesAhead(track: Track<Cuboid>, frame: number, way: Way, last: number) {
  const ahead = track.keyframes.flatMap((key) =>
    key.origin === 'human' && way * (key.frame - frame) > 0 ? [way * (key.frame - frame) - 1] : [],
  )
  const count = Math.min(way > 0 ? last - frame : frame, ...ahead)
  return Array.from({ length: Math.max(0, count) }, (_, i) => frame + way * (1 + i))
}

async function trailOf(editor: Editor, record: Annotation, way: Way): Promise<Trail | null> {
  const scene = sceneOf(editor)
  const frame = scene.frame.peek()
  const [track, box] = [trackOf(record), boxAt(record, frame)]
  const source = scene.source.peek()
  if (!track || !box || !source) return null
  const here = scene.toScene(box)
  const count = countInside(await source.get(frame), here)
  const ahead = framesAhead(track, frame, way, scene.frames.peek() - 1)
  const found = await followed(
    { box: here, by: pace(track, frame, way, box), count },
    ahead,
    async (f) => ({
      points: await source.get(f),
      sensor: scene.sensorAt(f),
    }),
  )
  const now = keyAt(track, frame)
  const keys = found.map(
    (each): Keyframe<Cuboid> => ({
      frame: each.frame,
      data: scene.toWorld(each.box),
      outside: false,
      occluded: now?.occluded ?? false,
      attributes: now?.attributes ?? {},
      origin: 'rule',
    }),
  )
  return { id: record.id, keys }
}

/** What goes so far is moving, what goes less stands still, in metres. */
const [MOVING, STILL] = [2, 0.35]

/**
 * The track with keyframes that were found. Where it had one only, which end is the front was a guess: what goes
 * backwards is turned around, in all frames.
 */
function led(track: Track<Cuboid>, keys: readonly Keyframe<Cuboid>[]): Track<Cuboid> {
  const whole = keys.reduce(withKeyframe<Cuboid>, track)
  const isBackwards = journeyOf(whole).ahead < -MOVING
  if (track.keyframes.length > 1 || !isBackwards) return whole
  return reshaped(whole, ({ data }) => spun(data, 2, Math.PI))
}

/** Say how far it was followed, and what is better for things that stand still. */
function report(editor: Editor, trails: readonly (Trail | null)[]): void {
  const [trail, ...others] = trails
  const record = trail && editor.work.records.peek().get(trail.id)
  const track = record && trackOf(record)
  if (!trail || !track || others.length > 0) return
  const frames = trail.keys.length
  const isStill = frames >= 3 && journeyOf(track).far < STILL
  const what = frames === 0 ? 'lost' : isStill ? 'stands-still' : 'followed'
  sceneOf(editor).tell(`scene:told.${what}`, { count: frames })
}

/** Put keyframes into the frames in which a track's points are found again, in one step of the history. */
export async function follow(
  editor: Editor,
  records: readonly Annotation[],
  way: Way = 1,
): Promise<void> {
  const trails = await Promise.all(records.map((record) => trailOf(editor, record, way)))
  editor.edit('scene:edit.follow', (tx) => {
    for (const trail of trails) {
      if (!trail) continue
      tx.update(trail.id, (record) => {
        // Meanwhile somebody may have changed it.
        const track = trackOf(record)
        return track ? withData(record, led(track, trail.keys)) : record
      })
    }
  })
  report(editor, trails)
}
