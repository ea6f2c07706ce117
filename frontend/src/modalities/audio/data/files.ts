/** What the server made of a recording; docs/audio.md describes the files. */
import type { StageAsset, StageFile } from '../../../core/registry'

export interface PcmMeta {
  readonly format: 's16' | 'f32'
  /** Hz. */
  readonly rate: number
  readonly channels: number
  /** Of one channel. */
  readonly samples: number
  /** Byte of the first sample. */
  readonly offset: number
  /** Bytes of one moment, all channels. */
  readonly frame: number
}

export interface PeakLevel {
  /** Samples of one bin. */
  readonly step: number
  readonly bins: number
  readonly offset: number
}

export interface PeaksMeta {
  readonly channels: number
  readonly samples: number
  /** Finest first. */
  readonly levels: readonly PeakLevel[]
}

export interface SpectrogramLevel {
  /** Samples from one frame to the next. */
  readonly hop: number
  readonly frames: number
  readonly offset: number
}

export interface SpectrogramMeta {
  readonly channels: number
  readonly samples: number
  readonly bins: number
  /** Hz. */
  readonly top: number
  /** dBFS of byte 0, and dB of one more. */
  readonly floor: number
  readonly step: number
  readonly levels: readonly SpectrogramLevel[]
}

export interface Derived<Meta> {
  readonly url: string
  readonly meta: Meta
}

const found = <Meta>(asset: StageAsset, role: string): Derived<Meta> | null => {
  const file: StageFile | undefined = asset.files.find((one) => one.role === role)
  return file ? { url: file.url, meta: file.meta as unknown as Meta } : null
}

/** Throws `not-prepared` when the samples are not there. */
export function filesOf(asset: StageAsset): {
  readonly pcm: Derived<PcmMeta>
  readonly peaks: Derived<PeaksMeta> | null
  readonly spectrogram: Derived<SpectrogramMeta> | null
} {
  const pcm = found<PcmMeta>(asset, 'pcm')
  if (!pcm) throw new Error('not-prepared')
  return { pcm, peaks: found(asset, 'peaks'), spectrogram: found(asset, 'spectrogram') }
}
