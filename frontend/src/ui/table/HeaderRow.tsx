import { Checkbox, Menu, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Column, isVisible, nextSort, type Visibility } from './column'
import classes from './DataTable.module.css'
import type { Selection } from './selection'

interface HeaderRowProps<R> {
  readonly all: readonly Column<R>[]
  readonly shown: readonly Column<R>[]
  readonly chosen: Visibility
  readonly choose: (id: string, shown: boolean) => void
  readonly sort: string | undefined
  readonly onSort: ((sort: string | undefined) => void) | undefined
  readonly selection: Selection | undefined
  readonly ids: readonly string[]
}

export function HeaderRow<R>(props: HeaderRowProps<R>) {
  return (
    <div className={classes.head} role="row">
      {props.selection && <SelectAll selection={props.selection} ids={props.ids} />}
      {props.shown.map((column) => (
        <HeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
      ))}
      <ColumnMenu all={props.all} chosen={props.chosen} choose={props.choose} />
    </div>
  )
}

function SelectAll({ selection, ids }: { selection: Selection; ids: readonly string[] }) {
  const { t } = useTranslation('common')
  const every = ids.length > 0 && ids.every((id) => selection.has(id))
  return (
    <div className={classes.check} role="columnheader">
      <Checkbox
        checked={every}
        indeterminate={selection.size > 0 && !every}
        onChange={() => (every ? selection.clear() : selection.set(ids))}
        aria-label={t('table.select-all')}
      />
    </div>
  )
}

function directionOf(key: string | undefined, sort: string | undefined) {
  if (!key) return undefined
  if (sort === key) return 'ascending'
  return sort === `-${key}` ? 'descending' : 'none'
}

interface HeaderCellProps<R> {
  readonly column: Column<R>
  readonly sort: string | undefined
  readonly onSort: ((sort: string | undefined) => void) | undefined
}

function HeaderCell<R>({ column, sort, onSort }: HeaderCellProps<R>) {
  const { sort: key, align, header } = column
  const direction = directionOf(key, sort)
  return (
    <div className={classes.headCell} role="columnheader" data-align={align} aria-sort={direction}>
      {key && onSort ? (
        <UnstyledButton className={classes.sort} onClick={() => onSort(nextSort(sort, key))}>
          <span className="gw-truncate">{header}</span>
          {direction === 'ascending' && <IconArrowUp size={12} />}
          {direction === 'descending' && <IconArrowDown size={12} />}
        </UnstyledButton>
      ) : (
        <span className="gw-truncate">{header}</span>
      )}
    </div>
  )
}

interface ColumnMenuProps<R> {
  readonly all: readonly Column<R>[]
  readonly chosen: Visibility
  readonly choose: (id: string, shown: boolean) => void
}

function ColumnMenu<R>({ all, chosen, choose }: ColumnMenuProps<R>) {
  const { t } = useTranslation('common')
  const free = all.filter((column) => !column.fixed)
  if (free.length === 0) return null
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <div className={classes.columns} role="columnheader">
        <Menu.Target>
          <UnstyledButton className={classes.columnsButton} aria-label={t('table.columns')}>
            <IconColumns3 size={14} stroke={1.75} />
          </UnstyledButton>
        </Menu.Target>
      </div>
      <Menu.Dropdown>
        {free.map((column) => {
          const shown = isVisible(column, chosen)
          return (
            <Menu.Item
              key={column.id}
              role="menuitemcheckbox"
              aria-checked={shown}
              leftSection={<Checkbox.Indicator size="xs" checked={shown} />}
              onClick={() => choose(column.id, !shown)}
            >
              {column.header}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
