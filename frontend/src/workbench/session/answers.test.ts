/** What of several answers is a matter of dispute. */
import { expect, test } from 'vitest'
import { cuboid, pointLabels } from '../../kinds'
import { record } from '../testing/fixture'
import type { OneAnswer } from '../types'
import { comparedShapes, comparedThings, isDisputed } from './answers'

const kinds = new Map([cuboid, pointLabels].map((kind) => [kind.id, kind]))
const turn = { qw: 1, qx: 0, qy: 0, qz: 0 }
const at = (x: number) => ({ x, y: 0, z: 0, length: 4, width: 2, height: 1.5, ...turn })
const points = (blob: string) => ({ frame: 2, blob: blob.repeat(64), count: 9, classes: [] })

function compared(kind: string, ...data: readonly object[]) {
  const records = data.map((each, i) => record(kind, 'car', each, { id: `r${i}` }))
  const people = records.map(
    (one): OneAnswer => ({ task: one.id, person: null, seconds: 0, skipped: null, records: [one] }),
  )
  const things = [records.map(({ id }) => id)]
  return (votes = {}) => {
    const [thing] = comparedThings({ people, things, combined: [], votes }, new Map())
    if (!thing) throw new Error('nothing')
    const shapes = comparedShapes(thing, kinds)
    return { shapes, disputed: isDisputed(thing, [], shapes) }
  }
}

test('boxes are disputed where two of them lie apart, not where hands differ a little', () => {
  expect(compared('cuboid', at(0), at(0))()).toEqual({ shapes: null, disputed: false })
  const near = compared('cuboid', at(0), at(0.1), at(0.05))()
  expect(near.disputed).toBe(false)
  expect(near.shapes?.alike).toBeCloseTo(3.9 / 4.1)
  expect(compared('cuboid', at(0), at(2))().disputed).toBe(true)
})

test('labels of points are disputed where not all say the same of every point', () => {
  const vote = { points: 8, agreed: 8, tied: 0 }
  const all = compared('point_labels', points('a'), points('b'))
  expect(all({ r1: vote })).toMatchObject({ disputed: false, shapes: { alike: null } })
  expect(all({ r0: { ...vote, agreed: 7 } }).disputed).toBe(true)
})
