import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ProjectTab } from '../../app/area'
import { projectRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/data',
    component: lazyRouteComponent(() => import('./DataPage'), 'DataPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/data/import',
    component: lazyRouteComponent(() => import('./ImportPage'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/data/imports',
    component: lazyRouteComponent(() => import('./ImportsPage'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/data/imports/$importId',
    component: lazyRouteComponent(() => import('./ReportPage'), 'ReportPage'),
  }),
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'data',
    label: 'nav:tab.data',
    order: 10,
    show: (project) => project.can.see_all_data === true,
  },
]
