import { IconChecklist } from '@tabler/icons-react'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { PaletteEntry } from '../../app/area'
import { appRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => appRoute,
    path: '/jobs',
    component: lazyRouteComponent(() => import('./JobsPage'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute: () => appRoute,
    path: '/jobs/$jobId',
    component: lazyRouteComponent(() => import('./JobPage'), 'JobPage'),
  }),
]

export const palette: PaletteEntry[] = [
  {
    id: 'jobs',
    label: 'jobs:title',
    to: '/jobs',
    icon: IconChecklist,
    keywords: 'jobs:keywords',
  },
]
