const FIRST_MS = 1000
const LONGEST_MS = 30_000

/** How long to wait after the n-th failure in a row: doubling, spread by a fifth, at most half a minute. */
export class Backoff {
  #failures = 0

  reset(): void {
    this.#failures = 0
  }

  next(): number {
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures)
    this.#failures += 1
    // Spread out, so that a hundred annotators do not come back in the same second.
    return wait * (0.8 + 0.4 * Math.random())
  }
}
