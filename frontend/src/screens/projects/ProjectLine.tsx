import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../app/project'
import { StateSign, useFormats, useStateName } from '../../ui'
import { ProjectProgress } from './ProjectProgress'
import classes from './projects.module.css'

/** What somebody has to move on. */
const WAITING = ['submitted', 'returned', 'skipped'] as const

/** A project as one line that opens it: name, client, how far, what waits, until when. */
export function ProjectLine({ project }: { project: Project }) {
  const { t } = useTranslation('projects')
  const formats = useFormats()
  return (
    <Link to="/projects/$projectId" params={{ projectId: project.id }} className={classes.line}>
      <span className={classes.lineName}>
        <strong className="gw-truncate">{project.name}</strong>
        <span className={classes.note}>{project.client?.name ?? t('no-client')}</span>
      </span>
      <ProjectProgress project={project} />
      <Waiting project={project} />
      <span className={classes.due}>
        {project.deadline ? t('due', { date: formats.date(project.deadline) }) : ''}
      </span>
    </Link>
  )
}

function Waiting({ project }: { project: Project }) {
  const formats = useFormats()
  const name = useStateName()
  const states = project.progress?.states ?? {}
  return (
    <span className={classes.waiting}>
      {WAITING.filter((state) => states[state]).map((state) => (
        <span key={state} className={classes.waits}>
          <StateSign kind="task" state={state} />
          {formats.number(states[state] ?? 0)} {name('task', state)}
        </span>
      ))}
    </span>
  )
}
