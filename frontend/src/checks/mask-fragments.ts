import { defineCheck, replacing } from '../core/check'
import { bitmapOf, type Mask, maskOf } from '../kinds/mask'
import { holesOf, type Piece, piecesOf, putPiece } from '../kinds/parts/pieces'

/** A mask with specks or pinholes that a slip of the brush left, or in very many pieces. */
export default defineCheck({
  id: 'mask-fragments',
  title: { en: 'Mask in fragments', zh: '掩码过于零碎' },
  message: {
    en: '{specks:speck|specks}, {pinholes:pinhole|pinholes}, {pieces:piece|pieces}.',
    zh: '{specks} 个碎点，{pinholes} 个小孔，共 {pieces} 块。',
  },
  severity: 'warning',
  params: { area: 16, pieces: 5 },
  *run(record, { params }) {
    if (record.kind !== 'mask') return
    const bitmap = bitmapOf(record.data as Mask)
    const isSlip = ({ area }: Piece) => area < (params.area ?? 0)
    const pieces = piecesOf(bitmap).toSorted((a, b) => b.area - a.area)
    const specks = pieces.slice(1).filter(isSlip)
    const pinholes = holesOf(bitmap).filter(isSlip)
    const slips = specks.length + pinholes.length
    if (slips === 0 && pieces.length <= (params.pieces ?? 1)) return
    const facts = { specks: specks.length, pinholes: pinholes.length, pieces: pieces.length }
    for (const piece of specks) putPiece(bitmap, piece, 0)
    for (const hole of pinholes) putPiece(bitmap, hole, 1)
    const data = slips > 0 ? maskOf(bitmap) : null
    yield { params: facts, ...(data ? { fix: replacing(record, { ...record, data }) } : {}) }
  },
})
