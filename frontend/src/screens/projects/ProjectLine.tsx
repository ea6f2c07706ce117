import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../app/project'
import { useFormats } from '../../ui'
import { ProjectProgress } from './ProjectProgress'
import classes from './projects.module.css'

/** A project as one line that opens it: name, client, how far, until when. */
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
      <span className={classes.due}>
        {project.deadline ? t('due', { date: formats.date(project.deadline) }) : ''}
      </span>
    </Link>
  )
}
