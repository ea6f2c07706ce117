/**
 * Run lengths of masks as COCO writes them: column by column, zeros and ones in turn, beginning with zeros. The
 * server's side is `annotation/kinds/mask_runs.py`; both are held to the same golden file.
 */

/** Vertical strips of a mask, by columns: span `i` of column `c`, for `starts[c] <= i < starts[c + 1]`. */
export interface Spans {
  readonly starts: Uint32Array
  readonly tops: Uint16Array
  /** The first row below. */
  readonly bottoms: Uint16Array
}

const OFFSET = 48
const DEEPEST = 6

/** Run lengths from COCO's compressed text; null where the text is damaged. */
export function unpackRuns(text: string): readonly number[] | null {
  const runs: number[] = []
  let value = 0
  let letters = 0
  for (let i = 0; i < text.length; i++) {
    const bits = text.charCodeAt(i) - OFFSET
    if (bits < 0 || bits > 63 || letters >= DEEPEST) return null
    value += (bits & 0x1f) * 2 ** (5 * letters)
    letters++
    if (bits & 0x20) continue
    if (bits & 0x10) value -= 2 ** (5 * letters)
    runs.push(runs.length > 2 ? value + (runs[runs.length - 2] ?? 0) : value)
    value = 0
    letters = 0
  }
  return letters === 0 ? runs : null
}

/** COCO's compressed text of run lengths. */
export function packRuns(runs: readonly number[]): string {
  const letters: number[] = []
  for (let i = 0; i < runs.length; i++) {
    pushLetters(letters, (runs[i] ?? 0) - (i > 2 ? (runs[i - 2] ?? 0) : 0))
  }
  return textOf(letters)
}

function pushLetters(letters: number[], number: number): void {
  let value = number
  for (let more = true; more; ) {
    const bits = value & 0x1f
    value >>= 5
    more = bits & 0x10 ? value !== -1 : value !== 0
    letters.push((more ? bits | 0x20 : bits) + OFFSET)
  }
}

/** Characters in portions, for a call takes only so many arguments. */
function textOf(codes: readonly number[]): string {
  let text = ''
  for (let i = 0; i < codes.length; i += 8192) {
    text += String.fromCharCode(...codes.slice(i, i + 8192))
  }
  return text
}

/** The pieces of one run in columns of this height, as (column, top, bottom). */
function eachPiece(
  start: number,
  end: number,
  height: number,
  put: (column: number, top: number, bottom: number) => void,
): void {
  for (let at = start; at < end; ) {
    const column = Math.floor(at / height)
    const below = Math.min(end, (column + 1) * height)
    put(column, at - column * height, below - column * height)
    at = below
  }
}

/** Every run of ones, as (start, end) in the order of the pixels. */
function eachRun(runs: readonly number[], put: (start: number, end: number) => void): void {
  let at = 0
  for (let i = 0; i < runs.length; i++) {
    const end = at + (runs[i] ?? 0)
    if (i % 2 === 1) put(at, end)
    at = end
  }
}

/** The spans of run lengths that fit into width x height. */
export function spansOfRuns(runs: readonly number[], width: number, height: number): Spans {
  const starts = new Uint32Array(width + 1)
  let count = 0
  const each = (put: (column: number, top: number, bottom: number) => void) =>
    eachRun(runs, (start, end) => eachPiece(start, end, height, put))
  each((column) => {
    starts[column + 1] = (starts[column + 1] ?? 0) + 1
    count++
  })
  for (let c = 0; c < width; c++) starts[c + 1] = (starts[c + 1] ?? 0) + (starts[c] ?? 0)
  const tops = new Uint16Array(count)
  const bottoms = new Uint16Array(count)
  let i = 0
  each((_, top, bottom) => {
    tops[i] = top
    bottoms[i++] = bottom
  })
  return { starts, tops, bottoms }
}
