/** 4 x 4 matrices by columns, as WebGL takes them. */
import type { Point3 } from '../../../kinds'

export type Matrix = Float64Array

export const dot = (p: Point3, q: Point3): number => p[0] * q[0] + p[1] * q[1] + p[2] * q[2]
export const scaled = (p: Point3, by: number): Point3 => [p[0] * by, p[1] * by, p[2] * by]

/** First b, then a. */
export function times(a: Matrix, b: Matrix): Matrix {
  const out = new Float64Array(16)
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0
      for (let k = 0; k < 4; k++) sum += (a[4 * k + row] ?? 0) * (b[4 * column + k] ?? 0)
      out[4 * column + row] = sum
    }
  }
  return out
}

/** Scene coordinates as a viewer at `eye` has them: right, up, and towards the viewer; unit vectors. */
export function viewer(eye: Point3, right: Point3, up: Point3, back: Point3): Matrix {
  return Float64Array.of(
    right[0],
    up[0],
    back[0],
    0,
    right[1],
    up[1],
    back[1],
    0,
    right[2],
    up[2],
    back[2],
    0,
    -dot(right, eye),
    -dot(up, eye),
    -dot(back, eye),
    1,
  )
}

/** `fov` is the angle from the lower to the upper edge, radians. */
export function perspective(fov: number, aspect: number, near: number, far: number): Matrix {
  const f = 1 / Math.tan(fov / 2)
  return Float64Array.of(
    f / aspect,
    0,
    0,
    0,
    0,
    f,
    0,
    0,
    0,
    0,
    (far + near) / (near - far),
    -1,
    0,
    0,
    (2 * far * near) / (near - far),
    0,
  )
}

/** Width and height are what is seen, in metres; depth is seen from -reach to reach. */
export function orthographic(width: number, height: number, reach: number): Matrix {
  return Float64Array.of(2 / width, 0, 0, 0, 0, 2 / height, 0, 0, 0, 0, -1 / reach, 0, 0, 0, 0, 1)
}

/** Clip coordinates of a point: x, y and w; the depth is not needed. */
export function clipped(m: Matrix, [x, y, z]: Point3): readonly [x: number, y: number, w: number] {
  const row = (k: number) =>
    (m[k] ?? 0) * x + (m[4 + k] ?? 0) * y + (m[8 + k] ?? 0) * z + (m[12 + k] ?? 0)
  return [row(0), row(1), row(3)]
}
