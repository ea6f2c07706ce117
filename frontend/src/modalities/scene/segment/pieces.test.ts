import { expect, it, vi } from 'vitest'
import { packLabels } from './labels'
import { FramePieces, Pieces } from './pieces'

const OF = Uint32Array.from([2, 0, 1, 2, 3, 1, 2])

it('knows the points of every piece in their order', () => {
  const pieces = new FramePieces(OF)
  expect([1, 2, 3, 4].map((piece) => [...pieces.points(piece)])).toEqual([
    [2, 5],
    [0, 3, 6],
    [4],
    [],
  ])
  expect([0, 1, 9].map((point) => pieces.at(point))).toEqual([2, 0, 0])
})

it('fetches the pieces of a frame once, when they are asked for', async () => {
  const file = await packLabels({ classes: [], values: OF })
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(file))
  const meta = { count: OF.length }
  const files = [
    { role: 'pieces', key: '3', url: '/p', size: 1, meta },
    { role: 'points', key: '3', url: '/q', size: 1, meta },
  ]
  const pieces = new Pieces(files as never, new AbortController().signal)
  expect([pieces.some, pieces.peek(2), pieces.peek(3), pieces.peek(3)]).toEqual([
    true,
    null,
    null,
    null,
  ])
  await vi.waitFor(() => expect(pieces.arrived.value).toBe(1))
  expect([...(pieces.peek(3)?.points(2) ?? [])]).toEqual([0, 3, 6])
  expect(fetched.mock.calls.map(([url]) => url)).toEqual(['/p'])
  fetched.mockRestore()
})
