import { beforeEach, expect, test } from 'vitest'
import maskOverlap from '../../../checks/mask-overlap'
import { clipboard } from '../../../core/commands/edit'
import type { Annotation } from '../../../core/patch'
import { type Mask, maskOf, overlapOf } from '../../../kinds/mask'
import { blank } from '../../../kinds/parts/bitmap'
import { Bench, box, record } from '../testing/hand'
import { brushTool } from './brush'
import { maskSettings } from './settings'

function area(x: number, y: number, width: number, height: number): Mask {
  const bitmap = blank({ minX: x, minY: y, maxX: x + width, maxY: y + height })
  bitmap.bits.fill(1)
  const made = maskOf(bitmap)
  if (!made) throw new Error('no pixel')
  return made
}

const mask = (id: string, ...at: [number, number, number, number]) =>
  record(id, 'mask', area(...at))

const open = (records: readonly Annotation[], suggestions: readonly Annotation[] = []) =>
  new Bench(records, suggestions, { image: { panoptic: true } })

/** Sizes of all masks by id, when no two of them share a pixel. */
function apart(bench: Bench): { readonly [id: string]: number } {
  const masks = bench.records.filter(({ kind }) => kind === 'mask')
  for (const a of masks) {
    for (const b of masks) {
      if (a !== b) expect(overlapOf(a.data as Mask, b.data as Mask)).toBe(0)
    }
  }
  return Object.fromEntries(masks.map(({ id, data }) => [id, (data as Mask).area]))
}

beforeEach(() => {
  maskSettings.size.value = 10
  maskSettings.square.value = true
  maskSettings.overlap.value = 'over'
})

test('a mask that is moved or pasted takes its pixels from the others, and undo gives them back', () => {
  const bench = open([mask('a', 100, 100, 50, 50), mask('b', 200, 100, 50, 50)])
  bench.drag([125, 125], [200, 125])
  expect(apart(bench)).toEqual({ a: 2500, b: 2500 - 25 * 50 })
  bench.run('edit.undo')
  expect(apart(bench)).toEqual({ a: 2500, b: 2500 })
  clipboard.value = [mask('elsewhere', 240, 100, 20, 50)]
  bench.run('edit.paste')
  expect(apart(bench)).toMatchObject({ a: 2500, b: 2500 - 10 * 50, [bench.made.id]: 1000 })
})

test('painting "over" pushes where masks may not overlap, and what is made a mask does', () => {
  const bench = open([mask('a', 100, 100, 50, 50), box('c', 140, 100, 50, 50)])
  bench.editor.tool.value = brushTool
  bench.drag([105, 125], [145, 125])
  expect(apart(bench)).toEqual({ a: 2500 - 500, [bench.made.id]: 500 })
  bench.run('edit.undo')
  bench.editor.select(['c'])
  bench.run('convert.mask')
  expect(apart(bench)).toEqual({ a: 2000, c: 2500 })
})

test('of several suggestions taken at once the upper one keeps its pixels', () => {
  const offered = (id: string, z: number, x: number) =>
    record(id, 'mask', area(x, 300, 40, 40), {
      z,
      source: { origin: 'model', model: 'sam', version: '1' },
    })
  const bench = open([mask('a', 100, 300, 20, 40)], [offered('u', 2, 110), offered('l', 1, 130)])
  bench.editor.select(['u', 'l'])
  bench.run('suggestion.accept')
  expect(apart(bench)).toEqual({ a: 400, u: 1600, l: 800 })
})

test('only the pixels that an edit adds are taken: what overlapped before, as it came from a file, stays', () => {
  const bench = open([
    mask('a', 100, 100, 50, 50),
    mask('b', 140, 100, 50, 50),
    mask('c', 180, 100, 50, 50),
  ])
  bench.editor.tool.value = brushTool
  bench.drag([105, 145], [145, 145])
  const pixelsOf = (id: string) => (bench.data(id) as Mask).area
  expect([pixelsOf('a'), pixelsOf('b'), pixelsOf('c')]).toEqual([2000, 2500 - 10 * 10, 2500])
})

test('masks that overlap already leave others what those have, by one command', () => {
  const bench = open([
    mask('a', 100, 100, 50, 50),
    mask('b', 140, 100, 50, 50),
    mask('c', 150, 110, 20, 20),
  ])
  bench.editor.select(['b'])
  expect(bench.run('polygon.give-way')).toBe(true)
  expect(apart(bench)).toEqual({ a: 2500, b: 2500 - 500 - 400, c: 400 })
  expect(bench.run('polygon.give-way')).toBe('image:reason.no-overlap')
  bench.run('edit.undo')
  bench.editor.select(['c'])
  bench.run('polygon.give-way')
  expect((bench.data('c') as Mask).area).toBe(400)
})

test('a locked mask keeps its pixels, and what lies under it altogether stays where it was', () => {
  const bench = open([mask('a', 100, 100, 20, 20), mask('b', 200, 100, 50, 50)])
  bench.editor.view.locked.value = new Set(['b'])
  bench.drag([110, 110], [200, 110])
  expect(apart(bench)).toEqual({ a: 200, b: 2500 })
  bench.run('edit.undo')
  bench.drag([110, 110], [220, 120])
  expect(bench.data('a')).toMatchObject({ x: 100, y: 100, area: 400 })
})

test('a mask that is covered goes, with the arrows at it', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((one) => `${one.repeat(8)}-0000-4000-8000-000000000000`)
  if (!a || !b || !c) throw new Error('no ids')
  const bench = open([
    mask(a, 100, 100, 50, 50),
    mask(b, 200, 110, 20, 20),
    record(c, 'relation', { from: a, to: b }, { label: 'rides' }),
  ])
  bench.drag([125, 125], [220, 125])
  expect(bench.records.map(({ id }) => id)).toEqual([a])
})

test('one shared pixel is too many in a check', () => {
  const [one, other] = [mask('a', 100, 100, 50, 50), mask('b', 149, 149, 50, 50)]
  const found = (panoptic: boolean) => {
    const bench = new Bench([one, other], [], panoptic ? { image: { panoptic } } : {})
    return [
      ...maskOverlap.run(other, {
        extent: bench.editor.extent,
        schema: bench.editor.schema.value,
        records: bench.editor.work.records.value,
        params: maskOverlap.params,
        kindOf: (record) => bench.editor.kindOf(record),
        near: () => [one],
      }),
    ].length
  }
  expect([found(false), found(true)]).toEqual([0, 1])
})
