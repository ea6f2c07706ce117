/** What of a view is still to be drawn: some of every chunk first, which is a fair sample, the rest bit by bit. Pure. */
import type { Chunk, Packed } from '../data/packed'
import { coverOf } from './cover'
import type { LinearView } from './views'

/** Points on a pixel of the part of the view that a chunk covers: more of them cannot be told apart. */
const DENSE = 4
/** Of a chunk that is a dot on the screen some points are drawn all the same. */
const DOT = 64

/** Points when they were taken: 0 for the first of those that are drawn together, 1 for the last. */
export interface Drawn {
  readonly points: Packed
  readonly moment: number
}

/** Vertices of one chunk. */
export interface Piece {
  readonly drawn: Drawn
  readonly chunk: Chunk
  readonly first: number
  readonly count: number
}

interface Part {
  readonly drawn: Drawn
  readonly chunk: Chunk
  /** Its vertices that are worth drawing. */
  readonly most: number
}

const partsOf = (view: LinearView, drawn: Drawn): readonly Part[] =>
  drawn.points.chunks.flatMap((chunk): readonly Part[] => {
    const cover = coverOf(view, chunk)
    if (!cover) return []
    const most = Math.ceil(DENSE * (cover.width + 1) * (cover.height + 1)) + DOT
    return [{ drawn, chunk, most: Math.min(chunk.count, most) }]
  })

export class Fill {
  readonly #parts: readonly Part[]
  readonly #total: number
  /** Share of every part that has been handed out. */
  #done = 0
  /** Chunks whose points look different since they were. */
  readonly #anew = new Set<Chunk>()

  constructor(view: LinearView, all: readonly Drawn[]) {
    this.#parts = all.flatMap((drawn) => partsOf(view, drawn))
    this.#total = this.#parts.reduce((sum, { most }) => sum + most, 0)
    if (this.#total === 0) this.#done = 1
  }

  get isDone(): boolean {
    return this.#done === 1 && this.#anew.size === 0
  }

  /** Points of these chunks have other colours. */
  again(chunks: readonly Chunk[]): void {
    const changed = new Set(chunks)
    for (const { chunk } of this.#parts) if (changed.has(chunk)) this.#anew.add(chunk)
  }

  /** What to draw next: about so many points. */
  next(most: number): readonly Piece[] {
    const anew = this.#anewUpTo(most)
    const left = most - sum(anew)
    const before = this.#done
    if (left <= 0 || before === 1) return anew
    this.#done = Math.min(1, before + left / this.#total)
    const more = this.#parts.map((part) => pieceOf(part, before, this.#done))
    return [...anew, ...more].filter(({ count }) => count > 0)
  }

  /** What has changed, at once; where that is too much all is drawn once more, bit by bit, over what is there. */
  #anewUpTo(most: number): readonly Piece[] {
    const parts = this.#parts.filter(({ chunk }) => this.#anew.has(chunk))
    const anew = parts.map((part) => pieceOf(part, 0, this.#done))
    this.#anew.clear()
    if (sum(anew) <= most) return anew
    this.#done = 0
    return []
  }
}

const sum = (pieces: readonly Piece[]): number => pieces.reduce((all, { count }) => all + count, 0)

function pieceOf({ drawn, chunk, most }: Part, from: number, to: number): Piece {
  const [first, end] = [Math.floor(from * most), Math.floor(to * most)]
  return { drawn, chunk, first: chunk.first + first, count: end - first }
}
