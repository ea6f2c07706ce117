import { batch } from '@preact/signals-core'
import { ApiError } from '../../../api/error'
import type { Editor } from '../../../core/editor'
import { Playhead } from '../../../core/playhead'
import type { StageFile, StageOptions } from '../../../core/registry'
import { Scope } from '../../../core/scope'
import { askingOf } from '../../image/prompts/asking'
import { isPromptTool } from '../../image/prompts/tools'
import { ImageStage } from '../../image/stage/image_stage'
import { Picture } from '../../image/stage/picture'
import { FrameSource, type StreamInfo } from '../data/source'
import { type FrameTable, readTable } from '../data/table'
import { type VideoState, videoOf } from '../state'
import { Player } from './player'

const REST_MS = 300

/** The stage of images with the editor of the frame that is on the screen, and a new picture for every frame. */
export class VideoStage extends ImageStage {
  readonly #video: VideoState
  readonly #options: StageOptions
  readonly #opened = new Scope()

  constructor(editor: Editor, options: StageOptions) {
    const video = videoOf(editor)
    super(video.inFrame, { ...options, asset: { ...options.asset, url: '' } })
    this.#options = options
    this.#video = video
  }

  override mount(host: HTMLElement): void {
    super.mount(host)
    this.#opened.effect(() => this.#tellModels())
    this.#open().catch((error: unknown) => this.#fail(error))
  }

  override dispose(): void {
    this.#video.playhead.peek().playing.value = false
    this.#opened.dispose()
    super.dispose()
  }

  /** A model that is asked about pictures reads the frame at which the hand with its tool rests. */
  #tellModels(): (() => void) | undefined {
    const { inFrame, shown, playhead } = this.#video
    const asking = askingOf(inFrame)
    // What was pointed at is in the frame before.
    if (asking.goTo(shown.value) && asking.current.peek()) inFrame.cancel()
    const isHeld = isPromptTool(inFrame.tool.value) && !playhead.value.playing.value
    return isHeld ? this.#opened.timeout(() => void asking.prepare(), REST_MS) : undefined
  }

  #fail(error: unknown): void {
    if (this.#opened.alive) this.#options.onError?.(error)
  }

  async #open(): Promise<void> {
    const { files, width, height } = this.#options.asset
    if (!('VideoDecoder' in globalThis)) throw refusal('video-needs-https')
    const stream = fileOf(files, 'stream')
    const frames = fileOf(files, 'frames')
    const { meta } = frames
    const info: StreamInfo = {
      url: stream.url,
      codec: String(meta.codec),
      description: String(meta.description ?? ''),
      rotation: Number(meta.rotation ?? 0),
      width,
      height,
    }
    const table = async () =>
      readTable(await bytesAt(frames.url), Number(meta.packets), Number(meta.frames))
    const [found] = await Promise.all([table(), checkSupport(info)])
    if (this.#opened.alive) this.#play(found, info)
  }

  #play(table: FrameTable, info: StreamInfo): void {
    const video = this.#video
    const { onReady } = this.#options
    batch(() => {
      const playhead = new Playhead(table.frames - 1)
      playhead.seek(video.wanted.peek())
      video.times.value = table.times
      video.playhead.value = playhead
      video.isReady.value = false
    })
    const source = new FrameSource(table, info, {
      arrived: (frame) => player.arrived(frame),
      failed: (error) => this.#fail(error),
    })
    this.#opened.add(() => source.dispose())
    const extent = { width: info.width, height: info.height }
    const player: Player = new Player(video, source, this.#opened, (bitmap, isPassing) => {
      const isFirst = !video.isReady.peek()
      this.show(new Picture(bitmap, extent, isPassing))
      if (isFirst) this.#opened.frame(() => this.#opened.frame(() => onReady?.()))
    })
  }
}

function fileOf(files: readonly StageFile[], role: string): StageFile {
  const file = files.find((one) => one.role === role)
  if (!file) throw new Error(`video: no ${role}`)
  return file
}

async function bytesAt(url: string): Promise<ArrayBuffer> {
  const reply = await fetch(url, { credentials: 'same-origin' })
  if (!reply.ok) throw new Error(`video: HTTP ${reply.status}`)
  return reply.arrayBuffer()
}

async function checkSupport({ codec }: StreamInfo): Promise<void> {
  const { supported } = await VideoDecoder.isConfigSupported({ codec })
  if (!supported) throw refusal('video-codec-unknown', { codec })
}

const refusal = (code: string, params: ApiError['params'] = {}): ApiError =>
  new ApiError(400, { code, message: code, fields: {}, params })
