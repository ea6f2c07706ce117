/** Two layers of labels over each other, and two stages that show them. */
import { expect, test } from 'vitest'
import { pointLabels } from '../../../kinds'
import { lookAlike, sceneOf } from '../state'
import { Bench } from '../testing/hand'
import { differing } from './differences'
import { labelAt } from './labels'

test('every point says what it is in both layers, whatever numbers its label and thing have there', () => {
  const left = {
    classes: ['before/road', 'before/car'],
    values: Uint32Array.of(1, 2 | (1 << 16), 2, 0, 0),
  }
  const right = { classes: ['after/car', 'after/road'], values: Uint32Array.of(2, 1, 2, 1, 0) }
  const made = differing(left, right)
  const labels = [0, 1, 2, 3, 4].map((point) => labelAt(made, point)?.label ?? null)
  expect(labels).toEqual(['same/road', 'same/car', 'after/road', 'right/car', null])
  expect(labelAt(differing(right, left), 3)?.label).toBe('left/car')
})

test('labels inside a record of points get the look that its label would get', () => {
  const data = {
    frame: 0,
    blob: 'a'.repeat(64),
    count: 3,
    classes: [{ label: 'car', points: 2, instances: 1 }],
  }
  const looked = pointLabels.relabelled?.(data, (label) => `left/${label}`)
  expect(looked?.classes).toEqual([{ label: 'left/car', points: 2, instances: 1 }])
})

test('what stands beside a stage begins as it looks, and goes through the frames with it', () => {
  const [main, pane] = [new Bench([], 5).editor, new Bench([], 5).editor]
  const own = sceneOf(main)
  own.playhead.peek().seek(3)
  own.pointSize.value = 4
  lookAlike(pane, main)
  expect([sceneOf(pane).frame.value, sceneOf(pane).pointSize.value]).toEqual([3, 4])
  sceneOf(pane).playhead.peek().seek(1)
  expect(own.frame.value).toBe(1)
})
