import { useTranslation } from 'react-i18next'
import { Panel, StateBadge } from '../../ui'
import classes from './home.module.css'
import { TaskLink } from './ReturnedList'
import type { WorkTask } from './types'
import { useShapesOf } from './use-shapes-of'

export function BegunList({ tasks }: { tasks: readonly WorkTask[] }) {
  const { t } = useTranslation('home')
  const shapes = useShapesOf(tasks)
  return (
    <Panel title={t('begun.title', { count: tasks.length })} flush>
      <ul className={classes.list}>
        {tasks.map((task) => (
          <li key={task.id}>
            <TaskLink task={task} shapes={shapes.get(task.id)}>
              <span className={classes.reason}>
                <StateBadge kind="task" state={task.state} />
              </span>
              <span className={classes.note}>{t('objects', { count: task.object_count })}</span>
            </TaskLink>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
