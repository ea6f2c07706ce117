/** Packed points of one frame, as docs/scenes.md lays the bytes out. */
import type { Point3 } from '../../../kinds'

export interface Chunk {
  /** Of the frame's vertices. */
  readonly first: number
  readonly count: number
  /** Scene position of a vertex: origin + step * its 16-bit integers. */
  readonly origin: Point3
  readonly step: number
  readonly min: Point3
  readonly max: Point3
}

const HEAD = 8
/** Bytes of a vertex: three int16, intensity, flags. */
export const VERTEX = 8
const INTENSITY = 6
const FLAGS = 7
/** Bit of `flags`: on the ground, as the built-in segmentation saw it. */
const GROUND = 1

/** The points of a frame: bytes for the graphics card, positions in the scene frame for everything else. */
export class Packed {
  readonly count: number
  readonly chunks: readonly Chunk[]
  /** 8 bytes for each point. */
  readonly vertices: Uint8Array<ArrayBuffer>
  /** Where each point was at its source: labels of points are by it. */
  readonly source: Uint32Array
  #positions: Float32Array | null = null
  /** Chunks whose positions have been made. */
  readonly #unpacked = new Set<Chunk>()

  constructor(
    count: number,
    chunks: readonly Chunk[],
    vertices: Uint8Array<ArrayBuffer>,
    source: Uint32Array,
  ) {
    this.count = count
    this.chunks = chunks
    this.vertices = vertices
    this.source = source
  }

  /** x, y, z of every point in metres of the scene frame; made when first asked for. */
  get positions(): Float32Array {
    if (this.#unpacked.size < this.chunks.length) for (const chunk of this.chunks) this.near(chunk)
    this.#positions ??= new Float32Array(this.count * 3)
    return this.#positions
  }

  /** The same array, in which those of this chunk have been made: who looks around a place needs few. */
  near(chunk: Chunk): Float32Array {
    this.#positions ??= new Float32Array(this.count * 3)
    if (!this.#unpacked.has(chunk)) this.#unpack(chunk, this.#positions)
    return this.#positions
  }

  at(point: number): Point3 {
    const [x = 0, y = 0, z = 0] = this.positions.subarray(3 * point, 3 * point + 3)
    return [x, y, z]
  }

  isGround(point: number): boolean {
    return ((this.vertices[point * VERTEX + FLAGS] ?? 0) & GROUND) !== 0
  }

  intensity(point: number): number {
    return this.vertices[point * VERTEX + INTENSITY] ?? 0
  }

  #unpack(chunk: Chunk, out: Float32Array): void {
    this.#unpacked.add(chunk)
    const whole = new Int16Array(this.vertices.buffer, this.vertices.byteOffset, this.count * 4)
    const { first, count, step } = chunk
    const [x, y, z] = chunk.origin
    for (let i = first; i < first + count; i++) {
      out[3 * i] = x + step * (whole[4 * i] ?? 0)
      out[3 * i + 1] = y + step * (whole[4 * i + 1] ?? 0)
      out[3 * i + 2] = z + step * (whole[4 * i + 2] ?? 0)
    }
  }
}

/** Read a file of packed points. Throws `points-malformed` when it is none. */
export function readPacked(file: ArrayBuffer): Packed {
  const view = new DataView(file)
  const magic = new TextDecoder().decode(new Uint8Array(file, 0, Math.min(4, file.byteLength)))
  if (magic !== 'GWP1') throw new Error('points-malformed')
  const length = view.getUint32(4, true)
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, HEAD, length)))
  const { count, chunks } = header as { count: number; chunks: readonly Chunk[] }
  const end = HEAD + length + count * VERTEX
  if (file.byteLength < end + 4 * count) throw new Error('points-malformed')
  const source = new Uint32Array(file, end, count)
  return new Packed(count, chunks, new Uint8Array(file, HEAD + length, count * VERTEX), source)
}
