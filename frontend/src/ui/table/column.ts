import type { ReactNode } from 'react'

export interface Column<R> {
  readonly id: string
  /** Already in the person's language. */
  readonly header: string
  readonly cell: (row: R) => ReactNode
  /** Pixels; without it the column shares what is left, at least `min` (default 120). */
  readonly width?: number
  readonly min?: number
  readonly align?: 'end' | 'center'
  /** The server's ordering key; with it the header sorts. */
  readonly sort?: string
  /** Not shown until somebody asks for it. */
  readonly hidden?: boolean
  /** Always shown: what names the row. */
  readonly fixed?: boolean
}

export type Visibility = Readonly<Record<string, boolean>>

export function isVisible<R>(column: Column<R>, chosen: Visibility): boolean {
  return column.fixed || (chosen[column.id] ?? !column.hidden)
}

/** `grid-template-columns` of the columns, after a column of checkboxes. */
export function template<R>(columns: readonly Column<R>[], selectable: boolean): string {
  const widths = columns.map(({ width, min = 120 }) =>
    width === undefined ? `minmax(${min}px, 1fr)` : `${width}px`,
  )
  // Fixed widths alone would leave the right side of a wide screen outside the rows.
  const filler = columns.every(({ width }) => width !== undefined) ? ['1fr'] : []
  return [...(selectable ? ['34px'] : []), ...widths, ...filler].join(' ')
}

/** Width under which the table scrolls sideways instead of squeezing its columns. */
export function leastWidth<R>(columns: readonly Column<R>[], selectable: boolean): number {
  return columns.reduce((sum, { width, min = 120 }) => sum + (width ?? min), selectable ? 34 : 0)
}

/** `-created_at` is created_at, the largest first. */
export function nextSort(current: string | undefined, key: string): string | undefined {
  if (current === key) return `-${key}`
  return current === `-${key}` ? undefined : key
}
