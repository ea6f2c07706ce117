import { expect, test } from 'vitest'
import type { Polygon } from '../../../kinds'
import { polygon } from '../../../kinds'
import { Bench, record } from '../testing/hand'
import { combined } from './areas'

const ANNE = 'aaaaaaaa-0000-4000-8000-00000000000a'
const BIKE = 'bbbbbbbb-0000-4000-8000-00000000000b'
const TREE = 'cccccccc-0000-4000-8000-00000000000c'
const ARROW = 'dddddddd-0000-4000-8000-00000000000d'

const square = (x: number, y: number, side: number): Polygon => ({
  points: [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ],
  holes: [],
})

const shape = (id: string, x: number, y: number, side: number) =>
  record(id, 'polygon', square(x, y, side))

const areaOf = (bench: Bench, id: string) => polygon.area(bench.data(id) as Polygon)

test('a polygon inside another is cut out of it, whichever was selected first, and the hole can be filled', () => {
  const bench = new Bench([shape('outer', 100, 100, 200), shape('inner', 150, 150, 50)])
  bench.editor.select(['outer'])
  expect(bench.run('polygon.subtract')).toBe('image:reason.select-polygons')
  expect(bench.run('hole.fill')).toBe('image:reason.no-holes')
  bench.editor.select(['inner', 'outer'])
  expect(bench.run('polygon.subtract')).toBe(true)
  expect(bench.records.map(({ id }) => id)).toEqual(['outer'])
  expect(areaOf(bench, 'outer')).toBe(37_500)
  bench.click(175, 175)
  expect(bench.selected).toEqual([])
  bench.editor.select(['outer'])
  bench.run('hole.fill')
  expect(areaOf(bench, 'outer')).toBe(40_000)
  bench.run('edit.undo')
  bench.run('edit.undo')
  expect(bench.records).toHaveLength(2)
})

test('the first selected polygon stays: joined, without the others, or as far as it is in them', () => {
  const areas = (['mask.join', 'polygon.subtract', 'polygon.intersect'] as const).map((id) => {
    const bench = new Bench([shape('a', 100, 100, 100), shape('b', 150, 100, 100)])
    bench.editor.select(['b', 'a'])
    expect(bench.run(id)).toBe(true)
    expect(bench.selected).toEqual(['b'])
    return areaOf(bench, 'b')
  })
  expect(areas).toEqual([15_000, 5_000, 5_000])
})

test('what falls apart becomes a group, and a hole survives what is joined to it', () => {
  const bar: Polygon = {
    points: [
      [140, 50],
      [160, 50],
      [160, 250],
      [140, 250],
    ],
    holes: [],
  }
  const bench = new Bench([shape('a', 100, 100, 100), record('bar', 'polygon', bar)])
  bench.editor.select(['a', 'bar'])
  bench.run('polygon.subtract')
  expect(bench.records.map((one) => polygon.area(one.data as Polygon))).toEqual([4000, 4000])
  expect(new Set(bench.records.map(({ group }) => group)).size).toBe(1)
  expect(bench.records[0]?.group).not.toBeNull()

  const ring: Polygon = { ...square(0, 0, 100), holes: [square(20, 20, 30).points] }
  const [joined, ...more] = combined('unite', ring, [square(90, 0, 100)])
  expect(more).toEqual([])
  expect(joined?.holes).toHaveLength(1)
  expect(joined && polygon.area(joined)).toBe(19_000 - 900)
})

test('vertices that stay are the very same numbers', () => {
  const odd: Polygon = {
    ...square(0, 0, 1),
    points: [
      [0.123456789, 0],
      [99, 0],
      [99, 99],
      [0, 99],
    ],
  }
  const [made] = combined('subtract', odd, [square(50, 50, 100)])
  expect(made?.points).toContainEqual([0.123456789, 0])
})

test('a polygon leaves its neighbours what they cover, without being told which', () => {
  const bench = new Bench([shape('a', 100, 100, 100), shape('b', 180, 100, 100)])
  bench.editor.select(['a'])
  expect(bench.run('polygon.give-way')).toBe(true)
  expect([areaOf(bench, 'a'), areaOf(bench, 'b')]).toEqual([8000, 10_000])
  expect(bench.run('polygon.give-way')).toBe('image:reason.no-overlap')
})

test('an arrow at a polygon that is joined to another goes on to that one', () => {
  const bench = new Bench([
    shape(ANNE, 100, 100, 100),
    shape(BIKE, 150, 100, 100),
    shape(TREE, 500, 100, 50),
    record(ARROW, 'relation', { from: BIKE, to: TREE }, { label: 'rides' }),
  ])
  bench.editor.select([ANNE, BIKE])
  bench.run('mask.join')
  expect(bench.data(ARROW)).toEqual({ from: ANNE, to: TREE })
  bench.run('edit.undo')
  expect(bench.data(ARROW)).toEqual({ from: BIKE, to: TREE })
})

test('an outline is simplified as far as it looks right: the count is shown, the hole stays, Escape changes nothing', () => {
  const wavy = (r: number): [number, number][] =>
    Array.from({ length: 120 }, (_, i) => {
      const turn = (i / 120) * 2 * Math.PI
      const radius = r + (i % 2)
      return [300 + radius * Math.cos(turn), 300 + radius * Math.sin(turn)]
    })
  const before = { points: wavy(200), holes: [wavy(60)] }
  const bench = new Bench([record('a', 'polygon', before)])
  bench.editor.select(['a'])
  bench.run('polygon.simplify')
  const drafted = () => bench.editor.draft.value[0]?.patch[0]?.after?.data as Polygon
  const first = drafted().points.length
  bench.run('mask.larger')
  bench.run('mask.larger')
  bench.run('mask.larger')
  expect(drafted().points.length).toBeLessThan(first)
  bench.run('draw.cancel')
  expect(bench.data('a')).toBe(before)
  bench.run('polygon.simplify')
  const { points, holes } = drafted()
  bench.run('draw.finish')
  expect(bench.data('a')).toEqual({ points, holes })
  expect(holes).toHaveLength(1)
  const shrunk = polygon.area({ points, holes }) / polygon.area(before)
  expect(Math.abs(1 - shrunk)).toBeLessThan(0.05)
})
