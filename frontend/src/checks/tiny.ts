import { defineCheck, replacing } from '../core/check'
import type { Annotation } from '../core/patch'

const AREAS = new Set(['box', 'rotated_box', 'ellipse', 'polygon', 'mask'])
const oneDecimal = (value: number) => Math.round(value * 10) / 10

/** Sides of a turned box are its own; of everything else those of its bounds. */
function ownSides({ kind, data }: Annotation): { width: number; height: number } | null {
  return kind === 'rotated_box' || kind === 'ellipse'
    ? (data as { width: number; height: number })
    : null
}

/** A box or area too small to have been meant: often the trace of a slipped click. */
export default defineCheck({
  id: 'tiny',
  title: { en: 'Tiny object', zh: '对象过小' },
  message: { en: 'Only {width} x {height} px.', zh: '仅 {width} x {height} 像素。' },
  severity: 'warning',
  params: { side: 4, area: 24 },
  *run(record, { params, kindOf }) {
    const kind = kindOf(record)
    const bounds = kind?.bounds(record.data)
    if (!kind || !bounds || !AREAS.has(record.kind)) return
    const { width, height } = ownSides(record) ?? {
      width: bounds.maxX - bounds.minX,
      height: bounds.maxY - bounds.minY,
    }
    const isNarrow = Math.min(width, height) < (params.side ?? 0)
    if (!isNarrow && kind.area(record.data) >= (params.area ?? 0)) return
    yield {
      params: { width: oneDecimal(width), height: oneDecimal(height) },
      fix: replacing(record, null),
    }
  },
})
