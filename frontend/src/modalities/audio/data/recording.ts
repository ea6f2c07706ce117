import type { StageAsset } from '../../../core/registry'
import { filesOf } from './files'
import { Pcm } from './pcm'
import { blankColumns, type Columns, Peaks } from './peaks'
import { Pitch } from './pitch'
import { Spectrogram } from './spectrogram'

/** One recording with all that was prepared of it. Times are samples. */
export interface Recording {
  /** Hz. */
  readonly rate: number
  readonly samples: number
  readonly channels: number
  /** dB by which each channel is drawn louder for its loudest sample to fill the row. */
  readonly lifts: readonly number[]
  readonly pcm: Pcm
  readonly peaks: Peaks | null
  readonly spectrogram: Spectrogram | null
  readonly pitch: Pitch
}

/** dBFS that the loudest sample is drawn at, and dB that nothing is lifted beyond: silence stays flat. */
const [FILLED, MOST_LIFT] = [-1, 40]

/** Of every channel, by what the import found its peak to be. */
export function liftsOf({ signal }: StageAsset['meta']): readonly number[] {
  const channels = Array.isArray(signal) ? (signal as readonly { readonly peak: number }[]) : []
  return channels.map(({ peak }) => Math.round(Math.min(Math.max(0, FILLED - peak), MOST_LIFT)))
}

/** Throws `not-prepared` when there are no samples. */
export function recordingOf(asset: StageAsset, arrived: () => void): Recording {
  const { pcm, peaks, spectrogram } = filesOf(asset)
  const own = new Pcm(pcm, arrived)
  return {
    rate: pcm.meta.rate,
    samples: pcm.meta.samples,
    channels: pcm.meta.channels,
    lifts: liftsOf(asset.meta),
    pcm: own,
    peaks: peaks && new Peaks(peaks, arrived),
    spectrogram: spectrogram && new Spectrogram(spectrogram, arrived),
    pitch: new Pitch(own, arrived),
  }
}

interface Extremes {
  low: number
  high: number
}

function widen(found: Extremes, samples: Float32Array, first: number, stop: number): void {
  for (let i = first; i < stop; i++) {
    const value = samples[i] ?? 0
    if (value < found.low) found.low = value
    if (value > found.high) found.high = value
  }
}

/** Lowest and highest of samples `first` to `last`; null while some are on their way. */
function extremes(pcm: Pcm, channel: number, first: number, last: number): Extremes | null {
  const found = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }
  for (let sample = first; sample <= last; ) {
    const part = pcm.peek(sample)
    const own = part?.samples[channel]
    if (!part || !own?.length) return null
    const stop = Math.min(last + 1, part.from + own.length)
    widen(found, own, sample - part.from, stop - part.from)
    sample = stop
  }
  return found
}

/** The outline straight from the samples. */
function fromSamples(pcm: Pcm, channel: number, from: number, perPixel: number, count: number) {
  const columns = blankColumns(count)
  for (let column = 0; column < count; column++) {
    const first = Math.max(0, Math.floor(from + column * perPixel))
    // One sample more, so that the outline does not tear between columns.
    const last = Math.min(pcm.meta.samples - 1, Math.ceil(from + (column + 1) * perPixel))
    if (first > last) break
    const found = extremes(pcm, channel, first, last)
    if (!found) return null
    columns.low[column] = found.low
    columns.high[column] = found.high
  }
  return columns
}

/** The outline of a channel from sample `from` on: `count` columns of `perPixel` samples each. */
export function outline(
  { pcm, peaks }: Recording,
  channel: number,
  from: number,
  perPixel: number,
  count: number,
): Columns {
  if (!peaks || perPixel < peaks.finest) {
    const exact = fromSamples(pcm, channel, from, perPixel, count)
    if (exact) return exact
  }
  return peaks?.columns(channel, from, perPixel, count) ?? blankColumns(count)
}
