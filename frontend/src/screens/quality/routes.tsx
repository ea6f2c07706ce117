import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { ProjectTab } from '../../app/area'
import { projectRoute } from '../../app/parents'
import { hasRole } from '../../app/project'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/quality',
    component: lazyRouteComponent(() => import('./QualityPage'), 'QualityPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/quality/samples/$sampleId',
    component: lazyRouteComponent(() => import('./SamplePage'), 'SamplePage'),
  }),
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'quality',
    label: 'nav:tab.quality',
    order: 70,
    show: (project) => hasRole(project, 'manager', 'qa', 'reviewer') || project.can.manage === true,
  },
]
