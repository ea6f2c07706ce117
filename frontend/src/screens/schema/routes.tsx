import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ProjectTab } from '../../app/area'
import { projectRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/labels',
    component: lazyRouteComponent(() => import('./SchemaPage'), 'SchemaPage'),
  }),
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'labels',
    label: 'nav:tab.labels',
    order: 20,
    show: (project) => project.can.see_inside === true,
  },
]
