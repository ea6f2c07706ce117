/** A film that is being opened, which may begin before there is a stage to show it: its table, its decoder, its first frame. */
import { ApiError } from '../../../api/error'
import type { StageAsset, StageFile } from '../../../core/registry'
import { type Events, FrameSource, type StreamInfo } from './source'
import { type FrameTable, readTable } from './table'

type Asset = Pick<StageAsset, 'files' | 'width' | 'height'>

/** What becomes of frames is told to whoever listens; until somebody does, only what went wrong is kept. */
class Relay implements Events {
  #to: Events | null = null
  #failure: unknown = null
  #tell: () => void = () => undefined
  /** A frame is there, or nothing will be. */
  readonly came = new Promise<void>((resolve) => {
    this.#tell = resolve
  })

  arrived(frame: number): void {
    this.#tell()
    this.#to?.arrived(frame)
  }

  failed(error: unknown): void {
    this.#tell()
    if (this.#to) this.#to.failed(error)
    else this.#failure ??= error
  }

  listen(to: Events): void {
    this.#to = to
    if (this.#failure) to.failed(this.#failure)
  }
}

export interface Film {
  readonly table: FrameTable
  readonly source: FrameSource
  /** Its first frame is there, or something has gone wrong. */
  readonly came: Promise<void>
  listen(to: Events): void
}

async function open(asset: Asset): Promise<Film> {
  if (!('VideoDecoder' in globalThis)) throw refusal('video-needs-https')
  const frames = fileOf(asset, 'frames')
  const { meta } = frames
  const info: StreamInfo = {
    url: fileOf(asset, 'stream').url,
    codec: String(meta.codec),
    description: String(meta.description ?? ''),
    rotation: Number(meta.rotation ?? 0),
    width: asset.width,
    height: asset.height,
  }
  const read = async () =>
    readTable(await bytesAt(frames.url), Number(meta.packets), Number(meta.frames))
  const [table] = await Promise.all([read(), checkSupport(info)])
  const relay = new Relay()
  const source = new FrameSource(table, info, relay)
  return { table, source, came: relay.came, listen: (to) => relay.listen(to) }
}

let ahead: { readonly url: string; readonly film: Promise<Film> } | null = null

/** The first frame, once it is there; null where that fails: it is told to the stage. */
const firstOf = ({ source, came }: Film): Promise<ImageBitmap | null> =>
  came.then(() => source.peek(0))

/** Begin with a film whose stage is not there yet; only the last one is kept. */
export function openAhead(asset: Asset): Promise<ImageBitmap | null> | undefined {
  const { url } = fileOf(asset, 'stream')
  if (ahead?.url === url) return undefined
  ahead?.film.then(({ source }) => source.dispose()).catch(() => undefined)
  const film = open(asset)
  ahead = { url, film }
  film.then(({ source }) => source.want(0, 1, null)).catch(() => undefined)
  return film.then(firstOf).catch(() => null)
}

/** The film of this asset; whoever gets it disposes of its source. */
export function filmOf(asset: Asset): Promise<Film> {
  const kept = ahead
  if (kept?.url !== fileOf(asset, 'stream').url) return open(asset)
  ahead = null
  return kept.film
}

function fileOf({ files }: Asset, role: string): StageFile {
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
