/** The recording itself: overview, ruler, waveforms. */
import { outline } from '../data/recording'
import { type Band, HEAD } from '../stage/layout'
import { FONT, fitted, MONO, type Scene } from './scene'
import { clock, digitsFor, tickStep } from './time'

/** CSS pixels between two numbers of the ruler, at least. */
const TICK = 90
/** Pixels of one sample from which on single ones are shown as dots. */
const DOTS = 5

/** One column for each pixel, as one path: lines from the lowest to the highest sample. */
export function wave(
  scene: Scene,
  channel: number,
  band: Band,
  from: number,
  perPixel: number,
): void {
  const { context, recording, width } = scene
  const count = width - HEAD
  const { low, high } = outline(recording, channel, from, perPixel, count)
  const middle = band.y + band.height / 2
  const half = band.height / 2 - 2
  const scale = half * heightOf(scene, channel)
  for (let column = 0; column < count; column++) {
    const [least, most] = [low[column] ?? Number.NaN, high[column] ?? Number.NaN]
    if (Number.isNaN(least)) continue
    // On whole pixels, which are painted much faster than parts of them.
    const top = Math.round(middle + Math.max(-half, -most * scale))
    const bottom = Math.round(middle + Math.min(half, -least * scale))
    context.fillRect(HEAD + column, top, 1, Math.max(1, bottom - top))
  }
}

const heightOf = ({ audio }: Scene, channel: number): number => 10 ** (audio.liftOf(channel) / 20)

/** Single samples, joined by lines. */
function samples(scene: Scene, channel: number, band: Band): void {
  const { context, recording, audio, width } = scene
  const { view } = audio
  const first = Math.max(0, Math.floor(view.toSample(0)))
  const last = Math.min(recording.samples - 1, Math.ceil(view.toSample(width - HEAD)))
  const middle = band.y + band.height / 2
  const half = band.height / 2 - 3
  const scale = half * heightOf(scene, channel)
  context.beginPath()
  for (let sample = first; sample <= last; sample++) {
    const part = recording.pcm.peek(sample)
    if (!part) continue
    const value = (part.samples[channel]?.[sample - part.from] ?? 0) * scale
    const y = middle - Math.min(half, Math.max(-half, value))
    const x = HEAD + view.toX(sample)
    context.lineTo(x, y)
    if (view.scale.peek() >= DOTS) context.fillRect(x - 1.5, y - 1.5, 3, 3)
  }
  context.stroke()
}

export function paintWaves(scene: Scene): void {
  const { context, audio, layout, colors, width } = scene
  const { from, perPixel } = audio.view.span.peek()
  layout.waves.forEach((band, channel) => {
    const middle = Math.round(band.y + band.height / 2)
    context.fillStyle = colors.line
    context.fillRect(HEAD, middle, width - HEAD, 1)
    context.fillRect(0, Math.round(band.y + band.height), width, 1)
    const solo = audio.solo.peek()
    const color = solo === null || solo === channel ? colors.wave : colors.unknown
    context.fillStyle = color
    context.strokeStyle = color
    if (perPixel < 1) samples(scene, channel, band)
    else wave(scene, channel, band, from, perPixel)
  })
}

export function paintRuler(scene: Scene): void {
  const { context, recording, audio, layout, colors, width } = scene
  const { ruler } = layout
  const { rate, samples: length } = recording
  const { view } = audio
  const { from, perPixel } = view.span.peek()
  const step = tickStep((TICK * perPixel) / rate)
  const digits = digitsFor(step)
  context.fillStyle = colors.surface
  context.fillRect(0, ruler.y, width, ruler.height)
  context.fillStyle = colors.strong
  context.fillRect(0, ruler.y + ruler.height - 1, width, 1)
  context.font = MONO
  context.textBaseline = 'middle'
  const last = Math.min(view.end, length) / rate
  for (let tick = Math.floor(from / rate / step); tick * step <= last; tick++) {
    const x = HEAD + view.toX(tick * step * rate)
    if (x < HEAD) continue
    context.fillStyle = colors.strong
    context.fillRect(Math.round(x), ruler.y + ruler.height - 7, 1, 7)
    context.fillStyle = colors.faint
    context.fillText(clock(tick * step, digits), x + 4, ruler.y + ruler.height / 2)
  }
}

/** By how much a row is drawn louder than it is. */
const lifted = (dB: number): string => (dB === 0 ? '' : `${dB > 0 ? '+' : '−'}${Math.abs(dB)} dB`)

/** What each row of sound is, at its head. */
export function paintHeads(scene: Scene): void {
  const { context, layout, colors, recording, language } = scene
  const bottom = layout.window.y
  context.fillStyle = colors.surface
  context.fillRect(0, 0, HEAD, layout.ruler.y)
  context.fillRect(0, layout.ruler.y + layout.ruler.height, HEAD, bottom)
  context.fillStyle = colors.line
  context.fillRect(HEAD - 1, 0, 1, scene.height)
  context.font = FONT
  context.textBaseline = 'middle'
  context.fillStyle = colors.faint
  const name = language === 'zh' ? '声道' : 'Channel'
  layout.waves.forEach(({ y, height }, channel) => {
    context.font = MONO
    context.textAlign = 'right'
    context.fillText(lifted(scene.audio.liftOf(channel)), HEAD - 8, y + height - 8)
    context.textAlign = 'left'
    context.font = FONT
    if (recording.channels < 2) return
    const isSolo = scene.audio.solo.peek() === channel
    context.fillStyle = isSolo ? colors.accent : colors.faint
    const text = fitted(context, `${isSolo ? '● ' : ''}${name} ${channel + 1}`, HEAD - 16)
    context.fillText(text, 10, y + height / 2)
    context.fillStyle = colors.faint
  })
  const top = recording.spectrogram?.meta.top ?? 0
  for (const { y, height } of layout.spectra) {
    context.font = MONO
    context.textAlign = 'right'
    context.fillText(`${(top / 1000).toFixed(1)} kHz`, HEAD - 8, y + 8)
    context.fillText('0', HEAD - 8, y + height - 7)
    context.textAlign = 'left'
  }
}
