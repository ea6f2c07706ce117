import { type ReactNode, useCallback } from 'react'
import { Picture, useColours, useShapes } from '../../ui'
import classes from './quality.module.css'
import type { Finding, Issue } from './types'

type Row = Pick<Finding | Issue, 'task' | 'record' | 'asset'>

/** Where in its picture each of these is: draws the one object that a row is about. */
export function usePlaces(project: string, rows: readonly Row[]): (row: Row) => ReactNode {
  const colours = useColours(project)
  const pinned = rows.filter(({ record }) => record).map(({ task }) => task)
  const shapes = useShapes([...new Set(pinned)].map((id) => ({ id, project, object_count: 1 })))
  return useCallback(
    ({ task, record, asset }) => (
      <span className={classes.place}>
        <Picture
          thumbnail={{
            url: asset.thumbnail_url,
            name: asset.name,
            width: asset.width ?? null,
            height: asset.height ?? null,
            shapes: (shapes.get(task) ?? []).filter(({ id }) => id === record),
          }}
          colours={colours}
        />
      </span>
    ),
    [colours, shapes],
  )
}
