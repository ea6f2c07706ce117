import { IconHome } from '@tabler/icons-react'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavEntry } from '../../app/area'
import { appRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => appRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./HomePage'), 'HomePage'),
  }),
]

export const nav: NavEntry[] = [{ to: '/', label: 'nav:home', icon: IconHome, order: 0 }]
