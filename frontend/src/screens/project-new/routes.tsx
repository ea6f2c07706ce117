import { IconPlus } from '@tabler/icons-react'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { isOperator } from '../../api/session'
import type { PaletteEntry } from '../../app/area'
import { appRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => appRoute,
    path: '/projects/new',
    component: lazyRouteComponent(() => import('./NewProjectPage'), 'NewProjectPage'),
  }),
]

export const palette: PaletteEntry[] = [
  {
    id: 'project-new',
    label: 'project-new:title',
    to: '/projects/new',
    icon: IconPlus,
    show: isOperator,
  },
]
