import { type Keyframe, livesOf, type Track } from '../../../kinds'
import { withAlpha } from '../../audio/painters/colors'
import type { Range } from '../worker/trails'
import type { TimelineView } from './view'
import { GUTTER, ROW } from './view'

type Context = CanvasRenderingContext2D

/** Keyframes nearer to each other than this are drawn as ticks. */
const CROWDED = 7

export interface TrackLook {
  readonly view: TimelineView
  readonly color: string
  /** Behind the row: what is hollow is filled with it. */
  readonly ground: string
}

/** A stretch of frames in pixels, as far as it is in view; null when it is not. */
function stretch(
  view: TimelineView,
  first: number,
  stop: number,
): readonly [number, number] | null {
  const left = Math.max(GUTTER, view.x(first))
  const right = Math.min(view.size.peek().width, view.x(stop))
  return right > left ? [left, right] : null
}

/** Where the track is there; paler beyond its last keyframe, where nobody has looked whether it is still right. */
function paintLives(context: Context, { view, color }: TrackLook, track: Track, y: number): void {
  const frames = view.frames.peek()
  const known = (track.keyframes.at(-1)?.frame ?? 0) + 1
  for (const { first, last } of livesOf(track)) {
    const sure = stretch(view, first, last === null ? Math.min(known, frames) : last + 1)
    const rest = last === null ? stretch(view, Math.min(known, frames), frames) : null
    context.fillStyle = withAlpha(color, 0.45)
    if (sure) context.fillRect(sure[0], y + 5, Math.max(2, sure[1] - sure[0]), ROW - 10)
    context.fillStyle = withAlpha(color, 0.16)
    if (rest) context.fillRect(rest[0], y + 5, rest[1] - rest[0], ROW - 10)
  }
}

/** Stripes where it is hidden behind something. */
function paintOccluded(context: Context, { view, ground }: TrackLook, track: Track, y: number) {
  for (const [i, key] of track.keyframes.entries()) {
    const stop = track.keyframes[i + 1]?.frame ?? view.frames.peek()
    const part = key.occluded && !key.outside ? stretch(view, key.frame, stop) : null
    if (!part) continue
    context.fillStyle = ground
    for (let x = Math.ceil(part[0] / 5) * 5; x < part[1]; x += 5) {
      context.fillRect(x, y + 5, 2, ROW - 10)
    }
  }
}

function paintDiamond(
  context: Context,
  look: TrackLook,
  key: Keyframe,
  x: number,
  y: number,
): void {
  const middle = y + ROW / 2
  context.beginPath()
  context.moveTo(x, middle - 5)
  context.lineTo(x + 5, middle)
  context.lineTo(x, middle + 5)
  context.lineTo(x - 5, middle)
  context.closePath()
  context.lineWidth = 1.5
  context.fillStyle = key.outside || key.origin !== 'human' ? look.ground : look.color
  context.strokeStyle = look.color
  context.fill()
  context.stroke()
}

/** Keyframes in view: diamonds, hollow where it ends or where no person set it, and ticks where they are crowded. */
function paintKeys(context: Context, look: TrackLook, track: Track, y: number): void {
  const { view, color } = look
  const { width } = view.size.peek()
  const places = track.keyframes.map(({ frame }) => view.x(frame + 0.5))
  let before = Number.NEGATIVE_INFINITY
  for (const [i, x] of places.entries()) {
    const key = track.keyframes[i]
    if (!key || x < GUTTER || x > width || x - before < 1) continue
    const isCrowded = x - before < CROWDED || (places[i + 1] ?? width + CROWDED) - x < CROWDED
    before = x
    context.fillStyle = color
    if (isCrowded) context.fillRect(x - 0.5, y + 4, 1, ROW - 8)
    else paintDiamond(context, look, key, x, y)
  }
}

export function paintTrack(context: Context, look: TrackLook, track: Track, y: number): void {
  paintLives(context, look, track, y)
  paintOccluded(context, look, track, y)
  paintKeys(context, look, track, y)
}

/** Below the row: where a model sees it elsewhere. */
export function paintDoubts(
  context: Context,
  view: TimelineView,
  color: string,
  doubts: readonly Range[],
  y: number,
): void {
  context.fillStyle = color
  for (const { first, last } of doubts) {
    const part = stretch(view, first, last + 1)
    if (part) context.fillRect(part[0], y + ROW - 4, Math.max(2, part[1] - part[0]), 3)
  }
}

/** Over the row: the frames at which something was found. */
export function paintFound(
  context: Context,
  view: TimelineView,
  color: string,
  frames: readonly number[],
  y: number,
): void {
  context.fillStyle = color
  for (const frame of frames) {
    const x = view.x(frame + 0.5)
    if (x < GUTTER || x > view.size.peek().width) continue
    context.beginPath()
    context.moveTo(x - 4, y + 1)
    context.lineTo(x + 4, y + 1)
    context.lineTo(x, y + 7)
    context.closePath()
    context.fill()
  }
}
