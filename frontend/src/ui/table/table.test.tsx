import { describe, expect, test, vi } from 'vitest'
import type { List } from '../../api/hooks'
import { click, press, render, settle } from '../../test/render'
import { type Column, leastWidth, nextSort, template } from './column'
import { DataTable, type DataTableProps } from './DataTable'
import { listAction } from './keyboard'
import { between, useSelection } from './selection'

interface Row {
  readonly id: string
  readonly name: string
}

const rows = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, name: `Row ${index}` }))

const list = (over: Partial<List<Row>> = {}): List<Row> => ({
  rows: rows(100),
  isLoading: false,
  isFetching: false,
  error: null,
  hasMore: false,
  isLoadingMore: false,
  loadMore: vi.fn(),
  reload: vi.fn(),
  ...over,
})

const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', sort: 'name', fixed: true, cell: (row) => row.name },
  { id: 'size', header: 'Size', width: 80, hidden: true, cell: () => '1' },
]

function Table(props: Partial<DataTableProps<Row>>) {
  const selection = useSelection()
  return (
    <DataTable
      name="test"
      label="Things"
      list={list()}
      columns={columns}
      rowId={(row) => row.id}
      selection={selection}
      empty={<p>Nothing</p>}
      {...props}
    />
  )
}

describe('columns', () => {
  test('share the room and never get too narrow', () => {
    expect(template(columns, true)).toBe('34px minmax(120px, 1fr) 80px')
    expect(template(columns.slice(1), false)).toBe('80px 1fr')
    expect(leastWidth(columns, true)).toBe(234)
  })

  test('sort up, down, not at all', () => {
    expect(nextSort(undefined, 'name')).toBe('name')
    expect(nextSort('name', 'name')).toBe('-name')
    expect(nextSort('-name', 'name')).toBeUndefined()
    expect(nextSort('other', 'name')).toBe('name')
  })
})

test('keys move within the list', () => {
  const key = (name: string, more = {}) =>
    listAction({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, ...more }, 5, 10, 4)
  expect(key('ArrowDown')).toEqual({ kind: 'move', to: 6, extend: false })
  expect(key('PageDown')).toEqual({ kind: 'move', to: 9, extend: false })
  expect(key('Home', { shiftKey: true })).toEqual({ kind: 'move', to: 0, extend: true })
  expect(key('a', { ctrlKey: true })).toEqual({ kind: 'all' })
  expect(key('a')).toBeNull()
})

test('a range has both its ends', () => {
  expect(between(['a', 'b', 'c', 'd'], 'c', 'a')).toEqual(['a', 'b', 'c'])
  expect(between(['a', 'b'], 'gone', 'b')).toEqual(['b'])
})

describe('a table', () => {
  const drawn = (host: HTMLElement) => [...host.querySelectorAll('[role="row"][aria-rowindex]')]
  const grid = (host: HTMLElement) => {
    const found = host.querySelector('[role="grid"]')
    if (!found) throw new Error('no grid')
    return found
  }

  test('draws only the rows in sight', async () => {
    const { host } = await render(<Table list={list({ rows: rows(5000) })} />)
    expect(drawn(host).length).toBeGreaterThan(10)
    expect(drawn(host).length).toBeLessThan(60)
  })

  test('is driven by the keyboard', async () => {
    const onOpen = vi.fn()
    const { host } = await render(<Table onOpen={onOpen} />)
    for (const key of ['ArrowDown', 'ArrowDown', ' ', 'Enter']) await press(grid(host), key)
    expect(onOpen).toHaveBeenCalledWith({ id: 'r1', name: 'Row 1' })
    const selected = drawn(host).filter((row) => row.getAttribute('aria-selected') === 'true')
    expect(selected.map((row) => row.textContent)).toEqual(['Row 1'])
    await press(grid(host), 'ArrowDown', { shiftKey: true })
    expect(host.textContent).toContain('2 selected')
    await press(grid(host), 'Escape')
    expect(host.textContent).not.toContain('selected')
  })

  test('opens on a click', async () => {
    const onOpen = vi.fn()
    const { host } = await render(<Table onOpen={onOpen} />)
    await click(drawn(host)[2])
    expect(onOpen).toHaveBeenCalledWith({ id: 'r2', name: 'Row 2' })
  })

  test('sorts by its header', async () => {
    const onSort = vi.fn()
    const { host } = await render(<Table sort="name" onSort={onSort} />)
    const header = host.querySelector('[role="columnheader"][aria-sort]')
    expect(header?.getAttribute('aria-sort')).toBe('ascending')
    await click(header?.querySelector('button'))
    expect(onSort).toHaveBeenCalledWith('-name')
  })

  test('asks for more when one comes near the end', async () => {
    const loadMore = vi.fn()
    await render(<Table list={list({ rows: rows(15), hasMore: true, loadMore })} />)
    await settle()
    expect(loadMore).toHaveBeenCalled()
  })

  test('says when it is empty, and when it failed', async () => {
    const { host } = await render(<Table list={list({ rows: [] })} />)
    expect(host.querySelector('p')?.textContent).toBe('Nothing')
    const error = Object.assign(new Error('x'), { code: 'server-error' }) as never
    const failed = await render(<Table list={list({ rows: [], error })} />)
    expect(failed.host.querySelector('[role="alert"]')).not.toBeNull()
  })
})
