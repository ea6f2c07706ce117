import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/parents'

export const routes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./SignInPage'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/invite/$token',
    component: lazyRouteComponent(() => import('./InvitationPage'), 'InvitationPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/unsubscribe/$subscription',
    component: lazyRouteComponent(() => import('./UnsubscribePage'), 'UnsubscribePage'),
  }),
]
