import type { QueryClient } from '@tanstack/react-query'
import { type AnyRoute, createRouter } from '@tanstack/react-router'
import { NotFoundPage, RouteError } from '../ui/RouteStates'
import { ScreenLoading } from '../ui/ScreenLoading'
import { areas, routesByParent } from './areas'
import { appRoute, focusRoute, projectRoute, rootRoute } from './parents'
import { parseSearch, stringifySearch } from './search-params'

function routeTree(): AnyRoute {
  const groups = routesByParent([
    ...areas.flatMap((area) => area.routes),
    focusRoute,
    appRoute,
    projectRoute,
  ])
  for (const [parent, children] of groups) parent.addChildren(children)
  return rootRoute
}

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: routeTree(),
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadDelay: 80,
    defaultPendingMs: 200,
    defaultPendingComponent: ScreenLoading,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  })
}
