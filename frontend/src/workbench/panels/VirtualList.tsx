import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './panels.module.css'

interface Props<T> {
  readonly items: readonly T[]
  readonly height: number
  readonly label: string
  readonly keyOf: (item: T) => string
  /** Brought into view when it changes. */
  readonly reveal?: string | null
  readonly children: (item: T) => ReactNode
}

/** A list of thousands of rows of equal height; only those in sight exist. */
export function VirtualList<T>({ items, height, label, keyOf, reveal, children }: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    estimateSize: () => height,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => keyOf(items[index] as T),
    overscan: 8,
  })
  const position = reveal ? items.findIndex((item) => keyOf(item) === reveal) : -1
  useEffect(() => {
    if (position >= 0) rows.scrollToIndex(position, { align: 'auto' })
  }, [position, rows])
  return (
    <div ref={scroller} className={classes.scroller}>
      <div role="list" aria-label={label} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            role="listitem"
            className={classes.virtual}
            style={{ height, transform: `translateY(${start}px)` }}
          >
            {children(items[index] as T)}
          </div>
        ))}
      </div>
    </div>
  )
}
