/** The few points around a box as a frame of their own, so that looking at it costs little. */
import type { Cuboid } from '../../../kinds'
import { eachInside } from './inside'
import { type Chunk, Packed, VERTEX } from './packed'

/** Points of a frame in the box (scene frame) grown by `margin` metres. */
export function cropped(frame: Packed, box: Cuboid, margin: number): Packed {
  const found: number[] = []
  eachInside(frame, box, margin, (n) => found.push(n))
  const vertices = new Uint8Array(found.length * VERTEX)
  found.forEach((n, i) => {
    vertices.set(frame.vertices.subarray(n * VERTEX, (n + 1) * VERTEX), i * VERTEX)
  })
  const chunks: Chunk[] = []
  let first = 0
  // What was found is in the order of the chunks.
  for (const chunk of frame.chunks) {
    let end = first
    while (end < found.length && (found[end] as number) < chunk.first + chunk.count) end++
    if (end > first) chunks.push({ ...chunk, first, count: end - first })
    first = end
  }
  const source = Uint32Array.from(found, (n) => frame.source[n] ?? 0)
  return new Packed(found.length, chunks, vertices, source)
}
