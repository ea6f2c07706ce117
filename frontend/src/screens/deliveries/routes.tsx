import { IconPackage } from '@tabler/icons-react'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { isClientOnly } from '../../api/session'
import type { NavEntry, ProjectTab } from '../../app/area'
import { appRoute, projectRoute } from '../../app/parents'
import { hasRole } from '../../app/project'

export const routes = [
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/deliveries',
    component: lazyRouteComponent(() => import('./ProjectDeliveriesPage'), 'ProjectDeliveriesPage'),
  }),
  createRoute({
    getParentRoute: () => projectRoute,
    path: '/deliveries/$deliveryId',
    component: lazyRouteComponent(() => import('./DeliveryPage'), 'DeliveryPage'),
  }),
  createRoute({
    getParentRoute: () => appRoute,
    path: '/deliveries',
    component: lazyRouteComponent(() => import('./PortalPage'), 'PortalPage'),
  }),
  createRoute({
    getParentRoute: () => appRoute,
    path: '/deliveries/$deliveryId',
    component: lazyRouteComponent(() => import('./DeliveryPage'), 'DeliveryPage'),
  }),
]

export const nav: NavEntry[] = [
  { to: '/deliveries', label: 'nav:deliveries', icon: IconPackage, order: 40, show: isClientOnly },
]

export const projectTabs: ProjectTab[] = [
  {
    path: 'deliveries',
    label: 'nav:tab.deliveries',
    order: 80,
    show: (project) => hasRole(project, 'manager', 'qa', 'client') || project.can.manage === true,
  },
]
