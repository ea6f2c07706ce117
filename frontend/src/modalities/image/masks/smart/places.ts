import type { Bounds } from '../../../../core/geometry'
import type { Bitmap } from '../../../../kinds/parts/bitmap'
import type { Ask, Corner } from './protocol'

const pixel = ([x, y]: Corner): Bounds => ({ minX: x, minY: y, maxX: x + 1, maxY: y + 1 })

/** What must be there of the picture to answer; beyond it, what there is. */
export function areaOf(ask: Ask): Bounds {
  switch (ask.kind) {
    case 'picture':
      return { minX: 0, minY: 0, maxX: ask.pixels.width, maxY: ask.pixels.height }
    case 'seed':
      return pixel(ask.at)
    case 'way':
      return pixel(ask.to)
    default:
      return ask.box
  }
}

/** A question about the picture as one about a part of it that begins at (-dx, -dy). */
export function moved(ask: Ask, dx: number, dy: number): Ask {
  const at = ([x, y]: Corner): Corner => [x + dx, y + dy]
  const box = (b: Bounds): Bounds => ({
    minX: b.minX + dx,
    minY: b.minY + dy,
    maxX: b.maxX + dx,
    maxY: b.maxY + dy,
  })
  switch (ask.kind) {
    case 'picture':
      return ask
    case 'seed':
      return { ...ask, at: at(ask.at) }
    case 'way':
      return { ...ask, to: at(ask.to) }
    case 'cells':
      return { ...ask, box: box(ask.box) }
    case 'cut':
      return {
        ...ask,
        box: box(ask.box),
        inside: ask.inside.map(at),
        outside: ask.outside.map(at),
      }
  }
}

/** An answer about a part that begins at (dx, dy), in pixels of the picture. */
export function answered(kind: Ask['kind'], answer: unknown, dx: number, dy: number): unknown {
  if (!answer) return answer
  switch (kind) {
    case 'seed': {
      const [x, y] = answer as Corner
      return [x + dx, y + dy]
    }
    case 'way':
      return (answer as readonly number[]).map((at, i) => at + (i % 2 ? dy : dx))
    case 'cut': {
      const bitmap = answer as Bitmap
      return { ...bitmap, x: bitmap.x + dx, y: bitmap.y + dy }
    }
    default:
      return answer
  }
}
