import { Outlet, useParams } from '@tanstack/react-router'
import { useGet } from '../../api'
import { type Project, ProjectProvider } from '../../app/project'
import { ErrorState } from '../../ui/ErrorState'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { ProjectBar } from './ProjectBar'
import classes from './projects.module.css'

/** Loads the project once for all its screens and draws its tabs. */
export function ProjectShell() {
  const { projectId } = useParams({ strict: false }) as { projectId: string }
  const {
    data: project,
    error,
    refetch,
  } = useGet<Project>('/api/v1/projects/{project}', { params: { path: { project: projectId } } })
  if (error && !project) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!project) return <ScreenLoading />
  return (
    <ProjectProvider value={project}>
      <ProjectBar project={project} />
      <div className={classes.screen}>
        <Outlet />
      </div>
    </ProjectProvider>
  )
}
