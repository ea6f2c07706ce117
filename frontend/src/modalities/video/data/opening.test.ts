import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import modality from '..'
import { COUNT, Decoder, NUMBERS, stubDecoding } from '../testing/decoder'
import { filmOf } from './opening'

let asked: string[] = []
beforeEach(() => {
  stubDecoding()
  asked = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    if (url === '/frames') return new Response(deflateSync(new Uint8Array(NUMBERS.buffer)))
    return new Response(new Uint8Array(COUNT), { status: url === '/gone' ? 404 : 206 })
  })
})
afterEach(() => vi.unstubAllGlobals())

function film(stream: string) {
  const meta = { packets: COUNT, frames: COUNT, codec: 'x' }
  const file = (role: string, url: string) => ({ role, key: '', url, size: 1, meta })
  const files = [file('stream', stream), file('frames', '/frames')]
  return { url: '', files, width: 4, height: 4 }
}

const quiet = { arrived: () => undefined, failed: () => undefined }

test('the first frame of a film that was begun ahead is there before its stage, which fetches nothing again', async () => {
  const look = modality.ahead?.(film('/a'))
  await vi.waitFor(() => expect(Decoder.all[0]?.decoded).toContain(0))
  Decoder.all[0]?.give()
  const { source, table, listen } = await filmOf(film('/a'))
  listen(quiet)
  await vi.waitFor(() => expect(source.peek(0)).not.toBeNull())
  // What is seen until the stage is there is what it goes on to show.
  expect(await look).toBe(source.peek(0))
  expect([table.frames, asked]).toEqual([COUNT, ['/frames', '/a']])
  source.dispose()
  // It is given once: whoever opens the film again has one of their own.
  const again = await filmOf(film('/a'))
  expect(again.source).not.toBe(source)
  again.source.dispose()
})

test('what went wrong ahead is told to the stage, which may try again', async () => {
  expect(await modality.ahead?.(film('/gone'))).toBeNull()
  const failed = vi.fn()
  const { source, listen } = await filmOf(film('/gone'))
  listen({ ...quiet, failed })
  await vi.waitFor(() => expect(failed).toHaveBeenCalled())
  source.dispose()
})
