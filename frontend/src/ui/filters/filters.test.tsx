import { describe, expect, test } from 'vitest'
import { click, render, settle, type } from '../../test/render'
import { FilterBar } from './FilterBar'
import { useFilters } from './use-filters'

const filters = [
  { type: 'search', key: 'q', label: 'Find' },
  {
    type: 'many',
    key: 'state',
    label: 'State',
    options: [
      { value: 'new', label: 'New' },
      { value: 'returned', label: 'Returned' },
    ],
  },
  { type: 'toggle', key: 'mine', label: 'Mine' },
] as const

function Bar() {
  const values = useFilters()
  return (
    <>
      <FilterBar filters={filters} />
      <output>{JSON.stringify(values.query(['q', 'state', 'mine']))}</output>
    </>
  )
}

const button = (host: HTMLElement, text: string) =>
  [...host.querySelectorAll('button')].find((one) => one.textContent?.startsWith(text))

describe('filters', () => {
  test('are read from the address', async () => {
    const { host } = await render(<Bar />, '/?state=new&state=returned&q=cam')
    expect(host.querySelector('output')?.textContent).toBe('{"q":"cam","state":"new,returned"}')
    expect(host.querySelector('input')?.value).toBe('cam')
    expect(button(host, 'State')?.textContent).toBe('StateNew+1')
  })

  test('are written to the address', async () => {
    const { host, search } = await render(<Bar />, '/?tab=x')
    await click(button(host, 'Mine'))
    await settle()
    expect(search()).toBe('?tab=x&mine=true')
    await type(host.querySelector('input'), 'front')
    await settle(300)
    expect(search()).toBe('?tab=x&mine=true&q=front')
    await click(button(host, 'Clear'))
    await settle()
    expect(search()).toBe('?tab=x')
    expect(host.querySelector('input')?.value).toBe('')
  })
})
