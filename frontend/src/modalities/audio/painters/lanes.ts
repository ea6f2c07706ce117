/** Lanes with their segments and points, and what is selected over the sound. */
import { type Item, isMoment } from '../items'
import { type Band, HEAD, itemBand, type LaneBand } from '../stage/layout'
import { withAlpha } from './colors'
import { FONT, fitted, type Scene } from './scene'

/** CSS pixels left of the screen from which on something to draw may begin. */
const NARROW = 26

interface Look {
  readonly selected: boolean
  readonly hovered: boolean
  readonly marked: boolean
  /** A model proposes it; nobody has taken it. */
  readonly offered: boolean
}

export function paintLanes(scene: Scene): void {
  const { context, layout, colors, width } = scene
  const { window } = layout
  context.save()
  context.beginPath()
  context.rect(0, window.y, width, window.height)
  context.clip()
  context.fillStyle = colors.surface
  context.fillRect(0, window.y, width, window.height)
  layout.lanes.forEach((band, i) => {
    if (band.y + band.height < window.y || band.y > window.y + window.height) return
    paintLane(scene, band, i)
  })
  context.restore()
  context.fillStyle = colors.strong
  context.fillRect(0, Math.round(window.y), width, 1)
  paintScrollBar(scene)
}

function paintScrollBar({ context, layout, colors, width }: Scene): void {
  const { window, content, lanes } = layout
  if (content <= window.height + 1) return
  const scrolled = window.y - (lanes[0]?.y ?? window.y)
  const tall = (window.height * window.height) / content
  context.fillStyle = colors.strong
  context.fillRect(width - 5, window.y + (scrolled * window.height) / content, 4, tall)
}

function paintLane(scene: Scene, band: LaneBand, index: number): void {
  const { context, audio, colors, width, editor } = scene
  const { lane } = band
  if (index % 2 === 1) {
    context.fillStyle = colors.canvas
    context.fillRect(0, band.y, width, band.height)
  }
  context.save()
  context.beginPath()
  context.rect(HEAD, band.y, width - HEAD, band.height)
  context.clip()
  const end = audio.view.end
  const begin = audio.view.toSample(0)
  for (const item of lane.items) {
    if (item.start > end) break
    if (item.stop < begin && !isMoment(item)) continue
    const { id } = item.record
    const paint = isMoment(item) ? paintMoment : paintSegment
    paint(scene, item, itemBand(band, id), lane.color || colors.unknown, {
      selected: editor.selection.peek().has(id),
      hovered: editor.hover.peek() === id,
      marked: editor.view.marks.peek().has(id),
      offered: editor.offered.peek().has(id),
    })
  }
  context.restore()
  context.fillStyle = colors.line
  context.fillRect(0, Math.round(band.y + band.height) - 1, width, 1)
  paintHead(scene, band)
}

function paintHead({ context, audio, colors, language }: Scene, { lane, y, height }: LaneBand) {
  const isCurrent = audio.lane.peek() === lane.key
  context.font = FONT
  context.textBaseline = 'middle'
  context.fillStyle = isCurrent ? colors.accent : lane.color || colors.unknown
  context.fillRect(0, y, isCurrent ? 4 : 3, height - 1)
  const middle = y + height / 2
  const name = lane.detail || lane.title[language]
  context.fillStyle = lane.detail ? colors.text : colors.faint
  const told = fitted(context, name, HEAD - 20)
  context.fillText(told, 10, middle)
  if (!lane.detail) return
  const used = context.measureText(told).width
  context.fillStyle = colors.faint
  context.textAlign = 'right'
  context.fillText(fitted(context, lane.title[language], HEAD - 28 - used), HEAD - 8, middle)
  context.textAlign = 'left'
}

function paintSegment(scene: Scene, item: Item, band: Band, color: string, look: Look): void {
  const { context, audio, colors } = scene
  const x = HEAD + audio.view.toX(item.start)
  const wide = Math.max(2, HEAD + audio.view.toX(item.stop) - x)
  context.fillStyle = withAlpha(color, look.selected ? 0.42 : look.hovered ? 0.3 : 0.2)
  context.fillRect(x, band.y, wide, band.height)
  context.lineWidth = look.selected ? 2 : 1
  context.strokeStyle = look.selected ? colors.text : color
  context.setLineDash(look.offered ? [4, 3] : [])
  context.strokeRect(x + 0.5, band.y + 0.5, wide - 1, band.height - 1)
  context.setLineDash([])
  context.lineWidth = 1
  if (look.marked) {
    context.fillStyle = colors.amber
    context.fillRect(x + 1, band.y + 1, 3, band.height - 2)
  }
  if (wide < NARROW) return
  const left = Math.max(x, HEAD)
  context.font = FONT
  context.textBaseline = 'middle'
  context.fillStyle = colors.text
  const text = fitted(context, item.lane.text, x + wide - left - 10)
  context.fillText(text, left + 6, band.y + band.height / 2 + 0.5)
}

function paintMoment(scene: Scene, item: Item, band: Band, color: string, look: Look): void {
  const { context, audio, colors } = scene
  const x = HEAD + audio.view.toX(item.start)
  const middle = band.y + band.height / 2
  context.fillStyle = look.selected ? colors.text : color
  context.fillRect(x - (look.selected ? 1 : 0.5), band.y, look.selected ? 2 : 1, band.height)
  context.beginPath()
  context.moveTo(x, middle - 5)
  context.lineTo(x + 5, middle)
  context.lineTo(x, middle + 5)
  context.lineTo(x - 5, middle)
  context.fill()
  context.font = FONT
  context.textBaseline = 'middle'
  context.fillStyle = colors.text
  context.fillText(fitted(context, item.lane.text, 120), x + 8, middle + 0.5)
}

/** Selected stretches over waveform and spectrogram, with edges to drag. */
export function paintSelection({ context, audio, editor, layout, colors, width }: Scene): void {
  const top = layout.ruler.y + layout.ruler.height
  const tall = layout.window.y - top
  context.save()
  context.beginPath()
  context.rect(HEAD, top, width - HEAD, tall)
  context.clip()
  for (const item of audio.items.peek()) {
    if (!editor.selection.peek().has(item.record.id)) continue
    const [x, end] = [HEAD + audio.view.toX(item.start), HEAD + audio.view.toX(item.stop)]
    context.fillStyle = withAlpha(colors.focus, 0.14)
    context.fillRect(x, top, end - x, tall)
    context.fillStyle = colors.focus
    context.fillRect(Math.round(x), top, 1, tall)
    context.fillRect(Math.round(end), top, 1, tall)
  }
  context.restore()
}
