import { expect, test } from 'vitest'
import type { Polygon } from '../../../kinds'
import { Bench, record } from '../testing/hand'

const square = (x: number, y: number, side: number): Polygon => ({
  points: [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ],
  holes: [],
})

test('a polygon inside another is cut out of it, and the hole can be filled again', () => {
  const bench = new Bench([
    record('outer', 'polygon', square(100, 100, 200)),
    record('inner', 'polygon', square(150, 150, 50)),
  ])
  bench.editor.select(['outer'])
  expect(bench.run('hole.cut')).toBe('image:reason.select-polygons')
  expect(bench.run('hole.fill')).toBe('image:reason.no-holes')
  bench.editor.select(['outer', 'inner'])
  expect(bench.run('hole.cut')).toBe(true)
  expect(bench.records.map(({ id }) => id)).toEqual(['outer'])
  expect((bench.data('outer') as Polygon).holes).toEqual([square(150, 150, 50).points])
  bench.click(175, 175)
  expect(bench.selected).toEqual([])
  bench.editor.select(['outer'])
  bench.run('hole.fill')
  expect(bench.data('outer')).toEqual(square(100, 100, 200))
  bench.run('edit.undo')
  bench.run('edit.undo')
  expect(bench.records).toHaveLength(2)
})

test('what reaches beyond the other polygon, or into a hole of it, cannot be cut out', () => {
  const ring: Polygon = { ...square(100, 100, 200), holes: [square(140, 140, 80).points] }
  const bench = new Bench([
    record('outer', 'polygon', ring),
    record('across', 'polygon', square(280, 280, 50)),
    record('around', 'polygon', square(120, 120, 120)),
  ])
  for (const id of ['across', 'around']) {
    bench.editor.select(['outer', id])
    expect(bench.run('hole.cut')).toBe('image:reason.select-polygons')
  }
})
