import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session'
import { projectTabs } from '../../app/areas'
import type { Project } from '../../app/project'
import { ProjectSwitcher } from './ProjectSwitcher'
import classes from './projects.module.css'

export function ProjectBar({ project }: { project: Project }) {
  const { t } = useTranslation('nav')
  const session = useSession()
  const shown = projectTabs.filter((tab) => tab.show?.(project, session) ?? true)
  return (
    <div className={classes.bar}>
      <ProjectSwitcher project={project} />
      <nav className={classes.tabs} aria-label={t('project')}>
        {shown.map((tab) => (
          <Link
            key={tab.path}
            to={`/projects/$projectId/${tab.path}`}
            params={{ projectId: project.id }}
            className={classes.tab}
            activeOptions={{ exact: tab.path === '', includeSearch: false }}
          >
            {t(tab.label)}
          </Link>
        ))}
      </nav>
    </div>
  )
}
