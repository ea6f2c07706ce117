import { IconSparkles } from '@tabler/icons-react'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Session } from '../../api/session'
import type { NavEntry, PaletteEntry, ProjectTab } from '../../app/area'
import { appRoute, projectRoute } from '../../app/parents'
import { hasRole } from '../../app/project'

const runsInstallation = (session: Session) =>
  session.memberships.some(
    ({ organisation, role }) => organisation.kind === 'operator' && role === 'administrator',
  )

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/models',
    component: lazyRouteComponent(() => import('./ModelsPage'), 'ModelsPage'),
  }),
  createRoute({
    getParentRoute: () => appRoute,
    path: '/models',
    component: lazyRouteComponent(
      () => import('./InstallationModelsPage'),
      'InstallationModelsPage',
    ),
  }),
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'models',
    label: 'nav:tab.models',
    order: 60,
    show: (project) => hasRole(project, 'manager') || project.can.manage === true,
  },
]

export const nav: NavEntry[] = [
  { to: '/models', label: 'nav:tab.models', icon: IconSparkles, order: 60, show: runsInstallation },
]

export const palette: PaletteEntry[] = [
  {
    id: 'models',
    label: 'nav:tab.models',
    to: '/models',
    icon: IconSparkles,
    show: runsInstallation,
  },
]
