/** What moves: the playhead, the pointer, where a segment drawn by key begins. */
import { itemsOf } from '../items'
import { laneKeyOf } from '../lanes'
import { HEAD, itemBand } from '../stage/layout'
import { withAlpha } from './colors'
import { MONO, type Scene } from './scene'
import { clock } from './time'

export function paintOver(scene: Scene, pointer: number | null): void {
  const { context, audio, colors, layout, recording, width, height } = scene
  context.clearRect(0, 0, width, height)
  paintSelection(scene)
  paintGhosts(scene)
  const at = audio.playhead.peek().at.peek()
  const mark = audio.mark.peek()
  context.fillStyle = colors.red
  context.fillRect(HEAD + (at / recording.samples) * (width - HEAD), 0, 1, layout.overview.height)
  context.save()
  context.beginPath()
  context.rect(HEAD, layout.overview.height, width - HEAD, height)
  context.clip()
  if (mark !== null) paintMark(scene, mark, at)
  if (pointer !== null) {
    context.fillStyle = withAlpha(colors.faint, 0.5)
    context.fillRect(Math.round(pointer), layout.ruler.y, 1, height)
  }
  const x = Math.round(HEAD + audio.view.toX(at))
  context.fillStyle = colors.red
  context.fillRect(x, layout.ruler.y, 1, height)
  context.beginPath()
  context.moveTo(x - 5, layout.ruler.y)
  context.lineTo(x + 6, layout.ruler.y)
  context.lineTo(x + 0.5, layout.ruler.y + 8)
  context.fill()
  context.restore()
  paintClock(scene, at)
}

function paintMark({ context, audio, colors, layout, height }: Scene, mark: number, at: number) {
  const [x, end] = [HEAD + audio.view.toX(mark), HEAD + audio.view.toX(at)]
  context.fillStyle = withAlpha(colors.amber, 0.25)
  context.fillRect(Math.min(x, end), layout.ruler.y, Math.abs(end - x), height)
  context.fillStyle = colors.amber
  context.fillRect(Math.round(x), layout.ruler.y, 1, height)
}

/** Where we are and how long it all is, at the head of the overview and the ruler. */
function paintClock({ context, colors, recording, layout }: Scene, at: number): void {
  const { overview, ruler } = layout
  context.textBaseline = 'middle'
  context.font = MONO.replace('10px', '500 13px')
  context.fillStyle = colors.text
  context.fillText(clock(at / recording.rate), 10, overview.y + overview.height / 2 + 1)
  context.font = MONO
  context.fillStyle = colors.faint
  context.fillText(clock(recording.samples / recording.rate), 10, ruler.y + ruler.height / 2)
}

/** Selected stretches over waveform and spectrogram, with edges to drag. */
function paintSelection({ context, audio, editor, layout, colors, width }: Scene): void {
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

/** What others answered, or what was there before: dashed, in the lane where it would lie. */
function paintGhosts({ context, audio, editor, layout, colors, width }: Scene): void {
  const ghosts = editor.view.ghosts.peek()
  if (ghosts.length === 0) return
  context.save()
  context.beginPath()
  context.rect(HEAD, layout.window.y, width - HEAD, layout.window.height)
  context.clip()
  context.strokeStyle = colors.text
  context.setLineDash([5, 4])
  for (const item of itemsOf(ghosts)) {
    const key = laneKeyOf(item)
    const band = layout.lanes.find(({ lane }) => lane.key === key)
    if (!band) continue
    const { y, height } = itemBand(band, item.record.id)
    const [x, end] = [HEAD + audio.view.toX(item.start), HEAD + audio.view.toX(item.stop)]
    context.strokeRect(x + 0.5, y - 1.5, Math.max(1, end - x - 1), height + 2)
  }
  context.restore()
}
