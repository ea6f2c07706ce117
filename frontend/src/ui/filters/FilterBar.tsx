import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ChoiceFilter } from './ChoiceFilter'
import classes from './FilterBar.module.css'
import { SearchFilter } from './SearchFilter'
import { useFilters } from './use-filters'

export interface FilterOption {
  readonly value: string
  readonly label: string
  /** Before the label: a state's sign, a label's colour, a face. */
  readonly sign?: ReactNode
  readonly count?: number
}

/** `key` is the name in the address and, mostly, in the server's query. */
export type Filter =
  | { readonly type: 'search'; readonly key: string; readonly label: string }
  | {
      readonly type: 'one' | 'many'
      readonly key: string
      readonly label: string
      readonly options: readonly FilterOption[]
    }
  | { readonly type: 'toggle'; readonly key: string; readonly label: string }

export interface FilterBarProps {
  readonly filters: readonly Filter[]
  /** At the right end: a sort menu, a view switch. */
  readonly children?: ReactNode
}

/** Filters of a list in one line, bound to the address. */
export function FilterBar({ filters, children }: FilterBarProps) {
  const { t } = useTranslation('common')
  const values = useFilters()
  const keys = filters.map((filter) => filter.key)
  const isFiltered = keys.some((key) => values.many(key).length > 0)
  return (
    <search className={classes.bar}>
      {filters.map((filter) => (
        <OneFilter key={filter.key} filter={filter} />
      ))}
      {isFiltered && (
        <Button variant="subtle" size="xs" color="gray" onClick={() => values.clear(keys)}>
          {t('filter.clear')}
        </Button>
      )}
      {children && <div className={classes.end}>{children}</div>}
    </search>
  )
}

function OneFilter({ filter }: { filter: Filter }) {
  const values = useFilters()
  if (filter.type === 'search') {
    return (
      <SearchFilter
        label={filter.label}
        value={values.one(filter.key) ?? ''}
        onChange={(text) => values.set({ [filter.key]: text })}
      />
    )
  }
  if (filter.type === 'toggle') {
    const on = values.one(filter.key) === 'true'
    return (
      <Button
        variant="default"
        size="xs"
        className={classes.chip}
        aria-pressed={on}
        data-on={on || undefined}
        onClick={() => values.set({ [filter.key]: on ? undefined : 'true' })}
      >
        {filter.label}
      </Button>
    )
  }
  return (
    <ChoiceFilter
      label={filter.label}
      options={filter.options}
      several={filter.type === 'many'}
      values={values.many(filter.key)}
      onChange={(chosen) => values.set({ [filter.key]: chosen })}
    />
  )
}
