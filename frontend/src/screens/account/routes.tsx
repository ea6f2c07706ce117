import { IconUserCog } from '@tabler/icons-react'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { PaletteEntry } from '../../app/area'
import { appRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => appRoute,
    path: '/account',
    component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
  }),
]

export const palette: PaletteEntry[] = [
  { id: 'account', label: 'account:title', to: '/account', icon: IconUserCog },
]
