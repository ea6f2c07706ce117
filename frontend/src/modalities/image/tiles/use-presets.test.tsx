import { act } from 'react'
import { expect, test } from 'vitest'
import { sessionQuery } from '../../../api/session'
import { click, render, settle } from '../../../test/render'
import { serve } from '../../../test/server'
import { usePresets } from './use-presets'

const bone = { low: 300, high: 1800, inverted: false }
const lung = { low: -1350, high: 150, inverted: true }

function Kept() {
  const [kept, keep] = usePresets()
  return (
    <button type="button" onClick={() => keep([...kept, lung])}>
      {kept.map(({ low }) => low).join(' ')}
    </button>
  )
}

test('windows are read from the account and kept there; what is none is left out', async () => {
  const sent = serve((asked) => ({
    body: { me: asked.body },
  }))
  const { host, client } = await render(<Kept />)
  const preferences = { 'image.windows': [bone, { low: 'x' }] }
  await act(async () => {
    client.setQueryData(sessionQuery.queryKey, { me: { preferences } } as never)
  })
  await settle()
  const button = host.querySelector('button')
  expect(button?.textContent).toBe('300')
  await click(button)
  await settle(20)
  expect(button?.textContent).toBe('300 -1350')
  expect(sent.at(-1)?.body).toEqual({ preferences: { 'image.windows': [bone, lung] } })
})
