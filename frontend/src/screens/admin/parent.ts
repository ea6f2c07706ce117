import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { appRoute } from '../../app/parents'

/** `/admin`: pages of those who run the installation or an organisation, beside a rail of its parts. */
export const adminRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin',
  component: lazyRouteComponent(() => import('./AdminFrame'), 'AdminFrame'),
})
