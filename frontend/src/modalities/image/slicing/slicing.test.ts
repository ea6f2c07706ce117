import { expect, test } from 'vitest'
import { byStack } from '../../../core/selection'
import { type Polygon, polygon } from '../../../kinds'
import { Bench, record } from '../testing/hand'
import { slicedLine, slicedPolygon } from './outlines'
import { sliceTool } from './tool'

const square: Polygon = {
  points: [
    [100, 100],
    [200, 100],
    [200, 200],
    [100, 200],
  ],
  holes: [],
}

const ring: Polygon = {
  ...square,
  holes: [
    [
      [140, 140],
      [160, 140],
      [160, 160],
      [140, 160],
    ],
  ],
}

const areas = (parts: readonly Polygon[]) => parts.map((one) => Math.round(polygon.area(one)))

test('a drag across a polygon makes two that share a border; the larger stays the object, and one step undoes it', () => {
  const bench = new Bench([record('a', 'polygon', square, { attributes: { parked: true } })])
  bench.editor.tool.value = sliceTool
  bench.drag([130, 90], [130, 210])
  expect(bench.selected).toHaveLength(2)
  expect(bench.data('a')).toEqual({
    points: expect.arrayContaining([
      [130, 100],
      [130, 200],
      [200, 100],
      [200, 200],
    ]),
    holes: [],
  })
  const other = bench.records.find(({ id }) => id !== 'a')
  expect(other?.data).toMatchObject({
    points: expect.arrayContaining([
      [130, 100],
      [130, 200],
    ]),
  })
  expect(other?.attributes).toEqual({ parked: true })
  bench.run('edit.undo')
  expect(bench.records.map(({ data }) => data)).toEqual([square])
})

test('the way may bend: it goes on by clicks until it comes out again', () => {
  const bench = new Bench([record('a', 'polygon', square)])
  bench.editor.tool.value = sliceTool
  for (const [x, y] of [
    [90, 150],
    [150, 150],
    [150, 90],
  ] as const)
    bench.click(x, y)
  expect(bench.editor.gesture.value).toBeNull()
  expect(areas(bench.records.map(({ data }) => data as Polygon)).sort()).toEqual([2500, 7500])
})

test('parts stay where the whole was in the stack: below what lay on it', () => {
  const bench = new Bench([
    record('a', 'polygon', square),
    record('b', 'box', { x: 140, y: 140, width: 20, height: 20 }),
  ])
  bench.editor.select(['a'])
  bench.editor.tool.value = sliceTool
  bench.drag([130, 90], [130, 210])
  const stack = bench.records.toSorted(byStack).map(({ id, kind }) => [id === 'a', kind])
  expect(stack).toEqual([
    [true, 'polygon'],
    [false, 'polygon'],
    [false, 'box'],
  ])
})

test('of several in the way, what is selected is cut; else the uppermost', () => {
  const bench = new Bench([
    record('below', 'polygon', square, { z: 0 }),
    record('above', 'polygon', square, { z: 1 }),
  ])
  bench.editor.tool.value = sliceTool
  bench.drag([90, 150], [210, 150])
  expect([polygon.area(square), 5000]).toEqual([
    polygon.area(bench.data('below') as Polygon),
    polygon.area(bench.data('above') as Polygon),
  ])
  bench.editor.select(['below'])
  bench.drag([150, 90], [150, 210])
  expect(polygon.area(bench.data('below') as Polygon)).toBe(5000)
})

test('holes are cut through, a slit that ends inside is none, and a loop takes a piece out', () => {
  const through = slicedPolygon(ring, [
    [90, 150],
    [210, 150],
  ])
  expect(areas(through)).toEqual([4800, 4800])
  expect(through.map(({ holes }) => holes)).toEqual([[], []])
  const [larger, smaller] = slicedPolygon(square, [
    [150, 90],
    [150, 210],
    [180, 210],
    [180, 150],
  ])
  expect([larger, smaller].flatMap((part) => part?.points)).not.toContainEqual([180, 150])
  expect(
    slicedPolygon(square, [
      [150, 90],
      [150, 150],
    ]),
  ).toEqual([square])
  const loop = slicedPolygon(square, [
    [120, 120],
    [140, 120],
    [140, 140],
    [120, 140],
    [120, 120],
  ])
  expect(areas(loop)).toEqual([9600, 400])
  expect(loop[0]?.holes).toHaveLength(1)
})

test('a line falls apart where it is crossed', () => {
  const line = {
    points: [
      [0, 0],
      [100, 0],
      [100, 100],
    ] as const,
  }
  expect(
    slicedLine(line, [
      [80, -10],
      [80, 50],
      [120, 50],
    ]),
  ).toEqual([
    {
      points: [
        [0, 0],
        [80, 0],
      ],
    },
    {
      points: [
        [80, 0],
        [100, 0],
        [100, 50],
      ],
    },
    {
      points: [
        [100, 50],
        [100, 100],
      ],
    },
  ])
})
