import { boundsOf, type Point2, point2 } from '../../../core/geometry'
import type { Pointer } from '../../../core/gesture'
import { cornersOf, type RotatedBox } from '../../../kinds/rotated_box'
import type { Grip } from './grips'

const RESIZE = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const

/** The double arrow nearest to a direction in radians. */
function arrowAlong(angle: number): string {
  const eighths = Math.round(angle / (Math.PI / 4))
  return RESIZE[((eighths % 4) + 4) % 4] ?? 'pointer'
}

const COMPASS: { readonly [handle: string]: number } = {
  e: 0,
  se: 1,
  s: 2,
  sw: 3,
  w: 4,
  nw: 5,
  n: 6,
  ne: 7,
}

/** CSS cursor over a handle: the direction in which it moves things. */
export function cursorOf({ record, handle }: Grip, p: Pointer): string {
  if (handle === 'rotate') return 'grab'
  const compass = COMPASS[handle]
  if (compass === undefined) return p.alt ? 'not-allowed' : 'crosshair'
  const turn = (record.data as Partial<RotatedBox>).angle ?? 0
  return arrowAlong((compass * Math.PI) / 4 + turn)
}

/** Centre of a rotated box's outline on the screen, for drawing the stem of its turning handle. */
export function topMiddle(data: RotatedBox): Point2 {
  const [a, b] = cornersOf(data)
  const bounds = boundsOf([a ?? [0, 0], b ?? [0, 0]])
  return point2([
    ((bounds?.minX ?? 0) + (bounds?.maxX ?? 0)) / 2,
    ((bounds?.minY ?? 0) + (bounds?.maxY ?? 0)) / 2,
  ])
}
