import type { Bounds } from './geometry'
import { overlaps } from './geometry'

interface Item<T> {
  readonly value: T
  readonly bounds: Bounds
  readonly level: number
  readonly key: number
}

/** Smallest cell side is 2^LOWEST pixels. */
const LOWEST = 2
const HALF_SPAN = 2 ** 25

const levelOf = (b: Bounds): number => {
  const side = Math.max(b.maxX - b.minX, b.maxY - b.minY, 1)
  return Math.max(Math.ceil(Math.log2(side)), LOWEST)
}

const keyOf = (column: number, row: number): number =>
  (column + HALF_SPAN) * (2 * HALF_SPAN) + (row + HALF_SPAN)

/** One grid: cells with the side 2^level, each item in the cell of its upper left corner. */
class Grid<T> {
  readonly side: number
  readonly cells = new Map<number, Set<Item<T>>>()

  constructor(level: number) {
    this.side = 2 ** level
  }

  cellOf(b: Bounds): number {
    return keyOf(Math.floor(b.minX / this.side), Math.floor(b.minY / this.side))
  }

  /** Items of the grid whose cell may hold something that overlaps `b`. */
  *near(b: Bounds): Iterable<Item<T>> {
    // An item is no larger than a cell, so it reaches at most one cell further right and down.
    const left = Math.floor(b.minX / this.side) - 1
    const right = Math.floor(b.maxX / this.side)
    const top = Math.floor(b.minY / this.side) - 1
    const bottom = Math.floor(b.maxY / this.side)
    if ((right - left + 1) * (bottom - top + 1) > this.cells.size) {
      for (const cell of this.cells.values()) yield* cell
      return
    }
    for (let column = left; column <= right; column++) {
      for (let row = top; row <= bottom; row++) {
        const cell = this.cells.get(keyOf(column, row))
        if (cell) yield* cell
      }
    }
  }
}

/**
 * Finds what overlaps a rectangle, with updates in constant time: a grid per power of two of the item's
 * size (a hierarchical hash grid). Each item sits in exactly one cell, so moving it is two set operations.
 */
export class SpatialIndex<T> {
  readonly #items = new Map<T, Item<T>>()
  readonly #grids = new Map<number, Grid<T>>()

  get size(): number {
    return this.#items.size
  }

  boundsOf(value: T): Bounds | undefined {
    return this.#items.get(value)?.bounds
  }

  set(value: T, bounds: Bounds): void {
    this.delete(value)
    const level = levelOf(bounds)
    const grid = this.#grids.get(level) ?? new Grid<T>(level)
    this.#grids.set(level, grid)
    const item = { value, bounds, level, key: grid.cellOf(bounds) }
    const cell = grid.cells.get(item.key)
    if (cell) cell.add(item)
    else grid.cells.set(item.key, new Set([item]))
    this.#items.set(value, item)
  }

  delete(value: T): boolean {
    const item = this.#items.get(value)
    if (!item) return false
    const grid = this.#grids.get(item.level)
    const cell = grid?.cells.get(item.key)
    cell?.delete(item)
    if (cell?.size === 0) grid?.cells.delete(item.key)
    if (grid?.cells.size === 0) this.#grids.delete(item.level)
    return this.#items.delete(value)
  }

  clear(): void {
    this.#items.clear()
    this.#grids.clear()
  }

  /** Everything whose bounds overlap `b` or touch it, in no particular order. */
  search(b: Bounds): T[] {
    const found: T[] = []
    for (const grid of this.#grids.values()) {
      for (const item of grid.near(b)) if (overlaps(item.bounds, b)) found.push(item.value)
    }
    return found
  }
}
