/** The whole recording at once, and which part of it is on the screen. */
import { HEAD } from '../stage/layout'
import { type Colors, withAlpha } from './colors'
import type { Scene } from './scene'
import { wave } from './sound'

/** The outline of all of it is painted once, for the view goes along under it in every frame. */
export class OverviewPicture {
  readonly #canvas = document.createElement('canvas')
  /** What it was painted with. */
  #of: readonly [Colors, string, number] | null = null

  /** More of the recording has come. */
  renew(): void {
    this.#of = null
  }

  paint(scene: Scene): void {
    const { context, recording, audio, layout, colors, width } = scene
    const { overview } = layout
    const room = width - HEAD
    if (room < 1) return
    this.#prepare(scene)
    context.drawImage(this.#canvas, 0, overview.y, width, overview.height)
    const perPixel = recording.samples / room
    const { from } = audio.view.span.peek()
    const x = HEAD + from / perPixel
    const wide = Math.max(3, (audio.view.end - from) / perPixel)
    context.fillStyle = withAlpha(colors.focus, 0.22)
    context.fillRect(x, overview.y, wide, overview.height)
    context.strokeStyle = colors.focus
    context.strokeRect(
      Math.round(x) + 0.5,
      overview.y + 0.5,
      Math.round(wide) - 1,
      overview.height - 1,
    )
  }

  #prepare(scene: Scene): void {
    const { audio, layout, colors, recording, width } = scene
    const { overview } = layout
    const ratio = devicePixelRatio || 1
    const lifts = Array.from({ length: recording.channels }, (_, i) => audio.liftOf(i)).join()
    const [was, before, size] = this.#of ?? []
    if (was === colors && before === lifts && size === width * ratio) return
    this.#of = [colors, lifts, width * ratio]
    this.#canvas.width = Math.round(width * ratio)
    this.#canvas.height = Math.round(overview.height * ratio)
    const context = this.#canvas.getContext('2d')
    if (!context) return
    context.scale(ratio, ratio)
    context.fillStyle = colors.sunken
    context.fillRect(HEAD, 0, width - HEAD, overview.height)
    context.fillStyle = colors.unknown
    const perPixel = recording.samples / (width - HEAD)
    const height = overview.height / recording.channels
    for (let channel = 0; channel < recording.channels; channel++) {
      wave({ ...scene, context }, channel, { y: channel * height, height }, 0, perPixel)
    }
  }
}
