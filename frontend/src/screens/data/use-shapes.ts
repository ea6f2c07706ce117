import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, keyOf, unwrap, useGet } from '../../api'
import { useProject } from '../../app/project'
import type { LabelSchema } from '../../core/schema'
import type { Shape } from '../../ui/grid/outline'
import type { Asset } from './types'

interface TaskShapes {
  readonly task: string
  readonly shapes: readonly Shape[]
}

const PATH = '/api/v1/projects/{project}/shapes'
const AT_ONCE = 100

/** What is drawn in the work of these pictures' tasks, asked for page by page as the pictures are. */
export function useShapes(rows: readonly Asset[]): ReadonlyMap<string, readonly Shape[]> {
  const project = useProject()
  const tasks = rows.flatMap(({ task }) => (task && task.object_count > 0 ? task.id : []))
  const pages = Array.from({ length: Math.ceil(tasks.length / AT_ONCE) }, (_, page) =>
    tasks.slice(page * AT_ONCE, (page + 1) * AT_ONCE).join(','),
  )
  return useQueries({
    queries: pages.map((ids) => {
      const init = { params: { path: { project: project.id }, query: { tasks: ids } } }
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

/** `#rrggbb` by label key. */
export function useColours(): Readonly<Record<string, string>> {
  const project = useProject()
  const { data } = useGet<{ content: LabelSchema }>('/api/v1/projects/{project}/schema', {
    params: { path: { project: project.id } },
  })
  const labels = data?.content.labels
  return useMemo(
    () => Object.fromEntries((labels ?? []).map(({ key, color }) => [key, color])),
    [labels],
  )
}
