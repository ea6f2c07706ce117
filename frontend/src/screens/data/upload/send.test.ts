import { expect, test, vi } from 'vitest'
import { send } from './send'

interface Options {
  onProgress(sent: number): void
  onSuccess(): void
}

const line = vi.hoisted(() => ({ options: null as unknown, start: vi.fn(), abort: vi.fn() }))
vi.mock('tus-js-client', () => ({
  Upload: class {
    url = 'http://here/uploads/17'
    start = line.start
    abort = line.abort.mockResolvedValue(undefined)
    constructor(_file: File, options: unknown) {
      line.options = options
    }
    findPreviousUploads = async () => []
  },
}))

test('a line on which nothing goes any more is left for another, from where it stood', async () => {
  vi.useFakeTimers()
  const sending = { project: 'p', path: 'a', file: new File(['abc'], 'a'), sha256: 'f' }
  const done = send({ ...sending, onProgress: vi.fn() }, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(30_000)
  const { onProgress, onSuccess } = line.options as Options
  onProgress(1)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(line.abort).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(16_000)
  expect(line.abort).toHaveBeenCalledTimes(1)
  expect(line.start).toHaveBeenCalledTimes(2)
  onSuccess()
  expect(await done).toBe('17')
  await vi.advanceTimersByTimeAsync(100_000)
  expect(line.abort).toHaveBeenCalledTimes(1)
  vi.useRealTimers()
})
