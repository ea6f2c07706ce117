import { fetchRange, Parts } from '../../audio/data/ranges'
import { disposableIn } from './disposable'
import { Pictures } from './pictures'
import { blocksOf, type FrameTable, runOf } from './table'
import type { Upright } from './upright'

/** How the stream is to be decoded: what the server's side says of it. */
export interface StreamInfo extends Upright {
  readonly url: string
  readonly codec: string
  /** Base64; empty for codecs that need none. */
  readonly description: string
}

/** Memory for decoded frames. */
const BUDGET = 200e6
const [FEWEST, MOST] = [12, 90]
/** Of the frames kept, the share that lies ahead in the direction of travel. */
const AHEAD = 0.7
/** Frames behind the one asked for that are made into pictures although the way leads on: for a step back. */
const BESIDE = 3
/** Packets that wait for the decoder, and pictures that wait to be made, at most. */
const QUEUE = 6
/** A decoder may hold so many frames back to put them in order. */
const REORDER = 16
const BLOCKS_KEPT = 8
/** Where decoding does not keep up with playing, a picture is made so often, in ms. */
const LATE_MS = 100

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

export interface Events {
  /** The picture of a frame is there. */
  arrived(frame: number): void
  failed(error: unknown): void
}

/**
 * Frames of a video as pictures. One is asked for at a time; those around it are decoded ahead in the direction of
 * travel, and kept as memory allows.
 */
export class FrameSource {
  readonly #table: FrameTable
  readonly #config: VideoDecoderConfig
  readonly #isDisposable: ((packet: Uint8Array) => boolean) | null
  readonly #events: Events
  readonly #maker: Pictures
  readonly #blocks: Parts<Uint8Array>
  readonly #blockOf: Int32Array
  readonly #offsets: readonly number[]
  readonly #pictures = new Map<number, ImageBitmap>()
  /** Being made into pictures. */
  readonly #making = new Set<number>()
  /** Not there although its packet was decoded. */
  readonly #absent = new Set<number>()
  readonly #ahead: number
  readonly #behind: number
  /** Came out of this decoder, whether they were still wanted or not. */
  readonly #came = new Set<number>()
  /** Were not given to this decoder. */
  readonly #spared = new Set<number>()
  #decoder: VideoDecoder | null = null
  /** Counts beginnings: what comes out of an earlier one is nobody's. */
  #session = 0
  /** The packet that the decoder began with: nothing before it will come. */
  #first = 0
  #next = 0
  #passed = -1
  #flushed = true
  #wanted = 0
  #shown = -1
  #direction: 1 | -1 = 1
  #played: number | null = null
  #starved = false
  #madeAt = 0
  #gone = false

