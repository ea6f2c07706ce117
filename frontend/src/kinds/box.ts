import { type Bounds, clampNumber, type Extent, point2, within } from '../core/geometry'
import type { Problem } from '../core/kind'
import { defineKind } from '../core/registry'
import { blend } from './parts/blend'
import { numbersOf, outside } from './parts/numbers'
import { dragged, handleAt, MIN_SIDE, roomyHandles } from './parts/rectangle'
import { scaled } from './parts/vertices'

/** Axis-aligned rectangle in image pixels; x, y is the upper left corner. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const boundsOfBox = ({ x, y, width, height }: Box): Bounds => ({
  minX: x,
  minY: y,
  maxX: x + width,
  maxY: y + height,
})

export const boxOf = ({ minX, minY, maxX, maxY }: Bounds): Box => ({
  x: minX,
  y: minY,
  width: maxX - minX,
  height: maxY - minY,
})

/** One axis of a box cut to [0, size]; what lies wholly outside becomes a sliver at the edge. */
function cut(start: number, length: number, size: number): { start: number; length: number } {
  const least = Math.min(MIN_SIDE, length, size)
  const from = clampNumber(start, 0, size - least)
  const to = clampNumber(start + length, from + least, size)
  return { start: from, length: to - from }
}

function clampBox(data: Box, { width, height }: Extent): Box {
  const x = cut(data.x, data.width, width)
  const y = cut(data.y, data.height, height)
  return { x: x.start, y: y.start, width: x.length, height: y.length }
}

function problems(data: unknown, extent?: Extent): readonly Problem[] {
  const values = numbersOf(data, ['x', 'y', 'width', 'height'])
  if (!values) return ['malformed']
  if (!values.every(Number.isFinite)) return ['not-finite']
  const [x = 0, y = 0, width = 0, height = 0] = values
  if (width <= 0 || height <= 0) return ['not-positive']
  return outside(boundsOfBox({ x, y, width, height }), extent)
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

export const box = defineKind<Box>({
  id: 'box',
  spatial: true,
  labelled: true,
  trackable: true,
  contains: (data, at, tolerance) => within(boundsOfBox(data), point2(at), tolerance),
  translate: (data, delta) => ({
    ...data,
    x: data.x + (delta[0] ?? 0),
    y: data.y + (delta[1] ?? 0),
  }),
  handles: (data, reach = 0) => {
    const b = boundsOfBox(data)
    return new Map(roomyHandles(b, reach).map((handle) => [handle, handleAt(b, handle)]))
  },
  moveHandle: (data, handle, to, options) => boxOf(dragged(boundsOfBox(data), handle, to, options)),
  bounds: boundsOfBox,
  area: ({ width, height }) => width * height,
  clamp: clampBox,
  scale: (data, scaling) => {
    const move = scaled(scaling)
    const [x0, y0] = move([data.x, data.y])
    const [x1, y1] = move([data.x + data.width, data.y + data.height])
    return {
      x: Math.min(x0, x1),
      y: Math.min(y0, y1),
      width: Math.abs(x1 - x0),
      height: Math.abs(y1 - y0),
    }
  },
  validate: problems,
  interpolate: (a, b, t) => ({
    x: blend(a.x, b.x, t),
    y: blend(a.y, b.y, t),
    width: blend(a.width, b.width, t),
    height: blend(a.height, b.height, t),
  }),
  similarity: (a, b) => {
    const common = overlap(a, b)
    return common / (a.width * a.height + b.width * b.height - common)
  },
})
