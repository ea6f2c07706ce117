import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { List } from '../../api/hooks'
import { ErrorState } from '../ErrorState'
import { RowSkeletons } from '../ScreenLoading'
import { type Column, isVisible, leastWidth, template } from './column'
import classes from './DataTable.module.css'
import { HeaderRow } from './HeaderRow'
import { Rows } from './Rows'
import type { Selection } from './selection'
import { useVisibility } from './use-visibility'

export interface DataTableProps<R> {
  /** Under this name the browser remembers which columns are shown. */
  readonly name: string
  /** What the rows are, for those who hear the screen. */
  readonly label: string
  readonly list: List<R>
  readonly columns: readonly Column<R>[]
  readonly rowId: (row: R) => string
  readonly sort?: string | undefined
  readonly onSort?: (sort: string | undefined) => void
  readonly selection?: Selection
  /** Enter, or a click on the row. Links and buttons inside a cell keep their own meaning. */
  readonly onOpen?: (row: R) => void
  /** Shown when there is not one row. */
  readonly empty: ReactNode
  /** Pixels; 30 unless a cell holds more than a line. */
  readonly rowHeight?: number
}

/** A dense list: sorted and paged by the server, drawn only where one looks, driven by keyboard or mouse. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { t } = useTranslation('common')
  const { list, columns, selection, label } = props
  const [chosen, choose] = useVisibility(props.name)
  const [active, setActive] = useState(-1)
  const shown = columns.filter((column) => isVisible(column, chosen))
  const ids = list.rows.map(props.rowId)

  if (list.error && list.rows.length === 0) {
    return <ErrorState error={list.error} onRetry={list.reload} />
  }
  if (!list.isLoading && list.rows.length === 0) return <>{props.empty}</>
  const style = {
    ['--columns' as string]: template(shown, Boolean(selection)),
    ['--least' as string]: `${leastWidth(shown, Boolean(selection))}px`,
    ['--row' as string]: `${props.rowHeight ?? 30}px`,
  }
  return (
    <div className={classes.table} style={style}>
      {list.isLoading ? (
        <div className={classes.loading} role="status" aria-label={t('loading')}>
          <RowSkeletons rows={14} />
        </div>
      ) : (
        <Rows
          {...props}
          label={label}
          columns={shown}
          ids={ids}
          active={active}
          setActive={setActive}
          header={
            <HeaderRow
              all={columns}
              shown={shown}
              chosen={chosen}
              choose={choose}
              sort={props.sort}
              onSort={props.onSort}
              selection={selection}
              ids={ids}
            />
          }
        />
      )}
      <TableFoot list={list} selected={selection?.size ?? 0} />
    </div>
  )
}

function TableFoot({ list, selected }: { list: List<unknown>; selected: number }) {
  const { t } = useTranslation('common')
  if (list.isLoading) return null
  return (
    <footer className={classes.foot} aria-live="polite">
      <span>
        {t(list.hasMore ? 'table.loaded-of-more' : 'table.rows', { count: list.rows.length })}
      </span>
      {selected > 0 && <span>{t('table.selected', { count: selected })}</span>}
      {list.isLoadingMore && <span>{t('loading')}</span>}
    </footer>
  )
}
