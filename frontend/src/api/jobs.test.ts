import { expect, test } from 'vitest'
import { progressOf, remainingSeconds } from './jobs'

const start = '2025-11-20T10:00:00Z'
const now = Date.parse(start) + 60_000

test('progress is a share, or unknown', () => {
  expect(progressOf({ done: 5, total: 20 })).toBe(0.25)
  expect(progressOf({ done: 25, total: 20 })).toBe(1)
  expect(progressOf({ done: 5, total: null })).toBeNull()
})

test('what is left follows the pace so far', () => {
  expect(remainingSeconds({ done: 20, total: 80, started_at: start }, now)).toBe(180)
  expect(remainingSeconds({ done: 80, total: 80, started_at: start }, now)).toBe(0)
})

test('nothing is promised too early', () => {
  expect(remainingSeconds({ done: 0, total: 80, started_at: start }, now)).toBeNull()
  expect(remainingSeconds({ done: 5, total: 80, started_at: null }, now)).toBeNull()
  expect(remainingSeconds({ done: 5, total: 80, started_at: start }, now - 58_000)).toBeNull()
})
