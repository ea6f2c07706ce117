import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ProjectTab } from '../../app/area'
import { projectRoute } from '../../app/parents'
import { hasRole } from '../../app/project'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/batches',
    component: lazyRouteComponent(() => import('./BatchesPage'), 'BatchesPage'),
  }),
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'batches',
    label: 'nav:tab.batches',
    order: 45,
    show: (project) => hasRole(project, 'manager', 'qa') || project.can.manage === true,
  },
]
