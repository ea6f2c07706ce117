import { hasPixel, type Mask } from '../../kinds/mask'
import { outlinesOf } from '../../kinds/parts/outlines'

/** The part of a record that a thumbnail draws. */
export interface Shape {
  readonly id: string
  readonly kind: string
  readonly label: string
  readonly data: Readonly<Record<string, unknown>>
}

/** SVG path in pixels of the picture. */
export interface Outline {
  readonly d: string
  readonly closed: boolean
  readonly dots?: string
}

type Point = readonly [number, number]

const MOST_VERTICES = 60

const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
const pair = ([x, y]: Point) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`

function points(value: unknown): Point[] {
  return Array.isArray(value) ? (value as Point[]) : []
}

/** Every nth vertex: a thumbnail does not show the others. */
function thinned(all: readonly Point[]): readonly Point[] {
  const step = Math.ceil(all.length / MOST_VERTICES)
  return step <= 1 ? all : all.filter((_, index) => index % step === 0)
}

function line(all: readonly Point[], closed: boolean): string {
  if (all.length === 0) return ''
  return `M${thinned(all).map(pair).join('L')}${closed ? 'Z' : ''}`
}

function rotated(data: Shape['data']): Point[] {
  const [cx, cy] = [number(data.cx), number(data.cy)]
  const [w, h] = [number(data.width) / 2, number(data.height) / 2]
  const [cos, sin] = [Math.cos(number(data.angle)), Math.sin(number(data.angle))]
  const corners: Point[] = [
    [-w, -h],
    [w, -h],
    [w, h],
    [-w, h],
  ]
  return corners.map(([x, y]) => [cx + x * cos - y * sin, cy + x * sin + y * cos])
}

/** Corners enough for a small picture. */
function oval(data: Shape['data']): Point[] {
  const [w, h, angle] = [number(data.width) / 2, number(data.height) / 2, number(data.angle)]
  return Array.from({ length: 32 }, (_, i): Point => {
    const [x, y] = [w * Math.cos((i * Math.PI) / 16), h * Math.sin((i * Math.PI) / 16)]
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    return [number(data.cx) + x * cos - y * sin, number(data.cy) + x * sin + y * cos]
  })
}

/** Pixels along the longer side of a mask as it is drawn here. */
const COARSE = 48

/** The edges of a mask as it looks from afar: one pixel in many is asked. */
function areaOf(mask: Mask): string {
  const step = Math.max(1, Math.ceil(Math.max(mask.width, mask.height) / COARSE))
  const [width, height] = [Math.ceil(mask.width / step), Math.ceil(mask.height / step)]
  const bits = new Uint8Array(width * height)
  for (let i = 0; i < bits.length; i++) {
    const [column, row] = [Math.floor(i / height), i % height]
    const x = mask.x + Math.min((column + 0.5) * step, mask.width - 0.5)
    const y = mask.y + Math.min((row + 0.5) * step, mask.height - 0.5)
    bits[i] = hasPixel(mask, x, y) ? 1 : 0
  }
  const rings = outlinesOf({ x: 0, y: 0, width, height, bits }).flatMap(({ ring, holes }) => [
    ring,
    ...holes,
  ])
  const placed = rings.map((ring) =>
    ring.map(([x, y]): Point => [mask.x + x * step, mask.y + y * step]),
  )
  return placed.map((ring) => line(ring, true)).join('')
}

const OUTLINES: Readonly<Record<string, (data: Shape['data']) => Outline>> = {
  box: (data) => {
    const [x, y, w, h] = [data.x, data.y, data.width, data.height].map(number)
    return { d: `M${x} ${y}h${w}v${h}h${-(w ?? 0)}Z`, closed: true }
  },
  rotated_box: (data) => ({ d: line(rotated(data), true), closed: true }),
  ellipse: (data) => ({ d: line(oval(data), true), closed: true }),
  cuboid2d: (data) => {
    const [a, b, c, d] = data.edges as readonly (readonly [number, number, number])[]
    if (!a || !b || !c || !d) return { d: '', closed: true }
    const face = ([x, top, bottom]: typeof a, [u, high, low]: typeof a): Point[] => [
      [x, top],
      [u, high],
      [u, low],
      [x, bottom],
    ]
    const faces = [face(a, b), face(d, c), face(a, d), face(b, c)]
    return { d: faces.map((one) => line(one, true)).join(''), closed: true }
  },
  mask: (data) => ({ d: areaOf(data as unknown as Mask), closed: true }),
  polygon: (data) => {
    const rings = [points(data.points), ...(points(data.holes) as unknown as Point[][])]
    return { d: rings.map((ring) => line(ring, true)).join(''), closed: true }
  },
  polyline: (data) => ({ d: line(points(data.points), false), closed: false }),
  skeleton: (data) => ({
    d: '',
    closed: false,
    dots: Object.values(data.points as Record<string, readonly number[]>)
      .filter(([, , visibility]) => visibility !== 0)
      .map(([x, y]) => `M${pair([number(x), number(y)])}h0.01`)
      .join(''),
  }),
  points: (data) => ({
    d: '',
    closed: false,
    dots: points(data.points)
      .map((point) => `M${pair(point)}h0.01`)
      .join(''),
  }),
}

/** Null for what has no place in the picture, a tag for instance, and for kinds not known here. */
export function outlineOf(shape: Shape): Outline | null {
  return OUTLINES[shape.kind]?.(shape.data) ?? null
}
