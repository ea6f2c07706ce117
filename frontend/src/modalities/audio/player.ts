import type { ReadonlySignal } from '@preact/signals-core'
import { batch } from '@preact/signals-core'
import type { Playhead } from '../../core/playhead'
import type { Samples } from './data/pcm'
import type { Recording } from './data/recording'
import { Stretch } from './data/stretch'

/** Seconds of the first piece, short so that it is heard at once, and of those after it. */
const FIRST = 0.1
const PIECE = 0.4
/** Seconds that are scheduled ahead: a busy page must not be heard. */
const AHEAD = 1.2
/** Seconds between the wish to hear something and the moment it is scheduled for. */
const LEAD = 0.005
/** Seconds at either end in which the sound swells and fades, so that a cut does not click. */
const FADE = 0.002
const POLL_MS = 60

/** How it is to sound; read whenever a piece is made ready, gain at once. */
export interface Sounding {
  readonly speed: ReadonlySignal<number>
  /** dB. */
  readonly gain: ReadonlySignal<number>
  /** The only channel to be heard; null: all of them. */
  readonly solo: ReadonlySignal<number | null>
}

export interface Stretching {
  readonly from: number
  readonly to: number
  readonly loop: boolean
}

interface Piece {
  /** Seconds of the context's clock. */
  readonly at: number
  readonly seconds: number
  readonly from: number
  readonly speed: number
  readonly source: AudioBufferSourceNode
}

interface Heard {
  readonly samples: Samples
  /** Sample of the recording that the piece begins with. */
  readonly from: number
  readonly speed: number
}

/** Plays the samples themselves: pieces are read by range, filled into buffers and scheduled one after the other. */
export class Player {
  readonly #recording: Recording
  readonly #playhead: Playhead
  readonly #sounding: Sounding
  readonly #failed: (error: unknown) => void
  #context: AudioContext | null = null
  #volume: GainNode | null = null
  #pieces: Piece[] = []
  #stretch: Stretching | null = null
  /** Counted up whenever what is playing ends or changes. */
  #run = 0
  #frame = 0
  #finished = false

  constructor(
    recording: Recording,
    playhead: Playhead,
    sounding: Sounding,
    failed: (error: unknown) => void,
  ) {
    this.#recording = recording
    this.#playhead = playhead
    this.#sounding = sounding
    this.#failed = failed
  }

  /** What is being played; null in silence. */
  get playing(): Stretching | null {
    return this.#stretch
  }

  /** Play samples `from` to `to` (without `to`), beginning at `at`. */
  play(from: number, to: number, loop = false, at = from): void {
    this.#silence()
    const end = Math.min(to, this.#recording.samples)
    if (at >= end) return
    this.#stretch = { from, to: end, loop }
    batch(() => {
      this.#playhead.seek(at)
      this.#playhead.playing.value = true
    })
    const run = ++this.#run
    this.#pump(run, at).catch((error) => {
      if (run !== this.#run) return
      this.stop()
      this.#failed(error)
    })
    this.#frame = requestAnimationFrame(() => this.#tick())
  }

  /** Silence; the playhead stays where it is. */
  stop(): void {
    this.#silence()
    this.#stretch = null
    this.#playhead.playing.value = false
  }

