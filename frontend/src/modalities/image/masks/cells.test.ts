import { expect, test, vi } from 'vitest'
import type { Bounds } from '../../../core/geometry'
import type { Mask } from '../../../kinds/mask'
import { Bench, showPicture } from '../testing/hand'
import { cellsTool } from './cells'

/** What the worker says: patches of so many pixels across, or nothing while it has no picture. */
let side: number | null = 10

vi.mock('./smart/smart', () => ({
  smartOf: () => ({
    warm: () => undefined,
    ask: async ({ box }: { readonly box: Bounds }) => {
      if (side === null) return null
      const [width, height] = [box.maxX - box.minX, box.maxY - box.minY]
      const across = Math.ceil(width / side)
      const labels = Int32Array.from({ length: width * height }, (_, i) => {
        const [x, y] = [i % width, Math.floor(i / width)]
        return Math.floor(y / (side ?? 1)) * across + Math.floor(x / (side ?? 1))
      })
      return { width, height, labels }
    },
  }),
}))

async function areaOfClick(bench: Bench, at: readonly [number, number]): Promise<number> {
  const before = bench.records.length
  bench.editor.select([])
  bench.drag(at, at)
  await vi.waitFor(() => expect(bench.records).toHaveLength(before + 1))
  return (bench.data(bench.made.id) as Mask).area
}

test('patches are those of the picture that is on the screen', async () => {
  const bench = new Bench()
  showPicture(bench.editor)
  bench.editor.tool.value = cellsTool
  expect(await areaOfClick(bench, [105, 105])).toBe(100)
  side = 20
  showPicture(bench.editor)
  expect(await areaOfClick(bench, [205, 205])).toBe(400)
})

test('patches that could not be had are asked for again', async () => {
  const bench = new Bench()
  showPicture(bench.editor)
  bench.editor.tool.value = cellsTool
  side = null
  bench.drag([105, 105], [105, 105])
  await new Promise((done) => setTimeout(done))
  side = 10
  expect(await areaOfClick(bench, [105, 105])).toBe(100)
})
