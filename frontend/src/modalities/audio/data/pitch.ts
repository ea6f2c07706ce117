/** The melody of a voice: its fundamental frequency by autocorrelation, 100 times a second. */
import type { Pcm } from './pcm'
import { Parts } from './ranges'

/** Hz that are looked for. */
export const [LOWEST, HIGHEST] = [70, 500]
/** Frames per second, and seconds of one part. */
export const FRAMES_PER_SECOND = 100
export const PART_SECONDS = 1
/** Seconds that are compared with what follows them. */
const WINDOW = 0.03
/** Hz that are plenty to tell a voice's melody. */
const ENOUGH = 8000
/** Likeness from which on a sound has a pitch, and of the best that an earlier one needs to count. */
const [VOICED, NEARLY] = [0.55, 0.92]
/** Mean power of a window that is no more than silence: -55 dBFS. */
const SILENCE = 3e-6
const MOST = 240

/** Means of so many neighbours: fewer samples, none of what is too high. */
function thinned(samples: Float32Array, by: number): Float32Array {
  if (by <= 1) return samples
  const out = new Float32Array(Math.floor(samples.length / by))
  for (let i = 0; i < out.length; i++) {
    let sum = 0
    for (let k = 0; k < by; k++) sum += samples[i * by + k] ?? 0
    out[i] = sum / by
  }
  return out
}

/** How like the window at `at` is to the one `lag` later, from -1 to 1. */
function likeness(samples: Float32Array, at: number, lag: number, width: number): number {
  let [both, first, second] = [0, 1e-12, 1e-12]
  for (let i = at; i < at + width; i++) {
    const [a, b] = [samples[i] ?? 0, samples[i + lag] ?? 0]
    both += a * b
    first += a * a
    second += b * b
  }
  return both / Math.sqrt(first * second)
}

/** Top of the parabola through three values, as a step from the middle one. */
function peakOf(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after
  return bend === 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)))
}

function pitchAt(samples: Float32Array, at: number, rate: number): number {
  const width = Math.round(WINDOW * rate)
  let power = 0
  for (let i = at; i < at + width; i++) power += (samples[i] ?? 0) ** 2
  if (power / width < SILENCE) return 0
  const [least, most] = [Math.floor(rate / HIGHEST), Math.ceil(rate / LOWEST)]
  const like = new Float32Array(most - least + 1)
  let best = 0
  for (let lag = least; lag <= most; lag++) {
    const value = likeness(samples, at, lag, width)
    like[lag - least] = value
    best = Math.max(best, value)
  }
  if (best < VOICED) return 0
  // Twice the period is as good a likeness; the first that nearly reaches it is the period itself.
  for (let i = 1; i < like.length - 1; i++) {
    const [before, here, after] = [like[i - 1] ?? 0, like[i] ?? 0, like[i + 1] ?? 0]
    const isPeak = here >= before && here >= after && here >= best * NEARLY
    if (isPeak) return rate / (least + i + peakOf(before, here, after))
  }
  return 0
}

/** Hz of each frame from the beginning of the samples on; 0 where there is no voice. */
export function melody(samples: Float32Array, rate: number, frames: number): Float32Array {
  const by = Math.max(1, Math.floor(rate / ENOUGH))
  const thin = thinned(samples, by)
  const own = rate / by
  const out = new Float32Array(frames)
  for (let frame = 0; frame < frames; frame++) {
    out[frame] = pitchAt(thin, Math.round((frame * own) / FRAMES_PER_SECOND), own)
  }
  return steady(out)
}

/** Single frames that jump away from both neighbours are errors of the method. */
function steady(hz: Float32Array): Float32Array {
  return hz.map((value, i) => {
    const around = [hz[i - 1] ?? 0, value, hz[i + 1] ?? 0].sort((a, b) => a - b)
    return value === 0 ? 0 : (around[1] ?? 0)
  })
}

function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = channels
  const sum = first.slice()
  for (const own of others) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (own[i] ?? 0)
  }
  return sum
}

/** The melody in parts of a second, worked out when somebody looks at them. */
export class Pitch {
  readonly #parts: Parts<Float32Array>

  constructor(pcm: Pcm, arrived: () => void) {
    const { rate, samples } = pcm.meta
    const length = PART_SECONDS * rate
    // A window and the longest period reach beyond the last frame.
    const beyond = Math.ceil((WINDOW + 1 / LOWEST) * rate)
    this.#parts = new Parts({
      most: MOST,
      arrived,
      placeOf: (part) => {
        const offset = Math.round(part * length)
        return { offset, size: Math.min(samples - offset, Math.ceil(length) + beyond) }
      },
      fetch: async (first, last) => {
        const read = await pcm.read(first, last + 1)
        // Each part is a task of its own, so that the page stays quick.
        await new Promise((resolve) => setTimeout(resolve))
        return mixed(read).buffer as ArrayBuffer
      },
      read: (bytes) => melody(new Float32Array(bytes), rate, PART_SECONDS * FRAMES_PER_SECOND),
    })
  }

  /** Hz by frame; null while it is worked out. */
  peek(part: number): Float32Array | null {
    return this.#parts.peek(part)
  }
}
