import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ProjectTab } from '../../app/area'
import { projectRoute } from '../../app/parents'
import { hasRole } from '../../app/project'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/tasks',
    component: lazyRouteComponent(() => import('./TasksPage'), 'TasksPage'),
  }),
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'tasks',
    label: 'nav:tab.tasks',
    order: 50,
    show: (project) =>
      hasRole(project, 'manager', 'qa', 'annotator', 'reviewer', 'overseer') ||
      project.can.manage === true,
  },
]
