/** The frames as a line: where we are, what the selected track has of its own in which frame. */
import type { Editor } from '../../../core/editor'
import { livesOf } from '../../../kinds'
import { trackOf } from '../objects'
import { liveRecords, sceneOf } from '../state'
import type { Rect } from '../view/views'
import { colorOf, type SceneColors } from './colors'

const PAD = 16
const BUTTON = 34
const MONO = '11px "JetBrains Mono Variable", ui-monospace, monospace'

interface Scale {
  readonly left: number
  readonly step: number
}

function scaleOf({ x, width }: Rect, frames: number): Scale {
  const left = x + BUTTON + PAD
  // The number of the frame stands at the right end.
  const right = x + width - 96
  return { left, step: Math.max(1, right - left) / Math.max(1, frames - 1) }
}

/** What a place of the bar means: the button, or a frame. */
export function timeAt(rect: Rect, frames: number, x: number): number | 'play' {
  if (x < rect.x + BUTTON) return 'play'
  const { left, step } = scaleOf(rect, frames)
  return Math.min(frames - 1, Math.max(0, Math.round((x - left) / step)))
}

type Context = CanvasRenderingContext2D

function paintButton(context: Context, { x, y, height }: Rect, playing: boolean): void {
  const [cx, cy] = [x + BUTTON / 2 + 2, y + height / 2]
  context.beginPath()
  if (playing) {
    context.rect(cx - 5, cy - 6, 3.5, 12)
    context.rect(cx + 1.5, cy - 6, 3.5, 12)
  } else {
    context.moveTo(cx - 4, cy - 6)
    context.lineTo(cx + 6, cy)
    context.lineTo(cx - 4, cy + 6)
  }
  context.fill()
}

function paintTicks(context: Context, rect: Rect, scale: Scale, frames: number): void {
  const every = Math.ceil(5 / scale.step)
  const middle = rect.y + rect.height / 2
  context.fillRect(scale.left, middle - 0.5, scale.step * (frames - 1), 1)
  for (let i = 0; i < frames; i += every) {
    context.fillRect(scale.left + i * scale.step - 0.5, middle - 4, 1, 8)
  }
}

/** The life of the selected track and its keyframes. */
function paintTrack(
  context: Context,
  rect: Rect,
  scale: Scale,
  editor: Editor,
  colors: SceneColors,
): void {
  const [only = ''] = editor.selection.peek()
  const record = editor.selection.peek().size === 1 ? liveRecords(editor).get(only) : undefined
  const track = record && trackOf(record)
  if (!track) return
  const last = sceneOf(editor).frames.peek() - 1
  const middle = rect.y + rect.height / 2
  context.fillStyle = colorOf(editor.schema.peek(), record)
  for (const life of livesOf(track)) {
    const end = Math.min(life.last ?? last, last)
    context.globalAlpha = 0.45
    context.fillRect(
      scale.left + life.first * scale.step,
      middle - 2.5,
      Math.max(2, (end - life.first) * scale.step),
      5,
    )
  }
  for (const { frame, outside, origin } of track.keyframes) {
    context.globalAlpha = outside ? 0.35 : 1
    diamond(context, scale.left + frame * scale.step, middle, 6)
    // What a machine set is hollow: it may still be set anew.
    context.fillStyle = colors.panel
    if (origin !== 'human') diamond(context, scale.left + frame * scale.step, middle, 3.5)
    context.fillStyle = colorOf(editor.schema.peek(), record)
  }
  context.globalAlpha = 1
}

function diamond(context: Context, x: number, y: number, size: number): void {
  context.beginPath()
  context.moveTo(x, y - size)
  context.lineTo(x + size, y)
  context.lineTo(x, y + size)
  context.lineTo(x - size, y)
  context.closePath()
  context.fill()
}

export function paintTime(context: Context, rect: Rect, editor: Editor, colors: SceneColors): void {
  const scene = sceneOf(editor)
  const frames = scene.frames.peek()
  const frame = scene.frame.peek()
  const scale = scaleOf(rect, frames)
  const middle = rect.y + rect.height / 2
  context.fillStyle = colors.panel
  context.fillRect(rect.x, rect.y, rect.width, rect.height)
  context.fillStyle = colors.line
  context.fillRect(rect.x, rect.y, rect.width, 1)
  paintTicks(context, rect, scale, frames)
  paintTrack(context, rect, scale, editor, colors)
  context.fillStyle = colors.text
  paintButton(context, rect, scene.playhead.peek().playing.peek())
  context.fillStyle = colors.accent
  context.fillRect(scale.left + frame * scale.step - 1, rect.y + 8, 2, rect.height - 16)
  context.beginPath()
  context.arc(scale.left + frame * scale.step, middle, 4.5, 0, 2 * Math.PI)
  context.globalAlpha = 0.9
  context.fill()
  context.globalAlpha = 1
  context.font = MONO
  context.fillStyle = colors.text
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  context.fillText(`${frame + 1} / ${frames}`, rect.x + rect.width - 14, middle)
  context.textAlign = 'left'
}
