/** Tracks of boxes that are found again by their looks, from the frame on the screen on or back. */
import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { editableSelection, hasEditable } from '../../../core/selection'
import { type Box, type Keyframe, type Track, trackAt, withKeyframe } from '../../../kinds'
import {
  alike,
  contrast,
  found,
  type Look,
  needed,
  type Patch,
  type Place,
  templateOf,
} from '../data/tracker'
import { trackOf } from '../frames/shapes'
import { videoOf } from '../state'
import { endedByMachine } from '../worker/trails'
import { command } from './define'

/** Correlation below which it is lost. */
const LOST = 0.6
/** Share of the box that must be inside the picture. */
const INSIDE = 0.3
/** Share of the contrast that it had when it was drawn, below which it is taken for what is behind it. */
const FADED = 0.4
/** It must look like what it was so many frames before: bit by bit the ground takes the place of what leaves it. */
const [BACK, ALIKE] = [12, 0.4]
/** Share from which a box is wholly inside, so that its size can be seen. */
const WHOLE = 0.98
/** It is followed so far at most, in frames. */
const FARTHEST = 500
/** Keyframes are set where the frames between them would be off by more than this, as a share of the box's size. */
const TOLERANCE = 0.03

export const boxTracks = (editor: Editor): readonly Annotation[] =>
  editableSelection(editor).filter((record) => trackOf(record)?.of === 'box')

const mayFollow = (editor: Editor): true | string =>
  all(
    () => hasEditable(editor),
    () => {
      const frame = videoOf(editor).shown.value
      const [only, ...others] = boxTracks(editor)
      const track = only && others.length === 0 && trackOf(only)
      return (track && trackAt(track, frame) !== null) || 'video:reason.one-box'
    },
  )

/** The greys of pixels; beyond the edge of the picture is no edge of the thing, but the grey of what is inside. */
function greysOf(data: Uint8ClampedArray): Float32Array {
  const greys = new Float32Array(data.length / 4)
  const isInside = (i: number) => (data[4 * i + 3] ?? 0) > 0
  const weigh = (i: number) =>
    0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0)
  let sum = 0
  let count = 0
  for (let i = 0; i < greys.length; i++) {
    if (!isInside(i)) continue
    greys[i] = weigh(i)
    sum += weigh(i)
    count += 1
  }
  return greys.map((grey, i) => (isInside(i) ? grey : sum / Math.max(1, count)))
}

/** Greys of parts of the picture that is on the screen. */
function lookAt(picture: ImageBitmap, scale: number): Look {
  return (part, width, height) => {
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no 2d context')
    context.imageSmoothingQuality = 'medium'
    const [sx, sy] = [width / part.width, height / part.height]
    const [w, h] = [(picture.width / scale) * sx, (picture.height / scale) * sy]
    context.drawImage(picture, -part.x * sx, -part.y * sy, w, h)
    return { width, height, greys: greysOf(context.getImageData(0, 0, width, height).data) }
  }
}

/** The frame up to which it may be followed: before the next keyframe of a person, which is never overwritten. */
function lastFrame(track: Track, frame: number, by: 1 | -1, frames: number): number {
  const end = by > 0 ? Math.min(frames - 1, frame + FARTHEST) : Math.max(0, frame - FARTHEST)
  const isAhead = (key: Keyframe) => (key.frame - frame) * by > 0 && key.origin === 'human'
  const next = by > 0 ? track.keyframes.find(isAhead) : track.keyframes.findLast(isAhead)
  return next ? next.frame - by : end
}

const shareInside = ({ x, y, width, height }: Place, whole: Editor): number => {
  const w = Math.min(x + width, whole.extent.width) - Math.max(0, x)
  const h = Math.min(y + height, whole.extent.height) - Math.max(0, y)
  return (Math.max(0, w) * Math.max(0, h)) / (width * height)
}

const clipped = ({ x, y, width, height }: Place, whole: Editor): Box => {
  const [left, top] = [Math.max(0, x), Math.max(0, y)]
  return {
    x: left,
    y: top,
    width: Math.min(x + width, whole.extent.width) - left,
    height: Math.min(y + height, whole.extent.height) - top,
  }
}

/** Whether what is seen now may be what was followed to here. */
function isStill(now: Patch, before: readonly Patch[]): boolean {
  const [first] = before
  const then = before.at(-BACK) ?? first
  if (!first || !then) return true
  return contrast(now) >= FADED * contrast(first) && alike(now, then) >= ALIKE
}

/** Where it is in the frames that follow, as far as it is found; and whether it was lost, not stopped. */
interface Way {
  readonly trail: readonly Place[]
  readonly isLost: boolean
}

