import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { currentSession } from '../../api/session'
import type { NavEntry, PaletteEntry } from '../../app/area'
import { adminRoute } from './parent'
import { hasAdministration, PARTS } from './parts'

export const routes = [
  adminRoute,
  createRoute({
    getParentRoute: () => adminRoute,
    path: '/',
    beforeLoad: async ({ context }) => {
      const session = await currentSession(context.client)
      const first = session && PARTS.flat().find((part) => part.show(session))
      throw redirect({ to: first?.to ?? '/' })
    },
  }),
  createRoute({
    getParentRoute: () => adminRoute,
    path: '/people',
    component: lazyRouteComponent(() => import('./PeoplePage'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => adminRoute,
    path: '/invitations',
    component: lazyRouteComponent(() => import('./InvitationsPage'), 'InvitationsPage'),
  }),
  createRoute({
    getParentRoute: () => adminRoute,
    path: '/organisations',
    component: lazyRouteComponent(() => import('./OrganisationsPage'), 'OrganisationsPage'),
  }),
  createRoute({
    getParentRoute: () => adminRoute,
    path: '/jobs',
    component: lazyRouteComponent(() => import('../jobs/JobsPage'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute: () => adminRoute,
    path: '/health',
    component: lazyRouteComponent(() => import('./HealthPage'), 'HealthPage'),
  }),
  createRoute({
    getParentRoute: () => adminRoute,
    path: '/audit',
    component: lazyRouteComponent(() => import('./AuditPage'), 'AuditPage'),
  }),
]

export const nav: NavEntry[] = [
  {
    to: '/admin',
    label: 'nav:administration',
    icon: IconAdjustmentsHorizontal,
    order: 90,
    show: hasAdministration,
  },
]

export const palette: PaletteEntry[] = PARTS.flat()
  // Jobs are their own area's to offer.
  .filter((part) => part.to !== '/admin/jobs')
  .map((part) => ({
    id: part.to,
    label: `admin:${part.label}`,
    to: part.to,
    icon: part.icon,
    keywords: 'admin:keywords',
    show: part.show,
  }))
