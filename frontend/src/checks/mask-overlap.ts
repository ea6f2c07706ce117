import { defineCheck } from '../core/check'
import { type Mask, overlapOf } from '../kinds/mask'

/**
 * Two masks that claim the same pixels: a file of one label per pixel can hold only one of them. Where the
 * label schema says that each pixel belongs to one mask, a single shared one is too many.
 */
export default defineCheck({
  id: 'mask-overlap',
  title: { en: 'Masks overlap', zh: '掩码重叠' },
  message: {
    en: 'Shares {pixels} px with a mask of “{label}”.',
    zh: '与“{label}”的掩码重叠 {pixels} 像素。',
  },
  severity: 'warning',
  params: { share: 0.01 },
  *run(record, { params, near, kindOf, schema }) {
    const bounds = record.kind === 'mask' && kindOf(record)?.bounds(record.data)
    if (!bounds) return
    const own = record.data as Mask
    const share = schema.image?.panoptic ? 0 : (params.share ?? 0)
    for (const other of near(bounds)) {
      if (other.kind !== 'mask' || other.id >= record.id) continue
      const theirs = other.data as Mask
      const pixels = overlapOf(own, theirs)
      if (pixels <= share * Math.min(own.area, theirs.area)) continue
      const label = schema.labels.find(({ key }) => key === other.label)?.name.en ?? other.label
      yield { key: other.id, params: { pixels, label, other: other.id } }
    }
  },
})
