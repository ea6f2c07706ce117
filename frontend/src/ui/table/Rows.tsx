import { Checkbox } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
} from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from './column'
import type { DataTableProps } from './DataTable'
import classes from './DataTable.module.css'
import { type ListAction, listAction } from './keyboard'
import type { Selection } from './selection'

const HEAD = 28

interface RowsProps<R> extends DataTableProps<R> {
  readonly columns: readonly Column<R>[]
  readonly ids: readonly string[]
  readonly active: number
  readonly setActive: (row: number) => void
  readonly header: ReactNode
}

/** The scrolled part. It has the focus; `aria-activedescendant` says which row is meant. */
export function Rows<R>(props: RowsProps<R>) {
  const { list, ids, active, selection } = props
  const host = useRef<HTMLDivElement>(null)
  const prefix = useId()
  const virtual = useVirtualizer({
    count: list.rows.length,
    getScrollElement: () => host.current,
    estimateSize: () => props.rowHeight ?? 30,
    scrollPaddingStart: HEAD,
    paddingStart: HEAD,
    overscan: 12,
    getItemKey: (index) => ids[index] ?? index,
  })
  const items = virtual.getVirtualItems()
  useLoadMore(list, items.at(-1)?.index ?? 0)

  const act = (action: ListAction) => {
    if (action.kind === 'move') {
      const id = ids[action.to]
      if (action.extend && id && selection) {
        if (selection.size === 0 && ids[active]) selection.toggle(ids[active])
        selection.extend(id, ids)
      }
      props.setActive(action.to)
      virtual.scrollToIndex(action.to)
    } else actOnRow(action.kind, props)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== host.current) return
    const page = Math.floor(((host.current?.clientHeight ?? 300) - HEAD) / (props.rowHeight ?? 30))
    const action = listAction(event, active, ids.length, page)
    if (!action || !isPossible(action, props)) return
    event.preventDefault()
    act(action)
  }
  return (
    <div
      ref={host}
      className={classes.scroll}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={list.hasMore ? -1 : ids.length + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={active >= 0 ? `${prefix}${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={classes.canvas} style={{ height: virtual.getTotalSize() }}>
        {props.header}
        {items.map((item) => (
          <Row
            key={item.key}
            {...props}
            row={list.rows[item.index] as R}
            index={item.index}
            elementId={`${prefix}${item.index}`}
            top={item.start}
          />
        ))}
      </div>
    </div>
  )
}

function useLoadMore(list: DataTableProps<unknown>['list'], last: number): void {
  const { hasMore, loadMore, rows } = list
  useEffect(() => {
    if (hasMore && last >= rows.length - 20) loadMore()
  }, [hasMore, last, loadMore, rows.length])
}

function isPossible<R>(action: ListAction, { selection, onOpen }: RowsProps<R>): boolean {
  if (action.kind === 'move') return true
  return action.kind === 'open' ? Boolean(onOpen) : Boolean(selection)
}

function actOnRow<R>(kind: 'toggle' | 'open' | 'all' | 'none', props: RowsProps<R>): void {
  const { ids, active, selection, list } = props
  const id = ids[active]
  const row = list.rows[active]
  if (kind === 'toggle' && id) selection?.toggle(id)
  if (kind === 'open' && row !== undefined) props.onOpen?.(row)
  if (kind === 'all') selection?.set(ids)
  if (kind === 'none') selection?.clear()
}

interface RowProps<R> extends RowsProps<R> {
  readonly row: R
  readonly index: number
  readonly elementId: string
  readonly top: number
}

function Row<R>(props: RowProps<R>) {
  const { row, index, ids, selection, columns } = props
  const id = ids[index] ?? ''
  const onClick = (event: MouseEvent) => {
    props.setActive(index)
    if ((event.target as Element).closest('a, button, input, label, [role="menu"]')) return
    if (selection && (event.ctrlKey || event.metaKey)) selection.toggle(id)
    else if (selection && event.shiftKey) selection.extend(id, ids)
    else props.onOpen?.(row)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys
    <div
      id={props.elementId}
      className={classes.row}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection ? selection.has(id) : undefined}
      data-active={index === props.active || undefined}
      data-opens={props.onOpen ? true : undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={onClick}
    >
      {selection && <RowCheck selection={selection} id={id} ids={ids} />}
      {columns.map((column) => (
        <div key={column.id} className={classes.cell} role="gridcell" data-align={column.align}>
          <Content>{column.cell(row)}</Content>
        </div>
      ))}
    </div>
  )
}

/** Bare text ends in dots where the column does, and is whole under the pointer. */
function Content({ children }: { children: ReactNode }) {
  if (typeof children !== 'string') return children
  return (
    <span className="gw-truncate" title={children}>
      {children}
    </span>
  )
}

interface RowCheckProps {
  readonly selection: Selection
  readonly id: string
  readonly ids: readonly string[]
}

function RowCheck({ selection, id, ids }: RowCheckProps) {
  const { t } = useTranslation('common')
  return (
    <div className={classes.check} role="gridcell">
      <Checkbox
        checked={selection.has(id)}
        tabIndex={-1}
        aria-label={t('table.select-row')}
        onClick={(event) => {
          if (!event.shiftKey) return
          event.preventDefault()
          selection.extend(id, ids)
        }}
        onChange={() => selection.toggle(id)}
      />
    </div>
  )
}
