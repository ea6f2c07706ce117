import type { Annotation } from '../../../core/patch'
import type { LabelSchema, Language } from '../../../core/schema'
import { type Colors, withAlpha } from '../../audio/painters/colors'
import { inkOn } from '../../image/painters/style'
import { segmentOf } from '../events/events'
import { rangeOf } from '../frames/edits'
import { trackOf } from '../frames/shapes'
import type { Range } from '../worker/trails'
import { paintDoubts, paintFound, paintTrack } from './paint_track'
import type { Lane, Row, TrackRow } from './rows'
import { GUTTER, HEAD, ROW, RULER, STRIP, type TimelineView } from './view'

type Context = CanvasRenderingContext2D

export interface TimelineScene {
  readonly view: TimelineView
  readonly colors: Colors
  readonly schema: LabelSchema
  readonly language: Language
  readonly rows: readonly Row[]
  readonly selection: ReadonlySet<string>
  readonly hover: string | null
  readonly hidden: (record: TrackRow['record']) => boolean
  readonly marks: ReadonlySet<string>
  /** Frames at which something was found, by the annotation. */
  readonly found: ReadonlyMap<string, readonly number[]>
  /** Stretches in which a model sees something else, by the annotation. */
  readonly doubts: ReadonlyMap<string, readonly Range[]>
  readonly strip: StripPicture | null
  readonly times: Float64Array
}

/** Small pictures of a video in one sheet. */
export interface StripPicture {
  readonly sheet: ImageBitmap
  readonly width: number
  readonly height: number
  readonly columns: number
  readonly count: number
  /** Frames from one picture to the next. */
  readonly every: number
}

const MONO = '10px "JetBrains Mono Variable", ui-monospace, monospace'
const SANS = '12px "Inter Variable", system-ui, sans-serif'
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000]
/** Room for the number of a frame. */
const NUMBER = 64

