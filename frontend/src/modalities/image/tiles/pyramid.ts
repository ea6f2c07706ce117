import type { Bounds, Extent } from '../../../core/geometry'
import type { StageFile } from '../../../core/registry'

/** What is known of values of more than eight bits: `offset + slope * stored` is what the file says. */
export interface Depth {
  readonly offset: number
  readonly slope: number
  /** Stored values: least and most, and those first shown black and white. */
  readonly range: readonly [number, number]
  readonly window: readonly [number, number]
  readonly histogram: readonly number[]
}

/** A tile by its level (0 is the full size), column and row. */
export interface TileAt {
  readonly level: number
  readonly column: number
  readonly row: number
}

export interface Place {
  readonly offset: number
  readonly length: number
}

/** Where the tiles of a picture lie, in the picture and in the packed file. docs/images.md describes both. */
export class Pyramid {
  readonly side: number
  readonly levels: readonly Extent[]
  readonly mediaType: string
  readonly depth: Depth | null
  readonly #firsts: readonly number[]
  readonly #offsets: Float64Array
  readonly #lengths: Uint32Array

  constructor(meta: StageFile['meta'], table: ArrayBuffer) {
    this.side = Number(meta.side)
    this.levels = (meta.levels as [number, number][]).map(([width, height]) => ({ width, height }))
    this.mediaType = String(meta.media_type)
    this.depth = meta.bits === 16 ? (meta as unknown as Depth) : null
    const firsts = [0]
    for (const level of this.levels.keys()) {
      const { columns, rows } = this.grid(level)
      firsts.push((firsts.at(-1) ?? 0) + columns * rows)
    }
    const count = firsts.at(-1) ?? 0
    this.#firsts = firsts
    this.#offsets = new Float64Array(table, 0, count)
    this.#lengths = new Uint32Array(table, 8 * count, count)
  }

  /** The smallest level, which is one tile. */
  get last(): number {
    return this.levels.length - 1
  }

  grid(level: number): { readonly columns: number; readonly rows: number } {
    const { width, height } = this.levels[level] ?? { width: 0, height: 0 }
    return { columns: Math.ceil(width / this.side), rows: Math.ceil(height / this.side) }
  }

  /** A number that only this tile has. */
  idOf({ level, column, row }: TileAt): number {
    return (this.#firsts[level] ?? 0) + row * this.grid(level).columns + column
  }

  placeOf(id: number): Place {
    return { offset: this.#offsets[id] ?? 0, length: this.#lengths[id] ?? 0 }
  }

  /** The smallest level with at least one pixel for each pixel of the screen; `scale` is screen pixels a pixel. */
  levelFor(scale: number): number {
    const wanted = Math.floor(-Math.log2(scale) + 1e-6)
    return Math.min(Math.max(wanted, 0), this.last)
  }

  /** The tiles of a level that meet a part of the picture, row by row. */
  covering(level: number, world: Bounds): TileAt[] {
    const { columns, rows } = this.grid(level)
    const span = this.side * 2 ** level
    const left = Math.max(0, Math.floor(world.minX / span))
    const top = Math.max(0, Math.floor(world.minY / span))
    const right = Math.min(columns, Math.ceil(world.maxX / span))
    const bottom = Math.min(rows, Math.ceil(world.maxY / span))
    const found: TileAt[] = []
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) found.push({ level, column, row })
    }
    return found
  }

  /** What a tile shows of the picture; tiles at the right and lower edge end there. */
  boundsOf({ level, column, row }: TileAt): Bounds {
    const span = this.side * 2 ** level
    const { width, height } = this.levels[0] ?? { width: 0, height: 0 }
    return {
      minX: column * span,
      minY: row * span,
      maxX: Math.min((column + 1) * span, width),
      maxY: Math.min((row + 1) * span, height),
    }
  }

  /** The tile of the next smaller level that shows the same place. */
  parentOf({ level, column, row }: TileAt): TileAt | null {
    if (level >= this.last) return null
    return { level: level + 1, column: column >> 1, row: row >> 1 }
  }
}

/** Tiles that lie near each other in the file are fetched together; `ids` come in the order of need. */
export function together(
  pyramid: Pyramid,
  ids: readonly number[],
  gap = 4096,
  most = 1_500_000,
): readonly number[] {
  const [first] = ids
  if (first === undefined) return []
  const placed = ids
    .map((id) => ({ id, ...pyramid.placeOf(id) }))
    .toSorted((a, b) => a.offset - b.offset)
  const at = placed.findIndex(({ id }) => id === first)
  const near = (a: Place, b: Place) => b.offset - (a.offset + a.length) <= gap
  let [from, to] = [at, at]
  const size = (a: number, b: number) => {
    const [start, end] = [placed[a], placed[b]]
    return start && end ? end.offset + end.length - start.offset : Number.POSITIVE_INFINITY
  }
  for (;;) {
    const [before, start, end, after] = [placed[from - 1], placed[from], placed[to], placed[to + 1]]
    if (end && after && near(end, after) && size(from, to + 1) <= most) to += 1
    else if (start && before && near(before, start) && size(from - 1, to) <= most) from -= 1
    else return placed.slice(from, to + 1).map(({ id }) => id)
  }
}
