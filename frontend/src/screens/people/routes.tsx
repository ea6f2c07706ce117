import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ProjectTab } from '../../app/area'
import { projectRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/people',
    component: lazyRouteComponent(() => import('./PeoplePage'), 'PeoplePage'),
  }),
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'people',
    label: 'nav:tab.people',
    order: 70,
    show: (project) => project.can.see_inside === true,
  },
]