const clock = (seconds: number): string => {
  const whole = Math.floor(seconds)
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

function paintRuler(context: Context, { view, colors, times }: TimelineScene): void {
  const { width } = view.size.peek()
  const scale = view.scale.peek()
  const frames = view.frames.peek()
  const step = STEPS.find((one) => one * scale >= NUMBER) ?? frames
  context.font = MONO
  context.textBaseline = 'middle'
  const first = Math.floor(view.from.peek() / step) * step
  for (let frame = first; frame < frames; frame += step) {
    const x = Math.round(view.x(frame))
    if (x > width) break
    context.fillStyle = colors.line
    context.fillRect(x, 4, 1, RULER - 4)
    context.fillStyle = colors.text
    const number = String(frame)
    context.fillText(number, x + 4, RULER / 2)
    const room = step * scale - context.measureText(number).width - 14
    const time = clock(times[frame] ?? 0)
    if (context.measureText(time).width < room) {
      context.fillStyle = colors.faint
      context.fillText(time, x + 8 + context.measureText(number).width, RULER / 2)
    }
  }
}

function paintStrip(context: Context, { view, strip, colors }: TimelineScene): void {
  const { width } = view.size.peek()
  context.fillStyle = colors.sunken
  context.fillRect(GUTTER, RULER, width - GUTTER, STRIP)
  if (!strip) return
  const w = (strip.width / strip.height) * STRIP
  const end = view.x(view.frames.peek())
  for (let x = view.x(0); x < Math.min(width, end); x += w) {
    if (x + w < GUTTER) continue
    const place = Math.round(view.frameAt(x + w / 2) / strip.every)
    const index = Math.min(Math.max(0, place), strip.count - 1)
    const sx = (index % strip.columns) * strip.width
    const sy = Math.floor(index / strip.columns) * strip.height
    const share = Math.min(1, (end - x) / w)
    const part = strip.width * share
    context.drawImage(strip.sheet, sx, sy, part, strip.height, x, RULER, w * share, STRIP)
  }
}

interface Look {
  readonly color: string
  readonly name: string
}

function lookOf({ schema, language, colors }: TimelineScene, key: string): Look {
  const label = schema.labels.find((one) => one.key === key)
  return { color: label?.color ?? colors.unknown, name: label?.name[language] || key }
}

function paintGutter(context: Context, scene: TimelineScene, row: Row, y: number): void {
  const isTrack = row.type === 'track'
  const { color, name } = lookOf(scene, isTrack ? row.record.label : row.label.key)
  context.fillStyle = color
  context.fillRect(8, y + 5, 10, 10)
  context.font = MONO
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  context.fillStyle = scene.colors.faint
  if (isTrack) context.fillText(String(row.number), 50, y + ROW / 2)
  context.textAlign = 'left'
  context.font = SANS
  context.fillStyle = scene.colors.text
  context.fillText(name, isTrack ? 58 : 26, y + ROW / 2, GUTTER - (isTrack ? 84 : 32))
  if (isTrack && scene.marks.has(row.record.id)) paintMark(context, scene.colors, y)
}

function paintMark(context: Context, { amber }: Colors, y: number): void {
  const [x, top] = [GUTTER - 16, y + 5]
  context.beginPath()
  context.moveTo(x, top)
  context.lineTo(x + 6, top + 10)
  context.lineTo(x - 6, top + 10)
  context.closePath()
  context.fillStyle = amber
  context.fill()
}

/** What an event is called, as far as there is room. */
function paintName(
  context: Context,
  ink: string,
  event: Annotation,
  x: number,
  width: number,
  y: number,
): void {
  const name = segmentOf(event)?.text
  if (!name || width < 24) return
  const left = Math.max(x, GUTTER)
  context.save()
  context.beginPath()
  context.rect(left, y, x + width - left - 4, ROW)
  context.clip()
  context.font = SANS
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.fillStyle = ink
  context.fillText(name, left + 5, y + ROW / 2)
  context.restore()
}

function paintEvents(context: Context, scene: TimelineScene, lane: Lane, y: number): void {
  const { view, colors, selection } = scene
  const { color } = lookOf(scene, lane.label.key)
  for (const event of lane.events) {
    const [start, stop] = rangeOf(event)
    const x = view.x(start)
    const width = Math.max(3, view.x(stop) - x)
    const isSelected = selection.has(event.id)
    context.fillStyle = withAlpha(color, isSelected ? 0.9 : 0.55)
    context.fillRect(x, y + 3, width, ROW - 6)
    paintName(context, isSelected ? inkOn(color) : colors.text, event, x, width, y)
    if (!isSelected) continue
    context.strokeStyle = colors.text
    context.lineWidth = 1.5
    context.strokeRect(x, y + 3, width, ROW - 6)
  }
}

const isSelected = ({ selection }: TimelineScene, row: Row): boolean =>
  row.type === 'track'
    ? selection.has(row.record.id)
    : row.events.some(({ id }) => selection.has(id))

function paintContent(context: Context, scene: TimelineScene, row: Row, y: number): void {
  const { view, colors } = scene
  context.save()
  context.beginPath()
  context.rect(GUTTER, y, view.size.peek().width - GUTTER, ROW)
  context.clip()
  const track = row.type === 'track' ? trackOf(row.record) : null
  if (row.type === 'lane') paintEvents(context, scene, row, y)
  else if (track) {
    const { color } = lookOf(scene, row.record.label)
    context.globalAlpha = scene.hidden(row.record) ? 0.3 : 1
    paintTrack(context, { view, color, ground: colors.surface }, track, y)
    paintFound(context, view, colors.amber, scene.found.get(row.record.id) ?? [], y)
    paintDoubts(context, view, colors.amber, scene.doubts.get(row.record.id) ?? [], y)
  }
  context.restore()
}

function paintRow(context: Context, scene: TimelineScene, row: Row, y: number): void {
  const { view, colors } = scene
  const { width } = view.size.peek()
  const isHovered = row.type === 'track' && row.record.id === scene.hover
  const tint = isSelected(scene, row) ? 0.16 : isHovered ? 0.07 : 0
  context.fillStyle = withAlpha(colors.accent, tint)
  if (tint > 0) context.fillRect(0, y, width, ROW)
  paintContent(context, scene, row, y)
  paintGutter(context, scene, row, y)
  context.fillStyle = colors.line
  context.fillRect(0, y + ROW - 1, width, 1)
}

function within(context: Context, x: number, y: number, scene: TimelineScene, paint: () => void) {
  const { width, height } = scene.view.size.peek()
  context.save()
  context.beginPath()
  context.rect(x, y, width - x, y === 0 ? HEAD : height - y)
  context.clip()
  paint()
  context.restore()
}

/** All rows in view: however many tracks there are, a screen of them is drawn. */
export function paintRows(context: Context, scene: TimelineScene): void {
  const { view, colors, rows } = scene
  const { width, height } = view.size.peek()
  context.clearRect(0, 0, width, height)
  within(context, 0, HEAD, scene, () => {
    const first = Math.max(0, view.rowAt(HEAD))
    const last = view.rowAt(height)
    for (const [i, row] of rows.slice(first, last + 1).entries()) {
      paintRow(context, scene, row, view.y(first + i))
    }
  })
  within(context, GUTTER, 0, scene, () => {
    paintRuler(context, scene)
    paintStrip(context, scene)
  })
  context.fillStyle = colors.strong
  context.fillRect(0, HEAD - 1, width, 1)
  context.fillRect(GUTTER - 1, 0, 1, height)
}

/** Where we are; what was asked for and is still on its way is paler. */
export function paintHead(
  context: Context,
  { view, colors }: Pick<TimelineScene, 'view' | 'colors'>,
  shown: number,
  wanted: number,
): void {
  const { width, height } = view.size.peek()
  context.clearRect(0, 0, width, height)
  for (const [frame, alpha] of [
    [wanted, 0.4],
    [shown, 1],
  ] as const) {
    const x = Math.round(view.x(frame + 0.5))
    if (x < GUTTER || x > width) continue
    context.globalAlpha = alpha
    context.fillStyle = colors.accent
    context.fillRect(x - 0.75, 0, 1.5, height)
    context.beginPath()
    context.moveTo(x - 6, 0)
    context.lineTo(x + 6, 0)
    context.lineTo(x, 8)
    context.closePath()
    context.fill()
  }
  context.globalAlpha = 1
}
