/** Where the views stand on the stage. Pure. */
import type { Extent } from '../../../core/geometry'
import type { BoxViewId, Rect } from '../view/views'

export interface Layout {
  readonly main: Rect
  readonly boxes: Readonly<Record<BoxViewId, Rect>>
  /** One for each camera of the scene, in its order. */
  readonly pictures: readonly Rect[]
  /** Null when there is nothing to go through. */
  readonly time: Rect | null
}

export interface LayoutWish {
  readonly stage: Extent
  /** Width over height of each camera's pictures. */
  readonly cameras: readonly number[]
  readonly frames: number
  /** Whether the views along the box have a place. */
  readonly boxes: boolean
  /** The camera that takes the place of the main view. */
  readonly enlarged: number | null
}

const SEAM = 1
const GONE: Rect = { x: -1, y: -1, width: 0, height: 0 }
const NOWHERE = { top: GONE, side: GONE, rear: GONE }
const TIME = 44
/** Share of the width that the views along the box take, and its ends in pixels. */
const COLUMN = 0.27
const [NARROW, WIDE] = [170, 340]
const [LOW, HIGH] = [64, 150]

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

function strip(width: number, cameras: readonly number[]): readonly Rect[] {
  if (cameras.length === 0) return []
  const total = cameras.reduce((sum, aspect) => sum + aspect, 0)
  const height = Math.floor(between((width - SEAM * (cameras.length - 1)) / total, LOW, HIGH))
  let x = 0
  return cameras.map((aspect) => {
    const rect = { x, y: 0, width: Math.round(aspect * height), height }
    x += rect.width + SEAM
    return rect
  })
}

export function layoutOf({ stage, cameras, frames, boxes, enlarged }: LayoutWish): Layout {
  const column = boxes ? Math.round(between(stage.width * COLUMN, NARROW, WIDE)) : 0
  const left = Math.max(1, stage.width - (boxes ? column + SEAM : 0))
  const time = frames > 1 ? TIME : 0
  const bottom = Math.max(1, stage.height - time)
  const pictures = strip(left, cameras)
  const top = pictures[0] ? pictures[0].height + SEAM : 0
  const main = { x: 0, y: top, width: left, height: Math.max(1, bottom - top) }
  const third = Math.floor((bottom - 2 * SEAM) / 3)
  const box = (i: number): Rect => ({
    x: left + SEAM,
    y: i * (third + SEAM),
    width: column,
    height: Math.max(1, i === 2 ? bottom - i * (third + SEAM) : third),
  })
  return {
    main,
    boxes: boxes ? { top: box(0), side: box(1), rear: box(2) } : NOWHERE,
    pictures: pictures.map((rect, i) => (i === enlarged ? contained(main, cameras[i] ?? 1) : rect)),
    time: time > 0 ? { x: 0, y: bottom, width: stage.width, height: time } : null,
  }
}

/** The largest rectangle of a shape in the middle of another. */
function contained(outer: Rect, aspect: number): Rect {
  const width = Math.min(outer.width, outer.height * aspect)
  const height = width / aspect
  return {
    x: outer.x + (outer.width - width) / 2,
    y: outer.y + (outer.height - height) / 2,
    width,
    height,
  }
}
