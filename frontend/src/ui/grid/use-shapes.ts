import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, keyOf, unwrap, useGet } from '../../api'
import type { LabelSchema } from '../../core/schema'
import type { Shape } from './outline'

interface TaskShapes {
  readonly task: string
  readonly shapes: readonly Shape[]
}

/** A task whose labels are to be drawn; one without objects is not asked for. */
export interface Labelled {
  readonly id: string
  readonly project: string
  readonly object_count: number
}

const PATH = '/api/v1/projects/{project}/shapes'
const AT_ONCE = 100

/** What is drawn in the work of these tasks, asked for page by page as a list grows. */
export function useShapes(tasks: readonly Labelled[]): ReadonlyMap<string, readonly Shape[]> {
  return useQueries({
    queries: pagesOf(tasks).map(([project, ids]) => {
      const init = { params: { path: { project }, query: { tasks: ids.join(',') } } }
      return {
        queryKey: keyOf(PATH, init),
        queryFn: () =>
          unwrap(api.GET(PATH as never, init as never)) as Promise<readonly TaskShapes[]>,
        staleTime: 30_000,
      }
    }),
    combine: (results) =>
      new Map(results.flatMap(({ data }) => data ?? []).map((each) => [each.task, each.shapes])),
  })
}

/** The tasks to ask for, by project and not too many at once. */
function pagesOf(tasks: readonly Labelled[]): [project: string, ids: string[]][] {
  const drawn = tasks.filter((task) => task.object_count > 0)
  return [...new Set(drawn.map(({ project }) => project))].flatMap((project) => {
    const ids = drawn.filter((task) => task.project === project).map(({ id }) => id)
    const count = Math.ceil(ids.length / AT_ONCE)
    return Array.from({ length: count }, (_, page): [string, string[]] => [
      project,
      ids.slice(page * AT_ONCE, (page + 1) * AT_ONCE),
    ])
  })
}

/** `#rrggbb` by label key. */
export function useColours(project: string): Readonly<Record<string, string>> {
  const { data } = useGet<{ content: LabelSchema }>('/api/v1/projects/{project}/schema', {
    params: { path: { project } },
  })
  const labels = data?.content.labels
  return useMemo(
    () => Object.fromEntries((labels ?? []).map(({ key, color }) => [key, color])),
    [labels],
  )
}
