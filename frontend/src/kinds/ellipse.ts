import {
  type Bounds,
  clampNumber,
  type Extent,
  type Point2,
  point2,
  rotate,
  shiftInside,
  signedArea,
} from '../core/geometry'
import type { Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { clipConvex } from './parts/clip'
import { outside } from './parts/numbers'
import { type RotatedBox, rotatedBox } from './rotated_box'

/** What a rotated box encloses: centre, both diameters, and angle. */
export type Ellipse = RotatedBox

/** Corners of the polygon that stands for an ellipse. */
const CORNERS = 72

/** A polygon with its corners on the ellipse, clockwise on the screen from its right-hand end. */
export function outlineOfEllipse(data: Ellipse, corners = CORNERS): readonly Point2[] {
  const { cx, cy, width, height, angle } = data
  return Array.from({ length: corners }, (_, i): Point2 => {
    const turn = (2 * Math.PI * i) / corners
    const at: Point2 = [cx + (width / 2) * Math.cos(turn), cy + (height / 2) * Math.sin(turn)]
    return rotate(at, [cx, cy], angle)
  })
}

function bounds({ cx, cy, width, height, angle }: Ellipse): Bounds {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const x = Math.hypot((width / 2) * cos, (height / 2) * sin)
  const y = Math.hypot((width / 2) * sin, (height / 2) * cos)
  return { minX: cx - x, minY: cy - y, maxX: cx + x, maxY: cy + y }
}

function clampInside(data: Ellipse, extent: Extent): Ellipse {
  const [dx, dy] = shiftInside(bounds(data), extent)
  return { ...data, cx: data.cx + dx, cy: data.cy + dy }
}

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  const found = rotatedBox.validate(data)
  return found.length > 0 ? found : outside(bounds(data as Ellipse), extent)
}

const SIDES = new Set(['n', 'e', 's', 'w', 'rotate'])

const { id: _, ...alike } = rotatedBox

export const ellipse = defineKind<Ellipse>({
  id: 'ellipse',
  ...alike,
  contains: (data, at, tolerance) => {
    const { cx, cy, width, height, angle } = data
    const [x, y] = rotate(point2(at), [cx, cy], -angle)
    return Math.hypot((x - cx) / (width / 2 + tolerance), (y - cy) / (height / 2 + tolerance)) <= 1
  },
  // Its ends lie on it; corners of the box around it do not.
  handles: (data, reach) =>
    new Map([...rotatedBox.handles(data, reach)].filter(([handle]) => SIDES.has(handle))),
  bounds,
  area: ({ width, height }) => (Math.PI / 4) * width * height,
  clamp: clampInside,
  validate: problems,
  similarity: (a, b) => {
    const [one, other] = [outlineOfEllipse(a), outlineOfEllipse(b)]
    const common = Math.abs(signedArea(clipConvex(one, other)))
    const all = Math.abs(signedArea(one)) + Math.abs(signedArea(other))
    return clampNumber(common / (all - common), 0, 1)
  },
})
