import { useElementSize } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { List } from '../../api/hooks'
import { ErrorState } from '../ErrorState'
import type { Selection } from '../table/selection'
import { gridStep, layout, tileRatio } from './layout'
import type { Shape } from './outline'
import classes from './ThumbnailGrid.module.css'
import { Tile } from './Tile'

export interface Thumbnail {
  readonly id: string
  readonly name: string
  readonly url: string | null
  /** Pixels of the original picture. */
  readonly width: number | null
  readonly height: number | null
  readonly shapes?: readonly Shape[]
  /** Under the picture, beside its name. */
  readonly meta?: ReactNode
  /** On the picture, at its top right: a state, a warning. */
  readonly badge?: ReactNode
}

export interface ThumbnailGridProps<R> {
  readonly label: string
  readonly list: List<R>
  readonly thumbnail: (row: R) => Thumbnail
  readonly colours?: Readonly<Record<string, string>>
  /** Least width of a picture in pixels. */
  readonly size?: number
  readonly selection?: Selection
  readonly onOpen?: (row: R) => void
  readonly empty: ReactNode
}

const CAPTION = 26
const GAP = 8
const PADDING = 16

/** Pictures with their labels drawn on them; as many as fit, drawn only where one looks. */
export function ThumbnailGrid<R>(props: ThumbnailGridProps<R>) {
  const { list, empty } = props
  if (list.error && list.rows.length === 0) {
    return <ErrorState error={list.error} onRetry={list.reload} />
  }
  if (list.isLoading) return <GridSkeleton size={props.size ?? 200} />
  return list.rows.length === 0 ? empty : <Grid {...props} />
}

function Grid<R>(props: ThumbnailGridProps<R>) {
  const { list, thumbnail, selection, size = 200, onOpen } = props
  const { ref: measured, width } = useElementSize<HTMLDivElement>()
  const host = useRef<HTMLDivElement | null>(null)
  const prefix = useId()
  const [active, setActive] = useState(-1)
  const { columns, tile } = layout(width, size, GAP)
  const ratio = useRatio(list.rows, thumbnail)
  const height = Math.round(tile * ratio) + CAPTION
  const lines = Math.ceil(list.rows.length / columns)
  const virtual = useVirtualizer({
    count: lines,
    getScrollElement: () => host.current,
    estimateSize: () => height + GAP,
    paddingStart: PADDING,
    paddingEnd: PADDING,
    overscan: 3,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height moves every line
  useEffect(() => virtual.measure(), [virtual, height])
  const drawn = virtual.getVirtualItems()
  const { hasMore, loadMore } = list
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= lines - 4) loadMore()
  }, [hasMore, last, lines, loadMore])

  const ids = list.rows.map((row) => thumbnail(row).id)
  const moveTo = (to: number, extend: boolean) => {
    setActive(to)
    virtual.scrollToIndex(Math.floor(to / columns))
    if (extend && ids[to]) selection?.extend(ids[to], ids)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== host.current) return
    const to = gridStep(event.key, active, ids.length, columns)
    if (to === null && event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    const row = list.rows[active]
    if (to !== null) moveTo(to, event.shiftKey)
    else if (event.key === ' ') ids[active] && selection?.toggle(ids[active])
    else if (row !== undefined) onOpen?.(row)
  }
  return (
    <div
      ref={(element) => {
        host.current = element
      }}
      className={classes.scroll}
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={active >= 0 ? `${prefix}${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div ref={measured} className={classes.canvas} style={{ height: virtual.getTotalSize() }}>
        {drawn.map((item) => (
          <div
            key={item.key}
            className={classes.line}
            style={{
              transform: `translateY(${item.start}px)`,
              height,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {list.rows.slice(item.index * columns, (item.index + 1) * columns).map((row, at) => {
              const index = item.index * columns + at
              return (
                <Tile
                  key={ids[index]}
                  elementId={`${prefix}${index}`}
                  thumbnail={thumbnail(row)}
                  colours={props.colours ?? {}}
                  isActive={index === active}
                  selection={selection}
                  all={ids}
                  onOpen={() => {
                    setActive(index)
                    onOpen?.(row)
                  }}
                />
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

/** Of the first page alone: tiles that change their size while one scrolls would be worse than bars. */
function useRatio<R>(rows: readonly R[], thumbnail: (row: R) => Thumbnail): number {
  const [ratio] = useState(() => tileRatio(rows.slice(0, 50).map(thumbnail)))
  return ratio
}

function GridSkeleton({ size }: { size: number }) {
  const { t } = useTranslation('common')
  return (
    <div
      className={classes.skeleton}
      role="status"
      aria-label={t('loading')}
      style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${size}px, 1fr))` }}
    >
      {Array.from({ length: 18 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
        <div key={index} className={classes.ghost} style={{ height: size * 0.7 }} />
      ))}
    </div>
  )
}
