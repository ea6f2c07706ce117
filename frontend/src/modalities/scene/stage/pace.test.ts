import { expect, test } from 'vitest'
import { Pace } from './pace'

test('a slow machine draws less at once, a fast one more, and what was little says nothing', () => {
  const pace = new Pace()
  const first = pace.most
  pace.took(200, first)
  expect(pace.most).toBe(first / 2)
  const slow = pace.most
  pace.took(16, 500)
  expect(pace.most).toBe(slow)
  pace.took(16, slow)
  expect(pace.most).toBeGreaterThan(slow)
  for (let i = 0; i < 50; i++) pace.took(5000, 1000)
  expect(pace.most).toBeGreaterThan(1000)
})
