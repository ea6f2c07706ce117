import { beforeEach, expect, test } from 'vitest'
import type { Polygon } from '../../../kinds'
import { Bench, record } from '../testing/hand'
import { polygonTool } from '../tools'
import { strongestEdge } from './edges'
import { snapping } from './settings'

const house: Polygon = {
  points: [
    [100, 100],
    [200, 100],
    [200, 150],
    [200, 200],
    [100, 200],
  ],
  holes: [],
}

const beside = () => {
  const bench = new Bench([record('house', 'polygon', house)])
  bench.editor.tool.value = polygonTool
  return bench
}

const pointsOf = (bench: Bench) => (bench.made.data as Polygon).points

beforeEach(() => {
  snapping.shapes.value = true
})

test('vertices are drawn to those of a neighbour, and the border between two of them is followed', () => {
  const bench = beside()
  bench.click(202, 101)
  bench.click(300, 100)
  bench.click(300, 200)
  bench.click(201, 198)
  bench.click(202, 102)
  expect(pointsOf(bench)).toEqual([
    [200, 100],
    [300, 100],
    [300, 200],
    [200, 200],
    [200, 150],
  ])
})

test('with Alt the border is followed the other way round; an edge draws too', () => {
  const bench = beside()
  bench.click(150, 98)
  bench.click(202, 198, { alt: true })
  bench.run('draw.finish')
  expect(pointsOf(bench)).toEqual([
    [150, 100],
    [100, 100],
    [100, 200],
    [200, 200],
  ])
})

test('Ctrl lets go, and so does the switch', () => {
  for (const loose of [true, false]) {
    const bench = beside()
    snapping.shapes.value = loose
    for (const [x, y] of [
      [202, 102],
      [300, 100],
      [300, 200],
    ] as const)
      bench.click(x, y, { ctrl: loose })
    bench.run('draw.finish')
    expect(pointsOf(bench)[0]).toEqual([202, 102])
  }
})

test('a vertex that is dragged snaps, and takes those of others in its place along, as one step', () => {
  const barn: Polygon = { points: [...house.points].map(([x, y]) => [300 - x + 100, y]), holes: [] }
  const far: Polygon = {
    points: [
      [500, 90],
      [600, 90],
      [600, 200],
    ],
    holes: [],
  }
  const bench = new Bench([
    record('house', 'polygon', house),
    record('barn', 'polygon', barn),
    record('far', 'polygon', far),
  ])
  bench.editor.select(['house'])
  bench.drag([200, 100], [220, 80])
  const at = (id: string) => (bench.data(id) as Polygon).points[1]
  expect([at('house'), at('barn')]).toEqual([
    [220, 80],
    [220, 80],
  ])
  bench.drag([220, 80], [498, 92])
  expect(at('house')).toEqual([500, 90])
  bench.run('edit.undo')
  bench.run('edit.undo')
  expect([bench.data('house'), bench.data('barn')]).toEqual([house, barn])
})

test('an edge in the picture draws from either side, and an even picture does not', () => {
  const width = 60
  const data = new Uint8ClampedArray(4 * width * width)
  for (let i = 0; i < width * width; i++) data.fill(i % width < 30 ? 40 : 200, 4 * i, 4 * i + 3)
  const picture = { width, height: width, data }
  expect(strongestEdge(picture, [26, 30], 8)?.[0]).toBeCloseTo(30)
  expect(strongestEdge(picture, [33, 30], 8)?.[0]).toBeCloseTo(30)
  expect(strongestEdge(picture, [10, 30], 8)).toBeNull()
})
