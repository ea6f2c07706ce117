import { expect, test } from 'vitest'
import { box } from '../../modalities/image/testing/hand'
import { objectChanges } from './changes'

test('what is different since the last decision, and in what', () => {
  const kept = box('kept', 0, 0, 10, 10)
  const moved = box('moved', 20, 0, 10, 10)
  const gone = box('gone', 40, 0, 10, 10)
  const named = box('named', 60, 0, 10, 10, { attributes: { parked: true } })
  const now = [
    kept,
    box('moved', 25, 0, 10, 10),
    box('named', 60, 0, 10, 10, { label: 'bus', attributes: {} }),
    box('new', 80, 0, 10, 10),
  ]
  const changes = [
    ...[kept, moved, gone, named].map((before) => ({ id: before.id, before })),
    ...['new', 'withdrawn'].map((id) => ({ id, before: null })),
  ]
  const since = { round: 1, decision: 'return', note: '', by: null, at: '', changes } as const
  const found = objectChanges(since, new Map(now.map((record) => [record.id, record])))
  expect(found.map(({ id, what, parts }) => [id, what, ...parts])).toEqual([
    ['new', 'added'],
    ['moved', 'changed', 'shape'],
    ['named', 'changed', 'label', 'attributes'],
    ['gone', 'removed'],
  ])
})
