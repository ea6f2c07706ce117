/** How many points are drawn at once, by how long that took. Pure. */

/** On the slowest machine, where a frame takes its time however little is drawn. */
const FEWEST = 40_000
/** What is there at once, of every chunk some, before it is known what the machine can do. */
const FIRST = 80_000
/** Until the next frame, in milliseconds: what is no effort, what is wanted, what is too long. */
const [EASY, WANTED, LONG] = [22, 40, 60]

export class Pace {
  #most = FIRST

  get most(): number {
    return this.#most
  }

  /** So many points were drawn so long before the next frame came. */
  took(ms: number, points: number): void {
    if (ms > LONG && points > 0) {
      const fitting = points * Math.max(0.5, WANTED / ms)
      this.#most = Math.max(FEWEST, Math.min(this.#most, fitting))
    } else if (ms < EASY && points > 0.8 * this.#most) this.#most *= 1.4
  }
}