  /** Go on from here under changed settings. */
  renew(): void {
    const now = this.#stretch
    if (now) this.play(now.from, now.to, now.loop, Math.round(this.#playhead.at.peek()))
  }

  /** Louder or quieter from now on. */
  turn(): void {
    if (!this.#volume || !this.#context) return
    const level = 10 ** (this.#sounding.gain.peek() / 20)
    this.#volume.gain.setTargetAtTime(level, this.#context.currentTime, FADE)
  }

  /** Be ready: opening the device takes longer than anything else, and only a press of a person may do it. */
  warm(): void {
    this.#open()
  }

  dispose(): void {
    this.stop()
    void this.#context?.close()
    this.#context = null
  }

  #silence(): void {
    this.#run += 1
    this.#finished = false
    cancelAnimationFrame(this.#frame)
    for (const { source } of this.#pieces) source.stop()
    this.#pieces = []
  }

  /** One context at the rate of the recording, so that no piece is resampled by itself. */
  #open(): { readonly context: AudioContext; readonly volume: GainNode } {
    const context = this.#context ?? new AudioContext({ sampleRate: this.#recording.rate })
    if (context.state === 'suspended') void context.resume()
    const volume = this.#volume ?? context.createGain()
    if (!this.#volume) {
      volume.gain.value = 10 ** (this.#sounding.gain.peek() / 20)
      volume.connect(context.destination)
    }
    this.#context = context
    this.#volume = volume
    return { context, volume }
  }

  /** What is to be heard from sample `start` on, piece by piece; without end when it repeats. */
  async *#sound(start: number): AsyncGenerator<Heard> {
    yield* this.#once(start, FIRST)
    while (this.#stretch?.loop) yield* this.#once(this.#stretch.from, PIECE)
  }

  /** From sample `start` to the end of what is being played; the first piece has so many seconds. */
  async *#once(start: number, first: number): AsyncGenerator<Heard> {
    const { rate, channels, pcm } = this.#recording
    const to = this.#stretch?.to ?? start
    const speed = this.#sounding.speed.peek()
    const stretch = speed === 1 ? null : new Stretch(channels, rate, speed)
    // A stretched sound lags behind what went in, so where it is is counted by what comes out.
    let out = start
    for (let at = start; at < to; ) {
      const seconds = at === start ? first : PIECE
      const stop = Math.min(to, at + Math.round(seconds * rate * speed))
      const read = await pcm.read(at, stop)
      const samples = stretch ? stretch.push(read, stop === to) : read
      fadeEnds(samples, FADE * rate, at === start, stop === to)
      yield { samples, from: out, speed }
      out += (samples[0]?.length ?? 0) * speed
      at = stop
    }
  }

  async #pump(run: number, start: number): Promise<void> {
    const { context } = this.#open()
    let time = 0
    for await (const heard of this.#sound(start)) {
      if (run !== this.#run) return
      time = Math.max(time, context.currentTime + LEAD)
      time = this.#schedule(context, heard, time)
      while (time - context.currentTime > AHEAD) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
        if (run !== this.#run) return
      }
    }
    this.#finished = run === this.#run
  }

  /** When the piece ends. */
  #schedule(context: AudioContext, { samples, from, speed }: Heard, at: number): number {
    const { rate } = this.#recording
    const length = samples[0]?.length ?? 0
    if (length === 0) return at
    const mixed = mix(samples, this.#sounding.solo.peek())
    const buffer = context.createBuffer(mixed.length, length, rate)
    mixed.forEach((own, channel) => {
      buffer.copyToChannel(own as Float32Array<ArrayBuffer>, channel)
    })
    const source = context.createBufferSource()
    source.buffer = buffer
    if (this.#volume) source.connect(this.#volume)
    source.start(at)
    const seconds = length / rate
    this.#pieces = this.#pieces.filter((one) => one.at + one.seconds > context.currentTime - 1)
    this.#pieces.push({ at, seconds, from, speed, source })
    return at + seconds
  }

  /** The playhead shows what is heard now, not what has been scheduled. */
  #tick(): void {
    const context = this.#context
    if (!context || !this.#stretch) return
    const now = context.currentTime - (context.outputLatency || 0)
    const piece = this.#pieces.findLast(({ at }) => at <= now)
    if (piece) {
      const into = Math.min(now - piece.at, piece.seconds)
      this.#playhead.seek(piece.from + into * this.#recording.rate * piece.speed)
    }
    const last = this.#pieces.at(-1)
    if (this.#finished && (!last || now >= last.at + last.seconds)) {
      this.#playhead.seek(this.#stretch.to)
      this.stop()
      return
    }
    this.#frame = requestAnimationFrame(() => this.#tick())
  }
}

/** One or two channels for the ears: more are heard together, one by itself on both sides. */
export function mix(samples: Samples, solo: number | null): Samples {
  const only = solo === null ? undefined : samples[solo]
  if (only) return [only]
  if (samples.length <= 2) return samples
  const length = samples[0]?.length ?? 0
  const sum = new Float32Array(length)
  for (const own of samples) {
    for (let i = 0; i < length; i++) sum[i] = (sum[i] ?? 0) + (own[i] ?? 0) / samples.length
  }
  return [sum]
}

function fadeEnds(samples: Samples, length: number, first: boolean, last: boolean): void {
  for (const own of samples) {
    const count = Math.min(Math.floor(length), own.length)
    for (let i = 0; i < count; i++) {
      const share = (i + 0.5) / count
      if (first) own[i] = (own[i] ?? 0) * share
      if (last) own[own.length - 1 - i] = (own[own.length - 1 - i] ?? 0) * share
    }
  }
}
