import { expect, test } from 'vitest'
import { sceneOf } from '../state'
import { Bench, boxOf, record } from '../testing/hand'
import { Batch } from './batch'

const key = (frame: number, x: number) => ({
  frame,
  data: boxOf([x, 0, 0.75]),
  outside: false,
  occluded: false,
  attributes: {},
  origin: 'human',
})
const TRACK = record('t', 'track', { of: 'cuboid', keyframes: [key(1, 10), key(3, 14)] })

function made(frames: number) {
  const bench = new Bench([TRACK], frames)
  const batch = new Batch(bench.editor)
  batch.arrange({ x: 0, y: 0, width: 400, height: 400 })
  return { bench, batch }
}

test('it is there when asked for and one object is selected', () => {
  const { bench, batch } = made(5)
  sceneOf(bench.editor).batch.value = true
  expect(batch.active).toBe(false)
  bench.editor.select(['t'])
  expect(batch.active).toBe(true)
})

test('each cell shows the box of its frame; pages turn with the frame', () => {
  const { bench, batch } = made(7)
  bench.editor.select(['t'])
  const first = batch.cells()
  expect(first.map(({ frame }) => frame)).toEqual([0, 1, 2, 3])
  expect(first.map(({ shown }) => shown?.box.x)).toEqual([undefined, 10, 12, 14])
  expect(first.map(({ shown }) => shown?.isKey)).toEqual([undefined, true, false, true])
  const [, second] = first
  expect(second?.view.toStage([10, 0, 0.75])).toEqual([
    (second?.view.rect.x ?? 0) + (second?.view.rect.width ?? 0) / 2,
    (second?.view.rect.y ?? 0) + (second?.view.rect.height ?? 0) / 2,
  ])
  bench.go(5)
  const later = batch.cells()
  expect(later.map(({ frame }) => frame)).toEqual([4, 5, 6])
  expect(batch.frameOf(later[2]?.view ?? bench.main)).toBe(6)
  expect(batch.frameOf(bench.main)).toBeNull()
})
