/** Points and turns in space: right-handed, metres; a unit quaternion q turns v into q v q*. */

export type Point3 = readonly [number, number, number]

export interface Quaternion {
  readonly qw: number
  readonly qx: number
  readonly qy: number
  readonly qz: number
}

export const minus = (p: Point3, q: Point3): Point3 => [p[0] - q[0], p[1] - q[1], p[2] - q[2]]
export const plus = (p: Point3, q: Point3): Point3 => [p[0] + q[0], p[1] + q[1], p[2] + q[2]]
export const norm = (p: Point3): number => Math.hypot(p[0], p[1], p[2])

export const cross = (p: Point3, q: Point3): Point3 => [
  p[1] * q[2] - p[2] * q[1],
  p[2] * q[0] - p[0] * q[2],
  p[0] * q[1] - p[1] * q[0],
]

export const between = (a: Point3, b: Point3, t: number): Point3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
]

export const conjugate = ({ qw, qx, qy, qz }: Quaternion): Quaternion => ({
  qw,
  qx: -qx,
  qy: -qy,
  qz: -qz,
})

/** First q, then p. */
export const product = (p: Quaternion, q: Quaternion): Quaternion => ({
  qw: p.qw * q.qw - p.qx * q.qx - p.qy * q.qy - p.qz * q.qz,
  qx: p.qw * q.qx + p.qx * q.qw + p.qy * q.qz - p.qz * q.qy,
  qy: p.qw * q.qy - p.qx * q.qz + p.qy * q.qw + p.qz * q.qx,
  qz: p.qw * q.qz + p.qx * q.qy - p.qy * q.qx + p.qz * q.qw,
})

/** The point after the turn. */
export function turned({ qw: w, qx: x, qy: y, qz: z }: Quaternion, [a, b, c]: Point3): Point3 {
  return [
    (1 - 2 * (y * y + z * z)) * a + 2 * (x * y - w * z) * b + 2 * (x * z + w * y) * c,
    2 * (x * y + w * z) * a + (1 - 2 * (x * x + z * z)) * b + 2 * (y * z - w * x) * c,
    2 * (x * z - w * y) * a + 2 * (y * z + w * x) * b + (1 - 2 * (x * x + y * y)) * c,
  ]
}

export function normalised(q: Quaternion): Quaternion {
  const length = Math.hypot(q.qw, q.qx, q.qy, q.qz)
  return { qw: q.qw / length, qx: q.qx / length, qy: q.qy / length, qz: q.qz / length }
}

/** Turned left by `yaw` radians about the upright axis. */
export const fromYaw = (yaw: number): Quaternion => ({
  qw: Math.cos(yaw / 2),
  qx: 0,
  qy: 0,
  qz: Math.sin(yaw / 2),
})

/** The direction of the turned x axis seen from above, in [-pi, pi]. */
export const yawOf = ({ qw, qx, qy, qz }: Quaternion): number =>
  Math.atan2(2 * (qw * qz + qx * qy), 1 - 2 * (qy * qy + qz * qz))

/** Turned by roll about x, then by pitch about y, then by yaw about z, radians; pitch is positive with the nose down. */
export const fromAngles = (yaw: number, pitch: number, roll: number): Quaternion => {
  const about = (by: number, k: 0 | 1): Quaternion => ({
    qw: Math.cos(by / 2),
    qx: k === 0 ? Math.sin(by / 2) : 0,
    qy: k === 1 ? Math.sin(by / 2) : 0,
    qz: 0,
  })
  return product(fromYaw(yaw), product(about(pitch, 1), about(roll, 0)))
}

export const pitchOf = ({ qw, qx, qy, qz }: Quaternion): number =>
  Math.asin(Math.max(-1, Math.min(1, 2 * (qw * qy - qz * qx))))

export const rollOf = ({ qw, qx, qy, qz }: Quaternion): number =>
  Math.atan2(2 * (qw * qx + qy * qz), 1 - 2 * (qx * qx + qy * qy))

const weighted = (a: Quaternion, p: number, b: Quaternion, q: number): Quaternion =>
  normalised({
    qw: p * a.qw + q * b.qw,
    qx: p * a.qx + q * b.qx,
    qy: p * a.qy + q * b.qy,
    qz: p * a.qz + q * b.qz,
  })

/** The turn between a (t = 0) and b (t = 1), the shorter way round, at even speed. */
export function slerp(a: Quaternion, b: Quaternion, t: number): Quaternion {
  const dot = a.qw * b.qw + a.qx * b.qx + a.qy * b.qy + a.qz * b.qz
  const sign = dot < 0 ? -1 : 1
  const cosine = Math.abs(dot)
  if (cosine > 0.9995) return weighted(a, 1 - t, b, sign * t)
  const angle = Math.acos(cosine)
  const sine = Math.sin(angle)
  return weighted(a, Math.sin((1 - t) * angle) / sine, b, (sign * Math.sin(t * angle)) / sine)
}
