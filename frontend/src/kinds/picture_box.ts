import { defineKind } from '../core/registry'
import { type Box, box } from './box'
import { isWhole } from './parts/keyframes'
import { NO_PLACE } from './parts/no_place'

/** Upright, in pixels of a camera's picture in one frame. */
export interface PictureBox extends Box {
  readonly frame: number
  readonly camera: string
  /** The record in space that is seen there; null for what the lidar did not see. */
  readonly of: string | null
}

const KEYS = ['frame', 'camera', 'x', 'y', 'width', 'height', 'of']
const LONGEST = 200

function isSound(data: unknown): data is PictureBox {
  if (typeof data !== 'object' || data === null || Object.keys(data).length !== KEYS.length)
    return false
  if (!KEYS.every((key) => key in data)) return false
  const { frame, camera, of } = data as { [key: string]: unknown }
  const isNamed = typeof camera === 'string' && camera.length > 0 && camera.length <= LONGEST
  return (
    isWhole(frame) && isNamed && (of === null || (typeof of === 'string' && of.length <= LONGEST))
  )
}

export const placeInPicture = ({ x, y, width, height }: PictureBox): Box => ({
  x,
  y,
  width,
  height,
})

export const pictureBox = defineKind<PictureBox>({
  id: 'picture_box',
  ...NO_PLACE,
  inSpace: true,
  labelled: true,
  validate: (data) => (isSound(data) ? box.validate(placeInPicture(data)) : ['malformed']),
  names: ({ of }) => (of === null ? [] : [of]),
  similarity: (a, b) =>
    a.frame === b.frame && a.camera === b.camera ? (box.similarity?.(a, b) ?? 0) : 0,
})
