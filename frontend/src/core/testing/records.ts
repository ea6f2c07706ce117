import type { Annotation } from '../patch'

/** A box of the schema's `car`, for tests that care about identity more than about shape. */
export const box = (id: string, x = 0, label = 'car'): Annotation => ({
  id,
  kind: 'box',
  label,
  data: { x, y: 0, width: 10, height: 10 },
  attributes: {},
  z: 0,
  group: null,
  source: { origin: 'human' },
  score: null,
})

/** Repeatable random numbers. */
export class Dice {
  #seed: number

  constructor(seed: number) {
    this.#seed = seed * 2654435761 + 1
  }

  /** A whole number from 0 up to but not including `sides`. */
  roll(sides: number): number {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0
    return Math.floor((this.#seed / 2 ** 32) * sides)
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.roll(from.length)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }
}
