/** Labels of the points of a frame as two layers have them, over each other. Pure. */
import { inLook, type Look, withoutLook } from '../../../core/looks'
import type { FrameLabels } from './labels'

const CLASS = 0xffff

function lookOf(one: string | undefined, other: string | undefined): Look {
  if (one === undefined) return 'right'
  if (other === undefined) return 'left'
  return withoutLook(one) === withoutLook(other) ? 'same' : 'after'
}

/** What every point is in both: each label comes as one of the comparison, with how it differs before it. */
export function differing(left: FrameLabels, right: FrameLabels): FrameLabels {
  const classes: string[] = []
  const width = right.classes.length + 1
  const table = new Uint16Array((left.classes.length + 1) * width)
  for (let i = 1; i < table.length; i++) {
    const one = left.classes[Math.floor(i / width) - 1]
    const other = right.classes[(i % width) - 1]
    const key = inLook(lookOf(one, other), withoutLook(other ?? one ?? ''))
    const known = classes.indexOf(key)
    table[i] = (known < 0 ? classes.push(key) - 1 : known) + 1
  }
  const values = new Uint32Array(left.values.length)
  for (let n = 0; n < values.length; n++) {
    const one = (left.values[n] as number) & CLASS
    const other = (right.values[n] ?? 0) & CLASS
    values[n] = table[one * width + other] as number
  }
  return { classes, values }
}
