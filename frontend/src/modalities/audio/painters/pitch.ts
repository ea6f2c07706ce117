/** The melody of the voice over the spectrogram, or over the waveform where there is none. */
import { FRAMES_PER_SECOND, HIGHEST, LOWEST, PART_SECONDS } from '../data/pitch'
import { type Band, HEAD } from '../stage/layout'
import { MONO, type Scene } from './scene'

/** Seconds on the screen beyond which the melody is but a scribble. */
const WIDEST = 60
const GUIDES = [100, 200, 400]

const heightOf = ({ y, height }: Band, hz: number): number =>
  y + height * (1 - Math.log(hz / LOWEST) / Math.log(HIGHEST / LOWEST))

export function paintPitch(scene: Scene): void {
  const { audio, recording, layout, context, width } = scene
  const { perPixel } = audio.view.span.peek()
  const seconds = (perPixel * (width - HEAD)) / recording.rate
  const [band] = layout.spectra.length > 0 ? layout.spectra : layout.waves
  if (!audio.pitch.peek() || seconds > WIDEST || !band) return
  context.save()
  context.beginPath()
  context.rect(HEAD, band.y, width - HEAD, band.height)
  context.clip()
  paintCurve(scene, band)
  context.restore()
  paintGuides(scene, band)
}

function paintCurve({ audio, recording, context, colors }: Scene, band: Band): void {
  const { view } = audio
  const { rate, pitch, samples } = recording
  const first = Math.floor(view.toSample(0) / rate / PART_SECONDS)
  const last = Math.floor(Math.min(view.end, samples - 1) / rate / PART_SECONDS)
  context.fillStyle = colors.red
  for (let part = first; part <= last; part++) {
    pitch.peek(part)?.forEach((hz, frame) => {
      if (hz === 0) return
      const at = (part * PART_SECONDS + frame / FRAMES_PER_SECOND) * rate
      context.beginPath()
      context.arc(HEAD + view.toX(at), heightOf(band, hz), 1.6, 0, 7)
      context.fill()
    })
  }
}

function paintGuides({ context, colors }: Scene, band: Band): void {
  context.font = MONO
  context.textBaseline = 'middle'
  context.fillStyle = colors.red
  for (const hz of GUIDES) {
    const y = heightOf(band, hz)
    context.fillRect(HEAD - 5, Math.round(y), 4, 1)
    context.fillText(`${hz} Hz`, 10, y)
  }
}
