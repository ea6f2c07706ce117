import { IconStack2 } from '@tabler/icons-react'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { isClientOnly } from '../../api/session'
import type { NavEntry, ProjectTab } from '../../app/area'
import { appRoute, projectRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => appRoute,
    path: '/projects',
    component: lazyRouteComponent(() => import('./ProjectsPage'), 'ProjectsPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./OverviewPage'), 'OverviewPage'),
  }),
]

export const nav: NavEntry[] = [
  {
    to: '/projects',
    label: 'nav:projects',
    icon: IconStack2,
    order: 10,
    show: (session) => !isClientOnly(session),
  },
]

export const projectTabs: ProjectTab[] = [
  {
    path: '',
    label: 'nav:tab.overview',
    order: 0,
    show: (project) => project.can.see_inside === true,
  },
]
