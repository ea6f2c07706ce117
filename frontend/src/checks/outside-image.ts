import { defineCheck, replacing } from '../core/check'
import { withData } from '../core/kind'

const oneDecimal = (value: number) => Math.round(value * 10) / 10

/** Part of the object lies beyond the edge of the image. */
export default defineCheck({
  id: 'outside-image',
  title: { en: 'Outside the image', zh: '超出图像范围' },
  message: {
    en: 'Reaches {pixels} px beyond the image.',
    zh: '超出图像边缘 {pixels} 像素。',
  },
  severity: 'block',
  params: { tolerance: 0.5 },
  *run(record, { extent, params, kindOf }) {
    const kind = kindOf(record)
    const bounds = kind?.bounds(record.data)
    if (!kind || !bounds) return
    const { minX, minY, maxX, maxY } = bounds
    const beyond = Math.max(-minX, -minY, maxX - extent.width, maxY - extent.height)
    if (beyond <= (params.tolerance ?? 0)) return
    const inside = withData(record, kind.clamp(record.data, extent))
    yield { params: { pixels: oneDecimal(beyond) }, fix: replacing(record, inside) }
  },
})
