import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { currentSession } from '../api/session'
import { NotFoundPage, RouteError } from '../ui/RouteStates'
import { SignedInShell } from '../ui/shell/SignedInShell'
import { SignInAgain } from '../ui/shell/SignInAgain'

export interface RouterContext {
  readonly client: QueryClient
}

/** Everything. Routes of people who are not signed in hang here directly. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: RouteError,
})

/** Signed in, and nothing of ours around it: the workbench, which has its own bars. */
export const focusRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'focus',
  beforeLoad: async ({ context, location }) => {
    const session = await currentSession(context.client)
    if (!session) throw redirect({ to: '/sign-in', search: { next: location.href } })
  },
  component: () => (
    <>
      <Outlet />
      <SignInAgain />
    </>
  ),
})

/** Signed in, under the top bar. */
export const appRoute = createRoute({
  getParentRoute: () => focusRoute,
  id: 'app',
  component: SignedInShell,
  notFoundComponent: NotFoundPage,
})

/** `/projects/$projectId`, under the project's tabs; its screens use `useProject()`. */
export const projectRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('../screens/projects/ProjectShell'), 'ProjectShell'),
})
