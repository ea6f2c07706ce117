/** What is said of a track as a whole: its size, which way it heads. Pure. */
import {
  type Cuboid,
  cuboidOf,
  fromBox,
  headingOf,
  type Keyframe,
  mergeTracks,
  type Point3,
  sizeOf,
  type Track,
  toBox,
  trackAt,
  yawed,
} from '../../../kinds'

/** Sizes that differ by less are the same, in metres. */
const SAME = 1e-3
/** What goes less far between its keyframes does not say which way it heads, in metres. */
const LEAST = 0.5

const isSame = (a: Point3, b: Point3): boolean =>
  a.every((side, k) => Math.abs(side - (b[k] ?? 0)) < SAME)

export const hasSize = (box: Cuboid, size: Point3): boolean => isSame(sizeOf(box), size)

/** Whether a track has the same size wherever it is. */
export function isRigid({ keyframes: [first, ...rest] }: Track<Cuboid>): boolean {
  return first !== undefined && rest.every(({ data }) => hasSize(data, sizeOf(first.data)))
}

/** The box with another size: it still stands on its bottom, and the sides that the sensor sees stay. */
export function resized(box: Cuboid, size: Point3, sensor: Point3): Cuboid {
  const [x, y] = toBox(box, sensor)
  const [length, width, height] = sizeOf(box)
  const shift: Point3 = [
    (Math.sign(x) * (length - size[0])) / 2,
    (Math.sign(y) * (width - size[1])) / 2,
    (size[2] - height) / 2,
  ]
  return cuboidOf(fromBox(box, shift), size, box)
}

/** The track with one size in all frames; `sensorAt` is where the lidar was in a frame, in the world. */
export const resizedTrack = (
  track: Track<Cuboid>,
  size: Point3,
  sensorAt: (frame: number) => Point3,
): Track<Cuboid> =>
  reshaped(track, ({ data, frame }) =>
    hasSize(data, size) ? data : resized(data, size, sensorAt(frame)),
  )

/** The track with other boxes at its keyframes. */
export const reshaped = (
  track: Track<Cuboid>,
  edit: (key: Keyframe<Cuboid>) => Cuboid,
): Track<Cuboid> => ({
  ...track,
  keyframes: track.keyframes.map((key) => ({ ...key, data: edit(key) })),
})

/** The direction in which a track goes at one of its keyframes, seen from above; null where it hardly moves. */
function courseAt(keys: readonly Keyframe<Cuboid>[], at: number): number | null {
  const [from, to] = [keys[Math.max(0, at - 1)], keys[Math.min(keys.length - 1, at + 1)]]
  if (!from || !to) return null
  const [dx, dy] = [to.data.x - from.data.x, to.data.y - from.data.y]
  return Math.hypot(dx, dy) < LEAST ? null : Math.atan2(dy, dx)
}

/** The track heading the way it goes; null when it does not go anywhere. */
export function headedByMotion(track: Track<Cuboid>): Track<Cuboid> | null {
  const there = track.keyframes.filter(({ outside }) => !outside)
  const courses = there.map((_, i) => courseAt(there, i))
  const known = courses.filter((course) => course !== null)
  if (known.length === 0) return null
  const courseOf = (key: Keyframe<Cuboid>): number | null => courses[there.indexOf(key)] ?? null
  return reshaped(track, (key) => {
    const course = courseOf(key)
    return course === null ? key.data : yawed(key.data, course - headingOf(key.data))
  })
}

/** How far a track goes from its first keyframe to its last, in metres, and how much of that towards its front. */
export function journeyOf({ keyframes }: Track<Cuboid>): {
  readonly far: number
  readonly ahead: number
} {
  const there = keyframes.filter(({ outside }) => !outside)
  const [from, to] = [there[0]?.data, there.at(-1)?.data]
  if (!from || !to) return { far: 0, ahead: 0 }
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const heading = headingOf(from)
  return { far: Math.hypot(dx, dy), ahead: dx * Math.cos(heading) + dy * Math.sin(heading) }
}

/** Both as one track. Where one ends while the other is there it does not end. */
export function joined(a: Track<Cuboid>, b: Track<Cuboid>): Track<Cuboid> {
  const open = (one: Track<Cuboid>, other: Track<Cuboid>): Track<Cuboid> => ({
    ...one,
    keyframes: one.keyframes.filter(
      ({ frame, outside }) => !(outside && trackAt(other, frame) !== null),
    ),
  })
  return mergeTracks(open(a, b), open(b, a))
}
