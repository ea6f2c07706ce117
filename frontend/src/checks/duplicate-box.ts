import { defineCheck, replacing } from '../core/check'

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Intersection over union of two upright boxes. */
function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  const shared = Math.max(width, 0) * Math.max(height, 0)
  return shared / (a.width * a.height + b.width * b.height - shared)
}

/** Two boxes of one label on the same object. The newer one is at fault: ids sort by the time they were made. */
export default defineCheck({
  id: 'duplicate-box',
  title: { en: 'Duplicate box', zh: '重复的框' },
  message: {
    en: 'Covers the same place as another “{label}” (IoU {iou}).',
    zh: '与另一个“{label}”几乎重合（IoU {iou}）。',
  },
  severity: 'block',
  params: { iou: 0.9 },
  *run(record, { params, near, kindOf, schema }) {
    const bounds = record.kind === 'box' && kindOf(record)?.bounds(record.data)
    if (!bounds) return
    const name = schema.labels.find(({ key }) => key === record.label)?.name.en ?? record.label
    for (const other of near(bounds)) {
      if (other.kind !== 'box' || other.label !== record.label || other.id >= record.id) continue
      const iou = overlapOf(record.data as Box, other.data as Box)
      if (iou < (params.iou ?? 1)) continue
      const facts = { label: name, iou: iou.toFixed(2), other: other.id }
      yield { key: other.id, params: facts, fix: replacing(record, null) }
    }
  },
})
