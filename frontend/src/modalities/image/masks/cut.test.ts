import { afterEach, expect, test, vi } from 'vitest'
import type { Bounds } from '../../../core/geometry'
import { bitmapOf, type Mask } from '../../../kinds/mask'
import { blank, isSet } from '../../../kinds/parts/bitmap'
import { Bench, record, showPicture } from '../testing/hand'
import { brushTool } from './brush'
import { cutTool } from './cut'
import { maskSettings } from './settings'

/** What is found in a box: all of it, so that a box that grows with what is painted over is found with it. */
const finds = vi.hoisted(() => ({ within: (box: Bounds) => box }))
vi.mock('./smart/smart', () => ({
  smartOf: () => ({
    warm: () => undefined,
    ask: async ({ box }: { readonly box: Bounds }) => {
      const found = blank(finds.within(box))
      found.bits.fill(1)
      return found
    },
  }),
}))

function benchWithPicture(...records: ConstructorParameters<typeof Bench>): Bench {
  const bench = new Bench(...records)
  showPicture(bench.editor)
  return bench
}

const area = (bench: Bench, id: string) => (bench.data(id) as Mask).area
const has = (bench: Bench, id: string, x: number, y: number) =>
  isSet(bitmapOf(bench.data(id) as Mask), x, y)

afterEach(() => {
  finds.within = (box) => box
  maskSettings.overlap.value = 'over'
})

test('a scribble finds the object anew and leaves what a hand has painted since, also after steps were undone', async () => {
  maskSettings.size.value = 10
  const bench = benchWithPicture()
  bench.editor.tool.value = cutTool
  bench.drag([100, 100], [200, 200])
  await vi.waitFor(() => expect(bench.records).toHaveLength(1))
  const { id } = bench.made
  bench.drag([150, 150], [150, 300], { shift: true })
  await vi.waitFor(() => expect(area(bench, id)).toBeGreaterThan(15_000))
  bench.run('edit.undo')
  bench.editor.tool.value = brushTool
  bench.drag([400, 150], [420, 150])
  bench.editor.tool.value = cutTool
  bench.drag([150, 150], [250, 150], { shift: true })
  await vi.waitFor(() => expect(has(bench, id, 240, 150)).toBe(true))
  expect([has(bench, id, 410, 150), has(bench, id, 150, 290)]).toEqual([true, false])
})

test('what a scribble adds keeps off other masks', async () => {
  const box = record('other', 'box', { x: 100, y: 220, width: 100, height: 50 })
  const bench = benchWithPicture([box])
  bench.editor.select(['other'])
  bench.run('convert.mask')
  bench.editor.select([])
  maskSettings.overlap.value = 'free'
  bench.editor.tool.value = cutTool
  bench.drag([100, 100], [200, 200])
  await vi.waitFor(() => expect(bench.records).toHaveLength(2))
  const { id } = bench.made
  bench.drag([150, 150], [150, 300], { shift: true })
  await vi.waitFor(() => expect(has(bench, id, 150, 290)).toBe(true))
  expect(has(bench, id, 150, 240)).toBe(false)
})

test('a side of a box moves to the object near it, and stays where so much would be cut away that half is missing', async () => {
  finds.within = ({ minX, minY, maxX, maxY }) => ({
    minX: minX + 10,
    minY: minY + 5,
    maxX: maxX - 20,
    maxY: maxY - 40,
  })
  const bench = benchWithPicture([record('a', 'box', { x: 100, y: 100, width: 100, height: 100 })])
  bench.editor.select(['a'])
  bench.run('box.tighten')
  await vi.waitFor(() => expect(bench.data('a')).toMatchObject({ x: 110 }))
  expect(bench.data('a')).toEqual({ x: 110, y: 105, width: 70, height: 95 })
})
