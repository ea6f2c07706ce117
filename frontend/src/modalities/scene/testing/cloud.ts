/** Points as the server packs them. */
import type { Point3 } from '../../../kinds'
import { type Chunk, type Packed, readPacked, VERTEX } from '../data/packed'

export type CloudPoint = readonly [
  x: number,
  y: number,
  z: number,
  intensity?: number,
  flags?: number,
]

const HEAD = 8

/** A frame of these points, metres of the scene frame within 131 m of its origin. */
export const cloud = (points: readonly CloudPoint[]): Packed => readPacked(packed(points))

/** The file that holds these points in one chunk. */
export function packed(points: readonly CloudPoint[]): ArrayBuffer {
  const step = 0.004
  const origin: Point3 = [0, 0, 0]
  const axis = (k: 0 | 1 | 2) => points.map((p) => p[k])
  const least = (k: 0 | 1 | 2) => axis(k).reduce((a, b) => Math.min(a, b), 0)
  const most = (k: 0 | 1 | 2) => axis(k).reduce((a, b) => Math.max(a, b), 0)
  const chunk: Chunk = {
    first: 0,
    count: points.length,
    origin,
    step,
    min: [least(0), least(1), least(2)],
    max: [most(0), most(1), most(2)],
  }
  const json = JSON.stringify({ count: points.length, chunks: [chunk] })
  const text = json.padEnd(Math.ceil(json.length / 8) * 8)
  const file = new ArrayBuffer(HEAD + text.length + points.length * (VERTEX + 4))
  const bytes = new Uint8Array(file)
  bytes.set(new TextEncoder().encode('GWP1'))
  const view = new DataView(file)
  view.setUint32(4, text.length, true)
  bytes.set(new TextEncoder().encode(text), HEAD)
  points.forEach(([x, y, z, intensity = 0, flags = 0], i) => {
    const at = HEAD + text.length + i * VERTEX
    ;[x, y, z].forEach((value, k) => {
      view.setInt16(at + 2 * k, Math.round(value / step), true)
    })
    bytes[at + 6] = intensity
    bytes[at + 7] = flags
    view.setUint32(HEAD + text.length + points.length * VERTEX + 4 * i, i, true)
  })
  return file
}
