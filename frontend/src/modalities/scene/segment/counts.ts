/** How many points have which label, from what records say; nothing is opened for it. */
import type { Editor } from '../../../core/editor'
import type { Label } from '../../../core/schema'
import type { PointLabels } from '../../../kinds'
import { sceneOf } from '../state'
import { sums } from './labels'
import { isForPoints } from './state'
import { pointLabelsOf } from './store'

interface Count {
  readonly label: Label
  /** In the frame on the screen, and in all frames. */
  readonly points: number
  readonly total: number
  /** In the frame with the most of them. */
  readonly objects: number
}

interface Counts {
  readonly rows: readonly Count[]
  /** Without a label, in this frame and in all. */
  readonly here: number
  readonly all: number
}

const summaries = (editor: Editor): readonly PointLabels[] =>
  [...pointLabelsOf(editor).records().values()].map(({ data }) => data as PointLabels)

const pointsIn = (editor: Editor): number =>
  sceneOf(editor).manifest.value?.frames.reduce((sum, { count }) => sum + count, 0) ?? 0

const labelledIn = ({ classes }: PointLabels): number =>
  classes.reduce((sum, { points }) => sum + points, 0)

/** Of all points of all frames, 0 to 1. Reads signals. */
export function shareLabelled(editor: Editor): number {
  const labelled = summaries(editor).reduce((sum, one) => sum + labelledIn(one), 0)
  return labelled / Math.max(1, pointsIn(editor))
}

/** Reads signals. */
export function countsOf(editor: Editor): Counts {
  const frame = sceneOf(editor).frame.value
  const store = pointLabelsOf(editor)
  store.version.value
  // Without what the hand is doing: counting millions of points in each of its movements would hold it up.
  const painted = store.painted(frame)
  const here = painted ? sums(painted) : []
  const all = summaries(editor)
  const rows = editor.schema.value.labels.filter(isForPoints).map((label): Count => {
    const found = all.flatMap(({ classes }) => classes.filter((one) => one.label === label.key))
    return {
      label,
      points: here.find((one) => one.label === label.key)?.points ?? 0,
      total: found.reduce((sum, { points }) => sum + points, 0),
      objects: Math.max(0, ...found.map(({ instances }) => instances)),
    }
  })
  const inFrame = here.reduce((sum, { points }) => sum + points, 0)
  const inAll = all.reduce((sum, one) => sum + labelledIn(one), 0)
  return { rows, here: store.count(frame) - inFrame, all: pointsIn(editor) - inAll }
}
