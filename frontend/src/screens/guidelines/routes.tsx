import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ProjectTab } from '../../app/area'
import { projectRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/guidelines',
    component: lazyRouteComponent(() => import('./GuidelinesPage'), 'GuidelinesPage'),
  }),
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'guidelines',
    label: 'nav:tab.guidelines',
    order: 30,
    show: (project) => project.can.see_inside === true,
  },
]
