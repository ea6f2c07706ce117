import { expect, test } from 'vitest'
import { render } from '../../test/render'
import { BatchChoice } from './BatchChoice'

test('a batch of which nothing was accepted says that there is nothing to deliver', async () => {
  const batches = [
    { id: 'a', name: 'All skipped', state: 'approved', states: { skipped: 3 } },
    { id: 'b', name: 'Some accepted', state: 'approved', states: { skipped: 3, accepted: 1 } },
  ]
  const said = async (value: string) =>
    (await render(<BatchChoice approved={batches} value={value} onChange={() => {}} />)).host
      .textContent
  expect(await said('a')).toContain('No task of this batch is accepted')
  expect(await said('b')).not.toContain('No task of this batch')
})
