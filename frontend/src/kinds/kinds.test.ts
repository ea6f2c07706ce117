import { expect, test } from 'vitest'
import type { Bounds, Extent } from '../core/geometry'
import type { AnyKind, Point } from '../core/kind'
import * as kinds from '.'

interface Golden {
  readonly kind: string
  readonly extent: Extent
  readonly measure: readonly { name: string; data: unknown; bounds: Bounds | null; area: number }[]
  readonly translate: readonly { data: unknown; by: Point; to: unknown }[]
  readonly interpolate?: readonly { a: unknown; b: unknown; t: number; to: unknown }[]
  readonly similarity: readonly { a: unknown; b: unknown; value: number }[]
  readonly validate: readonly { name: string; data: unknown; problems: readonly string[] }[]
}

const files = import.meta.glob<Golden>('../../../tests/contracts/kinds/*.json', {
  eager: true,
  import: 'default',
})
const table = new Map(
  Object.values(kinds).flatMap((value): [string, AnyKind][] =>
    'id' in value ? [[value.id, value]] : [],
  ),
)
const golden = Object.values(files).map((file): [string, Golden] => [file.kind, file])

function kindOf(slug: string): AnyKind {
  const kind = table.get(slug)
  if (!kind) throw new Error(`no kind ${slug}`)
  return kind
}

/** All numbers of a value, by the names and places at which they stand. */
function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  if (typeof value !== 'object' || value === null) return []
  const names = Object.keys(value).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return names.flatMap((name) => numbersIn((value as { [name: string]: unknown })[name]))
}

test('every kind has a golden file', () => {
  expect(golden.map(([slug]) => slug).sort()).toEqual([...table.keys()].sort())
})

test.each(golden)('%s: bounds and area', (slug, { measure }) => {
  for (const { data, bounds, area } of measure) {
    const actual = kindOf(slug).bounds(data)
    expect(kindOf(slug).area(data)).toBeCloseTo(area, 9)
    if (bounds === null) expect(actual).toBeNull()
    else {
      expect(actual?.minX).toBeCloseTo(bounds.minX, 9)
      expect(actual?.minY).toBeCloseTo(bounds.minY, 9)
      expect(actual?.maxX).toBeCloseTo(bounds.maxX, 9)
      expect(actual?.maxY).toBeCloseTo(bounds.maxY, 9)
    }
  }
})

test.each(golden)('%s: translate', (slug, { translate }) => {
  for (const { data, by, to } of translate) expect(kindOf(slug).translate(data, by)).toEqual(to)
})

const tracked = golden.filter(([slug]) => kindOf(slug).trackable)

test.each(tracked)('%s: interpolate', (slug, { interpolate }) => {
  expect(interpolate?.length).toBeGreaterThan(0)
  for (const { a, b, t, to } of interpolate ?? []) {
    expect(numbersIn(kindOf(slug).interpolate?.(a, b, t))).toEqual(
      numbersIn(to).map((value) => expect.closeTo(value, 9)),
    )
  }
})

test.each(golden)('%s: similarity', (slug, { similarity }) => {
  const kind = kindOf(slug)
  for (const { a, b, value } of similarity) {
    if (!kind.similarity) continue
    expect(kind.similarity(a, b)).toBeCloseTo(value, 9)
    expect(kind.similarity(b, a)).toBeCloseTo(value, 9)
  }
})

test.each(golden)('%s: validate', (slug, { validate, extent }) => {
  for (const { name, data, problems } of validate) {
    expect([name, [...kindOf(slug).validate(data, extent)].sort()]).toEqual([
      name,
      [...problems].sort(),
    ])
  }
  for (const bad of [undefined, 7, 'x', [], { x: Number.NaN }]) {
    expect(kindOf(slug).validate(bad, extent).length).toBeGreaterThan(0)
  }
})

const spatial = golden.filter(([slug]) => kindOf(slug).spatial)

test.each(spatial)('%s: there and back again', (slug, { measure }) => {
  const kind = kindOf(slug)
  for (const { data } of measure) {
    const moved = kind.translate(kind.translate(data, [3, -4]), [-3, 4])
    expect(kind.bounds(moved)?.minX).toBeCloseTo(kind.bounds(data)?.minX ?? 0, 9)
    const scaled = kind.scale(kind.scale(data, { x: 4, y: 4, about: [1, 1] }), {
      x: 0.25,
      y: 0.25,
      about: [1, 1],
    })
    expect(kind.bounds(scaled)?.maxY).toBeCloseTo(kind.bounds(data)?.maxY ?? 0, 6)
  }
})

