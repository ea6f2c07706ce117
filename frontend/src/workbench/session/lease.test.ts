import 'fake-indexeddb/auto'
import { beforeAll, expect, test, vi } from 'vitest'
import { ApiError } from '../../api/error'
import { loadModality } from '../../core/registry'
import { opened } from '../testing/opened'
import { Flow } from './flow'

// Its code comes when it is first asked for, and no turned clock makes that faster.
beforeAll(() => loadModality('image'), 60_000)

const still = () => undefined
const nowhere = { open: still, leave: still, reload: still, toSample: still }

test.each([
  ['with a decision, and none after it', true, [7]],
  ['when the task is left', false, [10]],
])('the last seconds are told %s', async (_, decides, expected) => {
  vi.useFakeTimers()
  try {
    const opening = opened()
    await vi.advanceTimersByTimeAsync(200)
    const { session, api } = await opening
    const told: number[] = []
    api.heartbeat = async (_task, seconds) => {
      told.push(seconds)
    }
    await vi.advanceTimersByTimeAsync(7_000)
    if (decides) void new Flow(session, nowhere).skip('broken')
    await vi.advanceTimersByTimeAsync(3_000)
    session.dispose()
    expect(told).toEqual(expected)
  } finally {
    vi.useRealTimers()
  }
})

test('the lease is kept while the person is active, and its loss is shown', async () => {
  vi.useFakeTimers()
  try {
    const opening = opened()
    await vi.advanceTimersByTimeAsync(200)
    const { session, api } = await opening
    await vi.advanceTimersByTimeAsync(61_000)
    expect(api.asked).toEqual(['heartbeat task-4'])
    api.heartbeat = () =>
      Promise.reject(new ApiError(403, { code: 'denied', message: '', fields: {}, params: {} }))
    window.dispatchEvent(new Event('pointermove'))
    await vi.advanceTimersByTimeAsync(61_000)
    expect(session.leased.value).toBe(false)
  } finally {
    vi.useRealTimers()
  }
})
