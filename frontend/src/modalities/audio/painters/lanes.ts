/** Lanes with their segments and points, and what is selected over the sound. */
import { type Item, isMoment } from '../items'
import { type Band, HEAD, itemBand, type LaneBand } from '../stage/layout'
import { withAlpha } from './colors'
import { FONT, fitted, type Scene, write } from './scene'

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
  const { context, colors, width } = scene
  const { lane } = band
  if (index % 2 === 1) {
    context.fillStyle = colors.canvas
    context.fillRect(0, band.y, width, band.height)
  }
  context.save()
  context.beginPath()
  context.rect(HEAD, band.y, width - HEAD, band.height)
  context.clip()
  const shown = itemsIn(scene, lane.items)
  paintPlain(scene, band, shown)
  for (const item of shown) {
    const { id } = item.record
    const look = lookOf(scene, id)
    if (isMoment(item)) paintMoment(scene, item, itemBand(band, id), lane.color, look)
    else if (isPlain(look)) paintWords(scene, item, itemBand(band, id))
    else paintSegment(scene, item, itemBand(band, id), lane.color, look)
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
  write(context, told, 10, middle)
  if (!lane.detail) return
  const used = context.measureText(told).width
  context.fillStyle = colors.faint
  context.textAlign = 'right'
  context.fillText(fitted(context, lane.title[language], HEAD - 28 - used), HEAD - 8, middle)
  context.textAlign = 'left'
}

/** What of a lane is on the screen; items are in order of time. */
function itemsIn({ audio }: Scene, items: readonly Item[]): readonly Item[] {
  const [begin, end] = [audio.view.toSample(0), audio.view.end]
  return items.filter((item) => item.start <= end && (item.stop >= begin || isMoment(item)))
}

function lookOf({ editor }: Scene, id: string): Look {
  return {
    selected: editor.selection.peek().has(id),
    hovered: editor.hover.peek() === id,
    marked: editor.view.marks.peek().has(id),
    offered: editor.offered.peek().has(id),
  }
}

const isPlain = ({ selected, hovered, offered }: Look): boolean => !(selected || hovered || offered)

/** From which pixel to which. */
function placeOf({ audio }: Scene, { start, stop }: Item): readonly [x: number, wide: number] {
  const x = Math.round(HEAD + audio.view.toX(start))
  return [x, Math.max(2, Math.round(HEAD + audio.view.toX(stop)) - x)]
}

/** Most segments, thousands of them at a time: filled rectangles on whole pixels, by two colours. */
function paintPlain(scene: Scene, band: LaneBand, items: readonly Item[]): void {
  const { context, colors } = scene
  const color = band.lane.color || colors.unknown
  const plain = items.filter((item) => !isMoment(item) && isPlain(lookOf(scene, item.record.id)))
  const places = plain.map((item) => {
    const { y, height } = itemBand(band, item.record.id)
    return [...placeOf(scene, item), Math.round(y), height] as const
  })
  context.fillStyle = withAlpha(color, 0.2)
  for (const [x, wide, y, height] of places) context.fillRect(x, y, wide, height)
  context.fillStyle = color
  for (const [x, wide, y, height] of places) {
    context.fillRect(x, y, 1, height)
    if (wide < 3) continue
    context.fillRect(x + wide - 1, y, 1, height)
    context.fillRect(x, y, wide, 1)
    context.fillRect(x, y + height - 1, wide, 1)
  }
  paintMarks(scene, band, plain)
}

function paintMarks(scene: Scene, band: LaneBand, items: readonly Item[]): void {
  const { context, colors, editor } = scene
  const marks = editor.view.marks.peek()
  context.fillStyle = colors.amber
  for (const item of items) {
    if (!marks.has(item.record.id)) continue
    const { y, height } = itemBand(band, item.record.id)
    context.fillRect(placeOf(scene, item)[0] + 1, Math.round(y) + 1, 3, height - 2)
  }
}

function paintSegment(scene: Scene, item: Item, band: Band, own: string, look: Look): void {
  const { context, colors } = scene
  const color = own || colors.unknown
  const [x, wide] = placeOf(scene, item)
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
  paintWords(scene, item, band)
}

function paintWords(scene: Scene, item: Item, band: Band): void {
  const { context, colors } = scene
  const [x, wide] = placeOf(scene, item)
  if (wide < NARROW || !item.lane.text) return
  const left = Math.max(x, HEAD)
  context.font = FONT
  context.textBaseline = 'middle'
  context.fillStyle = colors.text
  const text = fitted(context, item.lane.text, x + wide - left - 10)
  write(context, text, left + 6, band.y + band.height / 2 + 0.5)
}

function paintMoment(scene: Scene, item: Item, band: Band, own: string, look: Look): void {
  const { context, audio, colors } = scene
  const color = own || colors.unknown
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
  write(context, fitted(context, item.lane.text, 120), x + 8, middle + 0.5)
}
