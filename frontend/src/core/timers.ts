import { effect, type ReadonlySignal } from '@preact/signals-core'

/** Time, so that tests can turn the clock. */
export interface Timers {
  /** Milliseconds since the epoch. */
  now(): number
  /** Run once after so many milliseconds; the returned function calls it off. */
  after(ms: number, run: () => void): () => void
}

export const realTimers: Timers = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Resolves with true as soon as the value passes the test, with false when it has not after `ms`. */
export function until<T>(
  value: ReadonlySignal<T>,
  test: (value: T) => boolean,
  timers: Timers,
  ms: number = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  return new Promise((resolve) => {
    let end = (passed: boolean) => resolve(passed)
    const stopTimer = Number.isFinite(ms) ? timers.after(ms, () => end(false)) : () => undefined
    let passed = false
    const stopEffect = effect(() => {
      passed ||= test(value.value)
      if (passed) queueMicrotask(() => end(true))
    })
    end = (result) => {
      stopTimer()
      stopEffect()
      resolve(result)
    }
  })
}
