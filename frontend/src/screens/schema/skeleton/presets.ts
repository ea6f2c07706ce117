/** Templates that many data sets share. Keys and order are those of COCO, sigmas those of its evaluation. */
import type { Pair, SkeletonTemplate } from '../../../core/schema'

type Row = readonly [key: string, en: string, zh: string, x: number, y: number, sigma?: number]

const points = (rows: readonly Row[]): SkeletonTemplate['points'] =>
  rows.map(([key, en, zh, x, y, sigma]) => ({
    key,
    name: { en, zh },
    x,
    y,
    ...(sigma === undefined ? {} : { sigma }),
  }))

const pairs = (text: string): readonly Pair[] =>
  text.split(' ').map((pair) => {
    const [a = '', b = ''] = pair.split('-')
    return [a, b]
  })

/** Their left is on the right of somebody who looks at them. */
const person: SkeletonTemplate = {
  points: points([
    ['nose', 'Nose', '鼻子', 0.5, 0.1, 0.026],
    ['left_eye', 'Left eye', '左眼', 0.54, 0.07, 0.025],
    ['right_eye', 'Right eye', '右眼', 0.46, 0.07, 0.025],
    ['left_ear', 'Left ear', '左耳', 0.59, 0.09, 0.035],
    ['right_ear', 'Right ear', '右耳', 0.41, 0.09, 0.035],
    ['left_shoulder', 'Left shoulder', '左肩', 0.66, 0.23, 0.079],
    ['right_shoulder', 'Right shoulder', '右肩', 0.34, 0.23, 0.079],
    ['left_elbow', 'Left elbow', '左肘', 0.74, 0.38, 0.072],
    ['right_elbow', 'Right elbow', '右肘', 0.26, 0.38, 0.072],
    ['left_wrist', 'Left wrist', '左腕', 0.78, 0.52, 0.062],
    ['right_wrist', 'Right wrist', '右腕', 0.22, 0.52, 0.062],
    ['left_hip', 'Left hip', '左髋', 0.6, 0.53, 0.107],
    ['right_hip', 'Right hip', '右髋', 0.4, 0.53, 0.107],
    ['left_knee', 'Left knee', '左膝', 0.61, 0.73, 0.087],
    ['right_knee', 'Right knee', '右膝', 0.39, 0.73, 0.087],
    ['left_ankle', 'Left ankle', '左踝', 0.62, 0.94, 0.089],
    ['right_ankle', 'Right ankle', '右踝', 0.38, 0.94, 0.089],
  ]),
  edges: pairs(
    'left_ankle-left_knee left_knee-left_hip right_ankle-right_knee right_knee-right_hip left_hip-right_hip ' +
      'left_shoulder-left_hip right_shoulder-right_hip left_shoulder-right_shoulder left_shoulder-left_elbow ' +
      'right_shoulder-right_elbow left_elbow-left_wrist right_elbow-right_wrist left_eye-right_eye nose-left_eye ' +
      'nose-right_eye left_eye-left_ear right_eye-right_ear left_ear-left_shoulder right_ear-right_shoulder',
  ),
  mirror: pairs(
    'left_eye-right_eye left_ear-right_ear left_shoulder-right_shoulder left_elbow-right_elbow ' +
      'left_wrist-right_wrist left_hip-right_hip left_knee-right_knee left_ankle-right_ankle',
  ),
}

const face: SkeletonTemplate = {
  points: points([
    ['left_eye', 'Left eye', '左眼', 0.7, 0.3],
    ['right_eye', 'Right eye', '右眼', 0.3, 0.3],
    ['nose', 'Nose', '鼻尖', 0.5, 0.52],
    ['left_mouth', 'Left corner of the mouth', '左嘴角', 0.66, 0.76],
    ['right_mouth', 'Right corner of the mouth', '右嘴角', 0.34, 0.76],
  ]),
  edges: pairs(
    'left_eye-right_eye left_eye-nose right_eye-nose nose-left_mouth nose-right_mouth left_mouth-right_mouth',
  ),
  mirror: pairs('left_eye-right_eye left_mouth-right_mouth'),
}

/** Names in the catalogue: `schema:skeleton.preset.<name>`. */
export const PRESETS = { person, face } as const
