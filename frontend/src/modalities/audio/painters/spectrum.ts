/** The spectrogram: parts of a level as small pictures, stretched into place. */
import { FRAMES, type Level, type Spectrogram } from '../data/spectrogram'
import { type Band, HEAD } from '../stage/layout'
import { type Colors, rgbOf } from './colors'
import type { Scene } from './scene'

/** dBFS that look like nothing, and like everything. */
const [QUIET, LOUD] = [-95, -25]
/** Pictures that are kept, and of each channel at least: more than fit into the view. */
const [MOST, FEWEST] = [60, 16]

/** From the ground to the text of the page, by byte: dark on light, light on dark. One number for all of a pixel. */
function rampOf({ floor, step }: Spectrogram['meta'], colors: Colors): Uint32Array {
  const [ground, ink] = [rgbOf(colors.surface), rgbOf(colors.text)]
  const bytes = new Uint8ClampedArray(256 * 4).fill(255)
  for (let value = 0; value < 256; value++) {
    const share = Math.min(1, Math.max(0, (floor + value * step - QUIET) / (LOUD - QUIET))) ** 1.4
    for (let c = 0; c < 3; c++) {
      bytes[value * 4 + c] = (ground[c] ?? 0) + share * ((ink[c] ?? 0) - (ground[c] ?? 0))
    }
  }
  return new Uint32Array(bytes.buffer)
}

/** Pictures of parts, made once and kept while they are looked at. */
export class SpectrumPictures {
  readonly #pictures = new Map<string, HTMLCanvasElement>()
  #colors: Colors | null = null
  #ramp: Uint32Array = new Uint32Array()
  /** Pictures that may still be made in this frame, and whether more were wanted: a frame makes one. */
  #left = 1
  #isComplete = true

  /** False when there is more to be shown in the next frame. */
  paint(scene: Scene): boolean {
    const { recording, layout, audio, context, width } = scene
    const { spectrogram } = recording
    if (!spectrogram) return true
    this.#left = 1
    this.#isComplete = true
    if (this.#colors !== scene.colors) {
      this.#colors = scene.colors
      this.#ramp = rampOf(spectrogram.meta, scene.colors)
      this.#pictures.clear()
    }
    const level = spectrogram.levelFor(audio.view.span.peek().perPixel)
    if (!level) return true
    context.save()
    context.beginPath()
    context.rect(HEAD, 0, width - HEAD, scene.height)
    context.clip()
    layout.spectra.forEach((band, channel) => {
      this.#channel(scene, spectrogram, level, channel, band)
    })
    context.restore()
    return this.#isComplete
  }

  #channel(scene: Scene, spectrogram: Spectrogram, level: Level, channel: number, band: Band) {
    const { view } = scene.audio
    // A frame is centred on its sample.
    const frameAt = (sample: number) => sample / level.hop + 0.5
    const first = Math.max(0, Math.floor(frameAt(view.toSample(0)) / FRAMES))
    const last = Math.floor(Math.min(level.frames - 1, frameAt(view.end)) / FRAMES)
    for (let part = first; part <= last; part++) {
      const bytes = level.parts.peek(part)
      const picture = bytes && this.#picture(spectrogram, level, part, channel, bytes)
      if (!picture) continue
      const x = HEAD + view.toX((part * FRAMES - 0.5) * level.hop)
      const wide = (picture.width * level.hop) / view.span.peek().perPixel
      scene.context.drawImage(picture, x, band.y, wide, band.height)
    }
    scene.context.fillStyle = scene.colors.line
    scene.context.fillRect(0, Math.round(band.y + band.height), scene.width, 1)
  }

  #picture(
    { meta }: Spectrogram,
    level: Level,
    part: number,
    channel: number,
    bytes: Uint8Array,
  ): HTMLCanvasElement | null {
    const key = `${level.hop}:${part}:${channel}`
    const known = this.#pictures.get(key)
    if (known) return known
    if (this.#left === 0) {
      this.#isComplete = false
      return null
    }
    this.#left -= 1
    const frames = bytes.length / (meta.bins * meta.channels)
    const canvas = document.createElement('canvas')
    canvas.width = frames
    canvas.height = meta.bins
    const context = canvas.getContext('2d')
    if (!context) return null
    const image = context.createImageData(frames, meta.bins)
    const pixels = new Uint32Array(image.data.buffer)
    for (let frame = 0; frame < frames; frame++) {
      const start = (frame * meta.channels + channel) * meta.bins
      for (let bin = 0; bin < meta.bins; bin++) {
        pixels[(meta.bins - 1 - bin) * frames + frame] = this.#ramp[bytes[start + bin] ?? 0] ?? 0
      }
    }
    context.putImageData(image, 0, 0)
    this.#pictures.set(key, canvas)
    const [oldest] = this.#pictures.keys()
    if (this.#pictures.size > Math.max(MOST, FEWEST * meta.channels) && oldest)
      this.#pictures.delete(oldest)
    return canvas
  }
}
