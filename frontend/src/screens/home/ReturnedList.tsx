import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel, Picture, RelativeTime, type Shape, useColours } from '../../ui'
import classes from './home.module.css'
import type { ReturnedTask, WorkTask } from './types'
import { useShapesOf } from './use-shapes-of'

/** What came back, and why, before anything else is begun. */
export function ReturnedList({ tasks }: { tasks: readonly ReturnedTask[] }) {
  const { t } = useTranslation('home')
  const shapes = useShapesOf(tasks)
  return (
    <Panel title={t('returned.title', { count: tasks.length })} flush>
      <ul className={classes.list}>
        {tasks.map((task) => (
          <li key={task.id}>
            <TaskLink task={task} shapes={shapes.get(task.id)}>
              <span className={classes.reason} title={task.return_reason ?? undefined}>
                {task.return_reason || t('returned.no-reason')}
              </span>
              <span className={classes.note}>
                {task.returned_by && `${task.returned_by} · `}
                <RelativeTime at={task.returned_at} />
              </span>
              {(task.counts.issues ?? 0) > 0 && (
                <span className={classes.issues}>
                  {t('returned.issues', { count: task.counts.issues ?? 0 })}
                </span>
              )}
            </TaskLink>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

interface TaskLinkProps {
  readonly task: WorkTask
  readonly shapes: readonly Shape[] | undefined
  readonly children: ReactNode
}

/** A task as a line that opens it. */
export function TaskLink({ task, shapes, children }: TaskLinkProps) {
  const { t } = useTranslation('home')
  const colours = useColours(task.project.id)
  const { asset } = task
  return (
    <Link to="/tasks/$taskId" params={{ taskId: task.id }} className={classes.task}>
      <span className={classes.thumb}>
        <Picture
          thumbnail={{
            url: asset.thumbnail_url,
            name: asset.name,
            width: asset.width,
            height: asset.height,
            shapes: shapes ?? [],
          }}
          colours={colours}
        />
      </span>
      <span className={classes.which}>
        <span className="gw-truncate">{t('task', { number: task.number, name: asset.name })}</span>
        <span className={classes.note}>{task.project.name}</span>
      </span>
      {children}
    </Link>
  )
}
