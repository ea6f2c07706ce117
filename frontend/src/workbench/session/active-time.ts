import { signal } from '@preact/signals-core'
import type { Scope } from '../../core/scope'

/** Someone who has not moved for so long is away. */
const IDLE_MS = 30_000
const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const

/** Counts the seconds in which the person does something on this page. */
export class ActiveTime {
  /** Seconds since the page was opened. */
  readonly seconds = signal(0)
  #lastSign = Date.now()
  #reported = 0

  constructor(scope: Scope, target: EventTarget = window) {
    const alive = () => {
      this.#lastSign = Date.now()
    }
    for (const type of SIGNS_OF_LIFE) {
      scope.listen(target, type, alive, { passive: true, capture: true })
    }
    scope.interval(() => this.#tick(), 1000)
  }

  /** Seconds not reported before; they count as reported now. */
  take(): number {
    const fresh = this.seconds.peek() - this.#reported
    this.#reported = this.seconds.peek()
    return fresh
  }

  /** The report did not arrive: count them again. */
  giveBack(seconds: number): void {
    this.#reported -= seconds
  }

  #tick(): void {
    const isHere = document.visibilityState !== 'hidden'
    if (isHere && Date.now() - this.#lastSign < IDLE_MS) this.seconds.value += 1
  }
}
