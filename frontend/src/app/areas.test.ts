import { createRootRoute, createRoute } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { areas, navEntries, paletteEntries, projectTabs, routesByParent } from './areas'

test('every area is found by its folder', () => {
  expect(areas.length).toBeGreaterThan(3)
  expect(navEntries.map(({ to }) => to)).toEqual(expect.arrayContaining(['/', '/projects']))
  expect(projectTabs[0]?.path).toBe('')
})

test('no two areas claim the same place', () => {
  for (const places of [
    navEntries.map(({ to }) => to),
    projectTabs.map(({ path }) => path),
    paletteEntries.map(({ id }) => id),
  ]) {
    expect(new Set(places).size).toBe(places.length)
  }
})

test('routes go under the parent they name', () => {
  const root = createRootRoute()
  const one = createRoute({ getParentRoute: () => root, path: '/one' })
  const two = createRoute({ getParentRoute: () => root, path: '/two' })
  expect(routesByParent([one, two]).get(root)).toEqual([one, two])
})
