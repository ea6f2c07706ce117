/** Labelled lidar frames of a public data set that the repository may not hold; where they are absent, nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Cuboid, cuboidOf } from '../../../kinds'
import { fromYaw } from '../../../kinds/parts/space'
import type { Packed } from '../data/packed'
import { type CloudPoint, cloud } from './cloud'

const PLACE = 'shared/data/pointcloud/naurril_SUSTechPOINTS/example'

/** The folder beside the repository or beside one of the folders above it. */
function folder(): string | null {
  let at = import.meta.dirname
  while (at !== dirname(at)) {
    at = dirname(at)
    if (existsSync(join(at, PLACE))) return join(at, PLACE)
  }
  return null
}

/** Points of a binary PCD whose first three fields are x, y, z as float32. */
function readPcd(file: Buffer): Packed {
  const head = file.subarray(0, 2000).toString('latin1')
  const start = head.indexOf('DATA binary\n') + 'DATA binary\n'.length
  const field = (name: string) =>
    (new RegExp(`^${name} (.*)$`, 'm').exec(head)?.[1] ?? '').split(' ').map(Number)
  const counts = field('COUNT')
  const stride = field('SIZE').reduce((sum, size, i) => sum + size * (counts[i] ?? 1), 0)
  const points: CloudPoint[] = []
  for (let n = 0; n < (field('POINTS')[0] ?? 0); n++) {
    const at = start + n * stride
    const [x, y, z] = [0, 4, 8].map((shift) => file.readFloatLE(at + shift))
    if (![x, y, z].every((value) => Math.abs(value ?? Number.NaN) < 130)) continue
    points.push([x ?? 0, y ?? 0, z ?? 0])
  }
  return cloud(points)
}

interface Labelled {
  readonly obj_type: string
  readonly psr: Readonly<
    Record<'position' | 'scale' | 'rotation', { x: number; y: number; z: number }>
  >
}

const boxOf = ({ psr: { position, scale, rotation } }: Labelled): Cuboid =>
  cuboidOf([position.x, position.y, position.z], [scale.x, scale.y, scale.z], fromYaw(rotation.z))

export interface RealFrame {
  readonly points: Packed
  readonly boxes: readonly { readonly type: string; readonly box: Cuboid }[]
}

export function realFrames(): readonly RealFrame[] | null {
  const place = folder()
  if (!place) return null
  return readdirSync(join(place, 'lidar')).map((name) => {
    const labels = readFileSync(join(place, 'label', name.replace('.pcd', '.json')), 'utf8')
    const boxes = JSON.parse(labels) as readonly Labelled[]
    return {
      points: readPcd(readFileSync(join(place, 'lidar', name))),
      boxes: boxes.map((one) => ({ type: one.obj_type, box: boxOf(one) })),
    }
  })
}
