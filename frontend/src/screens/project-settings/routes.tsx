import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ProjectTab } from '../../app/area'
import { projectRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/settings',
    component: lazyRouteComponent(() => import('./SettingsPage'), 'SettingsPage'),
  }),
]

// An archived project is still managed by those who may bring it back.
export const projectTabs: ProjectTab[] = [
  {
    path: 'settings',
    label: 'nav:tab.settings',
    order: 100,
    show: ({ roles, can }) => can.manage === true || roles.includes('manager'),
  },
]
