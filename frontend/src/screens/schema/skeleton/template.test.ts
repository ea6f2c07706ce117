import { expect, test } from 'vitest'
import { PRESETS } from './presets'
import {
  changed,
  EMPTY,
  movedTo,
  named,
  partnerOf,
  spread,
  toggledPair,
  withoutPoint,
  withPoint,
} from './template'

function triangle() {
  const a = withPoint(EMPTY, { x: 0.5, y: 0 }, 'Head', null)
  const b = withPoint(a.template, { x: 0, y: 1 }, 'Left', a.key)
  const c = withPoint(b.template, { x: 1, y: 1 }, 'Right', a.key)
  return toggledPair(c.template, 'mirror', 'left', 'right')
}

test('points drawn one after the other are joined to the chosen one', () => {
  expect(triangle().edges).toEqual([
    ['head', 'left'],
    ['head', 'right'],
  ])
})

test('a point stays inside the drawing', () => {
  expect(movedTo(triangle(), 'head', -0.2, 1.7).points[0]).toMatchObject({ x: 0, y: 1 })
})

test('a new name takes the key along, and lines and pairs with it; a published key stays', () => {
  const [, left] = triangle().points
  if (!left) throw new Error('no point')
  const fresh = named(triangle(), left, 'en', 'Left hand', false)
  expect(fresh.edges[0]).toEqual(['head', 'left-hand'])
  expect(partnerOf(fresh, 'right')).toBe('left-hand')
  expect(named(triangle(), left, 'en', 'Left hand', true).points[1]?.key).toBe('left')
})

test('joining two joined points parts them, in either order', () => {
  expect(toggledPair(triangle(), 'edges', 'left', 'head').edges).toEqual([['head', 'right']])
})

test('a point has one mirror image', () => {
  expect(toggledPair(triangle(), 'mirror', 'head', 'left').mirror).toEqual([['head', 'left']])
})

test('a removed point leaves nothing behind that names it', () => {
  const rest = withoutPoint(triangle(), 'left')
  expect(JSON.stringify(rest)).not.toContain('"left"')
})

test('a spread can be given and taken back', () => {
  const given = spread(triangle(), 'head', 0.05)
  expect(given.points[0]?.sigma).toBe(0.05)
  expect(spread(given, 'head', null)).toEqual(triangle())
})

test.each(Object.entries(PRESETS))('the lines and pairs of %s name its points', (_, template) => {
  const keys = template.points.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  for (const pair of [...template.edges, ...template.mirror]) {
    for (const key of pair) expect(keys).toContain(key)
  }
  expect(changed(template, keys[0] ?? '', {})).toEqual(template)
})