test.each(spatial)('%s: a handle goes where it is dragged', (slug, { measure, extent }) => {
  const kind = kindOf(slug)
  for (const { data } of measure) {
    for (const [handle, at] of kind.handles(data)) {
      if (handle === 'rotate') continue
      expect(kind.moveHandle(data, handle, at)).toEqual(
        ['rotated_box', 'ellipse'].includes(slug) ? expect.anything() : data,
      )
      const to = [(at[0] ?? 0) + 1.5, (at[1] ?? 0) + 2.5]
      const moved = kind.moveHandle(data, handle, to)
      expect(kind.validate(moved, { width: 1000, height: 1000 })).not.toContain('malformed')
      expect(kind.contains(moved, to, 4)).toBe(true)
    }
    expect(
      kind.validate(kind.clamp(kind.translate(data, [500, 500]), extent), extent),
    ).not.toContain('outside')
  }
})

test('a box dragged past its opposite side turns over and keeps the anchor', () => {
  const start = { x: 10, y: 10, width: 20, height: 10 }
  expect(kinds.box.moveHandle(start, 'se', [0, 5])).toEqual({ x: 0, y: 5, width: 10, height: 5 })
  expect(kinds.box.moveHandle(start, 'e', [10, 99])).toEqual({ x: 10, y: 10, width: 1, height: 10 })
})

test('a box keeps its proportions when a corner is dragged with Shift', () => {
  const start = { x: 0, y: 0, width: 20, height: 10 }
  const constrain = { constrain: true }
  expect(kinds.box.moveHandle(start, 'se', [40, 12], constrain)).toEqual({
    x: 0,
    y: 0,
    width: 40,
    height: 20,
  })
  expect(kinds.box.moveHandle(start, 'e', [30, 99], constrain)).toMatchObject({ height: 10 })
})

test('a box is cut at the edge of the image, one wholly outside becomes a sliver', () => {
  const extent = { width: 100, height: 80 }
  expect(kinds.box.clamp({ x: -5, y: 70, width: 10, height: 20 }, extent)).toEqual({
    x: 0,
    y: 70,
    width: 5,
    height: 10,
  })
  expect(kinds.box.clamp({ x: 200, y: 10, width: 10, height: 20 }, extent)).toEqual({
    x: 99,
    y: 10,
    width: 1,
    height: 20,
  })
})

test('a short side of a box has no handle between its corners when there is no room', () => {
  const data = { x: 0, y: 0, width: 100, height: 8 }
  expect([...kinds.box.handles(data, 24).keys()]).toEqual(['nw', 'n', 'ne', 'se', 's', 'sw'])
})

test('a rotated box turns to the pointer, in steps with Shift, and resizes along its own axes', () => {
  const data = { cx: 50, cy: 50, width: 20, height: 10, angle: 0 }
  expect(kinds.rotatedBox.moveHandle(data, 'rotate', [90, 50]).angle).toBeCloseTo(Math.PI / 2)
  const snapped = kinds.rotatedBox.moveHandle(data, 'rotate', [90, 52], { constrain: true })
  expect(snapped.angle).toBeCloseTo(Math.PI / 2)
  const quarter = { ...data, angle: Math.PI / 2 }
  // After a quarter turn the right-hand side of the box lies at the bottom.
  const longer = kinds.rotatedBox.moveHandle(quarter, 'e', [50, 70])
  expect(longer.width).toBeCloseTo(30)
  expect(longer.cy).toBeCloseTo(55)
})

test('a vertex can be inserted on an edge and removed again, but never the last needed ones', () => {
  const square: kinds.Polygon = {
    points: [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ],
    holes: [
      [
        [4, 4],
        [6, 4],
        [5, 6],
      ],
    ],
  }
  const inserted = kinds.polygon.insertVertex?.(square, [5, 0.5], 1)
  expect(inserted?.handle).toBe('v0.1')
  expect(inserted?.data.points[1]).toEqual([5, 0])
  expect(inserted && kinds.polygon.removeVertex?.(inserted.data, 'v0.1')).toEqual(square)
  expect(kinds.polygon.insertVertex?.(square, [5, 2], 1)).toBeNull()
  expect(kinds.polygon.removeVertex?.(square, 'v1.0')?.holes).toEqual([])
  const triangle = { points: square.points.slice(0, 3), holes: [] }
  expect(kinds.polygon.removeVertex?.(triangle, 'v0.0')).toBeNull()
  expect(kinds.polyline.removeVertex?.({ points: square.points.slice(0, 2) }, 'v0.0')).toBeNull()
  expect(kinds.points.removeVertex?.({ points: [[1, 1]] }, 'v0.0')).toBeNull()
  expect(kinds.polygon.contains(square, [5, 4.8], 0.1)).toBe(false)
  expect(kinds.polyline.midpoints?.({ points: square.points })?.size).toBe(3)
})
