import { afterEach, expect, test, vi } from 'vitest'
import type { Bounds } from '../../../core/geometry'
import { bitmapOf, type Mask } from '../../../kinds/mask'
import { blank, isSet } from '../../../kinds/parts/bitmap'
import { Bench, record, showPicture } from '../testing/hand'
import { brushTool } from './brush'
import { cutTool } from './cut'
import { maskSettings } from './settings'

/** Finds all of the box, so that a box that grows with what is painted over is found with it. */
vi.mock('./smart/smart', () => ({
  smartOf: () => ({
    warm: () => undefined,
    ask: async ({ box }: { readonly box: Bounds }) => {
      const found = blank(box)
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
