import { describe, expect, test } from 'vitest'
import { maskOf } from '../../kinds/mask'
import { gridStep, layout, tileRatio } from './layout'
import { outlineOf } from './outline'

const outline = (kind: string, data: Record<string, unknown>) =>
  outlineOf({ id: '1', kind, label: 'car', data })

describe('outlines', () => {
  test('of every kind that has a place in the picture', () => {
    expect(outline('box', { x: 1, y: 2, width: 30, height: 40 })?.d).toBe('M1 2h30v40h-30Z')
    expect(
      outline('polyline', {
        points: [
          [0, 0],
          [5, 5],
        ],
      }),
    ).toEqual({
      d: 'M0 0L5 5',
      closed: false,
    })
    expect(outline('points', { points: [[3, 4]] })?.dots).toBe('M3 4h0.01')
    const joints = { nose: [3, 4, 2], tail: [9, 9, 0] }
    const mask = maskOf({ x: 10, y: 20, width: 2, height: 2, bits: new Uint8Array([1, 1, 1, 1]) })
    expect(outline('mask', { ...mask })?.d).toBe('M10 20L12 20L12 22L10 22Z')
    expect(outline('skeleton', { points: joints })?.dots).toBe('M3 4h0.01')
  })

  test('a polygon keeps its holes', () => {
    const ring = [
      [0, 0],
      [9, 0],
      [9, 9],
    ]
    const hole = [
      [2, 2],
      [4, 2],
      [4, 4],
    ]
    expect(outline('polygon', { points: ring, holes: [hole] })?.d).toBe(
      'M0 0L9 0L9 9ZM2 2L4 2L4 4Z',
    )
  })

  test('a turned box turns clockwise on the screen', () => {
    const turned = outline('rotated_box', {
      cx: 10,
      cy: 10,
      width: 4,
      height: 2,
      angle: Math.PI / 2,
    })
    expect(turned?.d).toBe('M11 8L11 12L9 12L9 8Z')
  })

  test('long shapes are thinned and tags have none', () => {
    const points = Array.from({ length: 600 }, (_, index) => [index, 0])
    expect(outline('polyline', { points })?.d.split('L')).toHaveLength(60)
    expect(outline('tag', {})).toBeNull()
  })
})

test('as many tiles as fit', () => {
  expect(layout(1000, 200, 8)).toEqual({ columns: 4, tile: 244 })
  expect(layout(100, 200, 8)).toEqual({ columns: 1, tile: 200 })
})

test('arrows move by tiles and lines, and stop at the edges', () => {
  expect(gridStep('ArrowRight', 3, 10, 4)).toBe(4)
  expect(gridStep('ArrowDown', 3, 10, 4)).toBe(7)
  expect(gridStep('ArrowDown', 8, 10, 4)).toBe(8)
  expect(gridStep('ArrowUp', 2, 10, 4)).toBe(2)
  expect(gridStep('ArrowDown', -1, 10, 4)).toBe(0)
  expect(gridStep('x', 3, 10, 4)).toBeNull()
})

test('tiles have the shape of most pictures, within reason', () => {
  const wide = { width: 1920, height: 1080 }
  expect(tileRatio([wide, wide, { width: 100, height: 900 }])).toBe(0.5625)
  expect(tileRatio([{ width: 100, height: 900 }])).toBe(1)
  expect(tileRatio([{ width: 4000, height: 400 }])).toBe(0.5)
  expect(tileRatio([{ width: null, height: null }])).toBe(0.7)
})