  constructor(table: FrameTable, info: StreamInfo, events: Events) {
    this.#table = table
    const description = bytesOf(info.description)
    this.#config = { codec: info.codec, ...(info.description ? { description } : {}) }
    this.#isDisposable = disposableIn(info.codec, description)
    this.#events = events
    const blocks = blocksOf(table)
    this.#offsets = blocks.map(({ offset }) => offset)
    this.#blockOf = new Int32Array(table.packets)
    for (const [i, { first, last }] of blocks.entries()) this.#blockOf.fill(i, first, last + 1)
    const { rotation, width, height } = info
    this.#maker = new Pictures({ rotation, width, height })
    this.#blocks = new Parts({
      fetch: fetchRange(info.url),
      placeOf: (part) => blocks[part] ?? { offset: 0, size: 0 },
      read: (bytes) => new Uint8Array(bytes),
      most: BLOCKS_KEPT,
      arrived: () => this.#pump(),
    })
    const kept = Math.round(BUDGET / (info.width * info.height * 4))
    const room = Math.min(MOST, Math.max(FEWEST, kept))
    this.#ahead = Math.round(room * AHEAD)
    this.#behind = room - this.#ahead
  }

  /** The picture of a frame, or null while it is on its way. It stays good as long as the frame is `wanted`. */
  peek(frame: number): ImageBitmap | null {
    return this.#pictures.get(frame) ?? null
  }

  /**
   * Bring this frame, and then those around it. `played` says that they are passing by, and only every so many of them
   * will be looked at.
   */
  want(frame: number, direction: 1 | -1, played: number | null): void {
    this.#wanted = frame
    this.#direction = direction
    this.#played = played
    this.#pump()
  }

  /** Nothing can be decoded until bytes have come. */
  get isStarved(): boolean {
    return this.#starved
  }

  /** This one is on the screen, and is not to be let go of. */
  hold(frame: number): void {
    this.#shown = frame
    this.#trim()
  }

  dispose(): void {
    this.#gone = true
    this.#session += 1
    if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close()
    this.#maker.end()
    for (const picture of this.#pictures.values()) picture.close()
    this.#pictures.clear()
  }

  /** The frames that are to be there. */
  get #window(): readonly [number, number] {
    const [back, forth] =
      this.#direction > 0 ? [this.#behind, this.#ahead] : [this.#ahead, this.#behind]
    return [
      Math.max(0, this.#wanted - back),
      Math.min(this.#table.frames - 1, this.#wanted + forth),
    ]
  }

  /** Those that are kept once they are: what a decoder gives beyond the window would be decoded twice. */
  get #kept(): readonly [number, number] {
    const [first, last] = this.#window
    return [first, this.#direction > 0 ? last + REORDER : last]
  }

  #has(frame: number): boolean {
    return this.#pictures.has(frame) || this.#making.has(frame) || this.#absent.has(frame)
  }

  /** The next frame to decode: the nearest that is missing, first in the direction of travel. */
  #missing(): number | null {
    // What somebody waits for has the machine to itself.
    if (!this.#played && this.#making.has(this.#wanted)) return null
    const [first, last] = this.#window
    const step = this.#direction
    for (let frame = this.#wanted; frame >= first && frame <= last; frame += step) {
      if (this.#isLooked(frame) && !this.#has(frame)) return frame
    }
    return null
  }

  #isLooked(frame: number): boolean {
    return frame === this.#wanted || frame % (this.#played ?? 1) === 0
  }

  #pump(): void {
    if (this.#gone) return
    try {
      this.#feed()
    } catch (error) {
      this.#events.failed(error)
    }
  }

  #feed(): void {
    this.#starved = false
    for (;;) {
      const frame = this.#missing()
      if (frame === null || this.#making.size >= QUEUE) return
      const decoder = this.#decoderFor(frame)
      if (decoder.decodeQueueSize >= QUEUE) return
      const packet = this.#table.packetOf[frame] ?? 0
      const isEnough = this.#next > packet + REORDER || this.#next >= this.#table.packets
      if (isEnough) {
        this.#flush(decoder, frame)
        return
      }
      if (!this.#send(decoder)) {
        this.#starved = true
        return
      }
    }
  }

  /** What is held back comes out now; after that decoding can only begin anew. */
  #flush(decoder: VideoDecoder, frame: number): void {
    if (this.#flushed) return
    this.#flushed = true
    const session = this.#session
    decoder.flush().then(
      () => {
        if (session !== this.#session) return
        if (!this.#has(frame) && !this.#came.has(frame)) this.#lose(frame)
        this.#pump()
      },
      () => undefined,
    )
  }

  /** The decoder has been through its packet, and the frame has not come: it is not waited for again. */
  #lose(frame: number): void {
    this.#absent.add(frame)
    this.#events.failed(new Error(`video: frame ${frame} cannot be decoded here`))
  }

  /** Hand the next packet on; false while its bytes are on their way. */
  #send(decoder: VideoDecoder): boolean {
    const table = this.#table
    const at = this.#next
    const block = this.#blockOf[at] ?? 0
    const bytes = this.#blocks.has(block) ? this.#blocks.peek(block) : null
    if (!bytes) {
      this.#blocks.get(block).catch((error: unknown) => this.#events.failed(error))
      return false
    }
    if (block + 1 < this.#offsets.length && !this.#blocks.has(block + 1)) {
      this.#blocks.get(block + 1).catch(() => undefined)
    }
    const from = (table.positions[at] ?? 0) - (this.#offsets[block] ?? 0)
    const data = bytes.subarray(from, from + (table.sizes[at] ?? 0))
    this.#next = at + 1
    if (this.#isSpare(at, data)) return true
    const type = table.runs[runOf(table, at)] === at ? 'key' : 'delta'
    decoder.decode(new EncodedVideoChunk({ type, timestamp: table.ranks[at] ?? 0, data }))
    return true
  }

  /** While it is played, what nobody looks at and nothing refers to is not decoded. */
  #isSpare(packet: number, data: Uint8Array): boolean {
    const frame = this.#table.frameOf[this.#table.ranks[packet] ?? 0] ?? -1
    const isSeen = !this.#played || (frame >= 0 && this.#isLooked(frame))
    if (isSeen || !this.#isDisposable?.(data)) return false
    this.#spared.add(frame)
    return true
  }

  /** A decoder that will come to this frame: the one that is under way, or one that begins at the frame's run. */
  #decoderFor(frame: number): VideoDecoder {
    const table = this.#table
    const start = table.runs[runOf(table, table.packetOf[frame] ?? 0)] ?? 0
    const decoder = this.#decoder
    const isAhead = this.#first <= start && frame > this.#passed && !this.#spared.has(frame)
    const mayCome = decoder?.state === 'configured' && isAhead
    // From where it is it has fewer packets to go than from the beginning of the run.
    if (decoder && mayCome && !this.#flushed && this.#next >= start) return decoder
    const isComing = this.#flushed && this.#next > (table.packetOf[frame] ?? 0)
    if (decoder && mayCome && isComing) return decoder
    this.#first = start
    this.#next = start
    this.#passed = -1
    this.#flushed = false
    return this.#begin()
  }

  #begin(): VideoDecoder {
    this.#session += 1
    this.#came.clear()
    this.#spared.clear()
    const session = this.#session
    if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close()
    const decoder = new VideoDecoder({
      output: (frame) => this.#take(frame, session),
      error: (error) => session === this.#session && this.#events.failed(error),
    })
    decoder.addEventListener('dequeue', () => session === this.#session && this.#pump())
    decoder.configure(this.#config)
    this.#decoder = decoder
    return decoder
  }

  #take(image: VideoFrame, session: number): void {
    const frame = this.#table.frameOf[image.timestamp] ?? -1
    const isOurs = session === this.#session && !this.#gone
    if (isOurs && frame >= 0) {
      this.#passed = frame
      this.#came.add(frame)
    }
    if (!isOurs || !this.#isWorth(frame) || this.#has(frame)) {
      image.close()
      if (isOurs) this.#pump()
      return
    }
    this.#making.add(frame)
    this.#madeAt = performance.now()
    this.#maker
      .make(image)
      .then((picture) => this.#keep(frame, picture))
      .catch((error: unknown) => this.#events.failed(error))
      .finally(() => {
        this.#making.delete(frame)
        this.#pump()
      })
  }

  /** Decoding comes past frames that nobody will look at. Where it does not keep up, late ones are seen now and then. */
  #isWorth(frame: number): boolean {
    const [first, last] = this.#kept
    const least = this.#direction > 0 ? Math.max(first, this.#wanted - BESIDE) : first
    if (this.#played && frame > this.#shown && frame < least) {
      return performance.now() - this.#madeAt > LATE_MS
    }
    return frame >= least && frame <= last && this.#isLooked(frame)
  }

  #keep(frame: number, picture: ImageBitmap): void {
    if (this.#gone) {
      picture.close()
      return
    }
    this.#pictures.set(frame, picture)
    this.#events.arrived(frame)
    this.#trim()
  }

  #trim(): void {
    const [first, last] = this.#kept
    for (const [frame, picture] of this.#pictures) {
      if ((frame >= first && frame <= last) || frame === this.#shown) continue
      this.#pictures.delete(frame)
      picture.close()
    }
  }
}
