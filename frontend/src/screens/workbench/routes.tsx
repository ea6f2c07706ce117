import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { focusRoute, rootRoute } from '../../app/parents'
import { loadAhead } from '../../workbench/api/ahead'

const task = createRoute({
  getParentRoute: () => focusRoute,
  path: '/tasks/$taskId',
  validateSearch: (search: Record<string, unknown>): { object?: string; issue?: string } => ({
    ...(typeof search.object === 'string' ? { object: search.object } : {}),
    ...(typeof search.issue === 'string' ? { issue: search.issue } : {}),
  }),
  // The task is asked for while the page's code is on its way, and not again when a link within it is followed.
  loader: ({ params, cause }) => {
    if (cause === 'enter') loadAhead(params.taskId)
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
  component: lazyRouteComponent(() => import('./TaskPage'), 'TaskPage'),
})

const queueDone = createRoute({
  getParentRoute: () => focusRoute,
  path: '/tasks/done',
  component: lazyRouteComponent(() => import('./QueueDonePage'), 'QueueDonePage'),
})

/** The workbench without a server, for looking at it while developing; not part of a build. */
const demo = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => rootRoute,
        path: '/workbench-demo/$scene',
        component: lazyRouteComponent(() => import('./DemoPage'), 'DemoPage'),
      }),
    ]
  : []

export const routes = [task, queueDone, ...demo]
