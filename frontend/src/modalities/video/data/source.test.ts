import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { COUNT, Decoder, NUMBERS, none, starts, stubDecoding } from '../testing/decoder'
import { FrameSource } from './source'
import { tableOf } from './table'

const TABLE = tableOf(NUMBERS, COUNT, COUNT)
const INFO = { url: '/stream', codec: 'x', description: '', rotation: 0, width: 4, height: 4 }

beforeEach(() => {
  stubDecoding()
  vi.stubGlobal('fetch', async () => new Response(new Uint8Array(COUNT), { status: 206 }))
})
afterEach(() => vi.unstubAllGlobals())

test('going back before the frame ahead has come brings the earlier frame', async () => {
  const arrived: number[] = []
  const failed = vi.fn()
  const source = new FrameSource(TABLE, INFO, { arrived: (frame) => arrived.push(frame), failed })
  source.want(6, 1, null)
  await vi.waitFor(() => expect(Decoder.all.length).toBe(1))
  source.want(1, -1, null)
  await vi.waitFor(() => {
    for (const decoder of Decoder.all) if (decoder.state === 'configured') decoder.give()
    expect(arrived).toContain(1)
  })
  expect(failed).not.toHaveBeenCalled()
  source.dispose()
})

test('what was left out while it was played is decoded when it is looked at', async () => {
  const [RUN, FREE] = [0x65, 0x01]
  const heads = starts.map((isStart) => (isStart ? RUN : FREE))
  const stream = Uint8Array.from(heads.flatMap((head) => [0, 0, 0, 1, head]))
  vi.stubGlobal('fetch', async () => new Response(stream, { status: 206 }))
  const five = none.map(() => 5)
  const numbers = [...five, ...none, ...none, ...starts, ...none, ...none]
  const table = tableOf(Int32Array.from(numbers), COUNT, COUNT)
  const info = { ...INFO, codec: 'avc1.640028', description: btoa('\x01\x64\x00\x28\xff') }
  const arrived: number[] = []
  const failed = vi.fn()
  const source = new FrameSource(table, info, { arrived: (frame) => arrived.push(frame), failed })
  const give = () => {
    for (const decoder of Decoder.all) if (decoder.state === 'configured') decoder.give()
  }
  source.want(0, 1, 4)
  await vi.waitFor(() => {
    give()
    expect(arrived).toEqual([0, 4])
  })
  expect(Decoder.all.flatMap(({ decoded }) => decoded)).toEqual([0, 4])
  source.want(2, 1, null)
  await vi.waitFor(() => {
    give()
    expect(arrived).toContain(2)
  })
  expect(failed).not.toHaveBeenCalled()
  source.dispose()
})
