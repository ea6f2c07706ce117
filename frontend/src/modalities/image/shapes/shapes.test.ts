import { expect, test } from 'vitest'
import type { Box, Ellipse, Polygon, RotatedBox } from '../../../kinds'
import { outlineOfEllipse } from '../../../kinds/ellipse'
import { Bench, box, record } from '../testing/hand'
import { cuboid2dTool, ellipseTool, extremeBoxTool } from '../tools'
import { ellipseLike, rectangleAround } from './ellipses'

const near = (value: number, digits = 6) => expect.closeTo(value, digits)

test('an ellipse touches the sides of what is dragged; with Shift it is a circle', () => {
  const bench = new Bench()
  bench.editor.tool.value = ellipseTool
  bench.drag([100, 100], [200, 160])
  expect(bench.made.data).toEqual({ cx: 150, cy: 130, width: 100, height: 60, angle: 0 })
  bench.editor.tool.value = ellipseTool
  bench.drag([300, 100], [400, 160], { shift: true })
  expect(bench.made.data).toMatchObject({ width: 100, height: 100 })
})

test('an ellipse is picked where it is, not in the corners of the box around it', () => {
  const data: Ellipse = { cx: 150, cy: 130, width: 100, height: 60, angle: 0 }
  const bench = new Bench([record('e', 'ellipse', data)])
  bench.click(104, 104)
  expect(bench.selected).toEqual([])
  bench.click(150, 130)
  expect(bench.selected).toEqual(['e'])
})

test('four clicks on the outermost places make a box, in any order', () => {
  const bench = new Bench()
  bench.editor.tool.value = extremeBoxTool
  for (const [x, y] of [
    [150, 90],
    [210, 140],
    [160, 200],
    [80, 130],
  ] as const)
    bench.click(x, y)
  expect(bench.made.data).toEqual({ x: 80, y: 90, width: 130, height: 110 } satisfies Box)
})

test('a click too many is taken back before the fourth', () => {
  const bench = new Bench()
  bench.editor.tool.value = extremeBoxTool
  bench.click(150, 90)
  bench.click(700, 500)
  bench.run('draw.back')
  bench.click(210, 140)
  bench.run('draw.finish')
  expect(bench.made.data).toEqual({ x: 150, y: 90, width: 60, height: 50 })
})

test('a cuboid is its front, then a click for the back, which is on the side of the pointer', () => {
  const bench = new Bench()
  bench.editor.tool.value = cuboid2dTool
  bench.drag([100, 100], [200, 200])
  bench.click(260, 80)
  expect(bench.made.data).toEqual({
    edges: [
      [100, 100, 200],
      [200, 100, 200],
      [260, 80, 170],
      [170, 80, 170],
    ],
  })
})

test('an end of an upright edge is dragged; the edge stays upright', () => {
  const edges = [
    [100, 100, 200],
    [200, 100, 200],
    [260, 80, 170],
    [170, 80, 170],
  ]
  const bench = new Bench([record('c', 'cuboid2d', { edges })])
  bench.editor.select(['c'])
  bench.drag([260, 80], [280, 60])
  expect(bench.data('c')).toEqual({ edges: edges.with(2, [280, 60, 170]) })
})

test('shapes turn into one another', () => {
  const bench = new Bench([box('b', 100, 100, 100, 60)])
  bench.editor.select(['b'])
  bench.run('convert.ellipse')
  expect(bench.made).toMatchObject({ kind: 'ellipse', data: { cx: 150, cy: 130, width: 100 } })
  bench.run('convert.polygon')
  expect(bench.made.kind).toBe('polygon')
  bench.run('convert.ellipse')
  const back = bench.made.data as Ellipse
  expect([back.cx, back.cy]).toEqual([near(150), near(130)])
  expect(back.width).toBeCloseTo(100, 0)
  bench.run('convert.mask')
  bench.run('convert.rotated_box')
  expect((bench.made.data as RotatedBox).height).toBeCloseTo(60, -1)
  bench.run('convert.box')
  expect(bench.made.kind).toBe('box')
  expect(bench.records).toHaveLength(1)
})

test('an area has the ellipse of its spread, holes left out', () => {
  const turned: Ellipse = { cx: 40, cy: 30, width: 30, height: 12, angle: 0.6 }
  const like = ellipseLike([outlineOfEllipse(turned, 720)])
  expect(like).toEqual({
    cx: near(40),
    cy: near(30),
    width: near(30, 2),
    height: near(12, 2),
    angle: near(0.6, 4),
  })
  const ring: Polygon['points'] = [
    [0, 0],
    [20, 0],
    [20, 20],
    [0, 20],
  ]
  const hole = ring.map(([x, y]) => [10 + x / 2, 5 + y / 2] as const)
  expect(ellipseLike([ring, hole])?.cx).toBeLessThan(10)
})

test('the smallest rectangle lies along the shape', () => {
  const points = [
    [10, 0],
    [20, 10],
    [10, 20],
    [0, 10],
    [10, 10],
  ] as const
  const found = rectangleAround(points)
  expect((found?.width ?? 0) * (found?.height ?? 0)).toBeCloseTo(200)
  expect([found?.cx, found?.cy]).toEqual([near(10), near(10)])
  expect(
    rectangleAround([
      [0, 0],
      [5, 5],
    ]),
  ).toBeNull()
})