/** Each frame is shown on the way. */
async function wayOf(editor: Editor, track: Track, by: 1 | -1): Promise<Way> {
  const video = videoOf(editor)
  const start = video.shown.peek()
  const first = trackAt(track, start)?.data as Place
  const last = lastFrame(track, start, by, video.frames.peek())
  const look = () => {
    const picture = video.picture.peek()
    return picture && lookAt(picture, picture.width / editor.extent.width)
  }
  const trail = [first]
  let isLost = false
  const looks: Patch[] = []
  let [dx, dy] = [0, 0]
  for (let frame = start + by; (last - frame) * by >= 0; frame += by) {
    const before = trail.at(-1) ?? first
    const looked = look()
    const template = looked && templateOf(looked, before)
    // Whoever goes elsewhere stops it.
    if (!template || video.wanted.peek() !== frame - by || !(await video.bring(frame))) break
    looks.push(template)
    const next = look()
    const expected = { ...before, x: before.x + dx, y: before.y + dy }
    const match = next && found(next, template, expected, shareInside(before, editor) > WHOLE)
    const isSeen = match && match.score >= LOST && shareInside(match.place, editor) >= INSIDE
    isLost = !isSeen || !isStill(templateOf(next, match.place), looks)
    if (!match || isLost) break
    dx = match.place.x - before.x + (match.place.width - before.width) / 2
    dy = match.place.y - before.y + (match.place.height - before.height) / 2
    trail.push(match.place)
  }
  return { trail, isLost }
}

/** Follow the selected box and set keyframes where they are needed, in one step of the history. */
export async function follow(editor: Editor, by: 1 | -1): Promise<void> {
  const video = videoOf(editor)
  const [record] = boxTracks(editor)
  const track = record && trackOf(record)
  if (!record || !track || video.following.peek()) return
  const start = video.shown.peek()
  const now = trackAt(track, start)
  video.following.value = true
  const { trail, isLost } = await wayOf(editor, track, by).finally(() => {
    video.following.value = false
  })
  const [{ width, height } = { width: 1, height: 1 }] = trail
  const kept = needed(trail, TOLERANCE * Math.max(width, height) + 1)
  const keys = kept.flatMap((i): Keyframe[] => {
    const place = trail[i]
    if (!place || i === 0) return []
    return [
      {
        frame: start + i * by,
        data: clipped(place, editor),
        outside: false,
        occluded: now?.occluded ?? false,
        attributes: now?.attributes ?? {},
        origin: 'rule',
      },
    ]
  })
  editor.edit('video:edit.follow', (tx) =>
    tx.update(record.id, (one) => {
      const current = trackOf(one)
      const next = current && keys.reduce(withKeyframe, current)
      const isEnd = isLost && next?.keyframes.at(-1)?.frame === start + (trail.length - 1) * by
      return next ? withData(one, isEnd && by > 0 ? endedByMachine(next) : next) : one
    }),
  )
}

const run = (by: 1 | -1) => (editor: Editor) => void follow(editor, by).catch(() => undefined)

function mayFollowSome(editor: Editor): true | string {
  const frame = videoOf(editor).shown.value
  const isHere = (record: Annotation) => {
    const track = trackOf(record)
    return track !== null && trackAt(track, frame) !== null
  }
  return all(
    () => hasEditable(editor),
    () => boxTracks(editor).some(isHere) || 'video:reason.some-boxes',
  )
}

/** To the beginning of the next stretch in which a model sees it elsewhere, of what is selected or of everything. */
function toDoubt(editor: Editor): void {
  const video = videoOf(editor)
  const chosen = editor.selection.peek()
  const all = [...video.opinions.doubts.peek()].filter(
    ([id]) => chosen.size === 0 || chosen.has(id),
  )
  const starts = all.flatMap(([id, doubts]) => doubts.map(({ first }) => ({ id, first })))
  starts.sort((a, b) => a.first - b.first)
  const next = starts.find(({ first }) => first > video.wanted.peek()) ?? starts[0]
  if (!next) return
  video.playhead.peek().playing.value = false
  editor.select([next.id])
  video.seek(next.first)
}

export const followCommands: readonly Command[] = [
  command(
    'follow-range',
    'edit',
    (e) => {
      videoOf(e).asking.value = true
    },
    { icon: 'server-bolt', keys: ['Ctrl+Shift+F'], enabled: mayFollowSome },
  ),
  command('next-doubt', 'view', toDoubt, {
    icon: 'alert-triangle',
    keys: ['Alt+Shift+F'],
    enabled: (e) => videoOf(e).opinions.doubts.value.size > 0 || 'video:reason.no-doubts',
  }),
  command('follow', 'edit', run(1), {
    icon: 'wand',
    keys: ['Shift+F'],
    enabled: mayFollow,
    active: (e) => videoOf(e).following.value,
  }),
  command('follow-back', 'edit', run(-1), {
    icon: 'arrow-back',
    keys: ['Shift+D'],
    enabled: mayFollow,
  }),
]
