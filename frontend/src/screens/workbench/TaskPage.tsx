import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useInvalidate } from '../../api'
import { useSession } from '../../api/session'
import { httpApi } from '../../workbench/api/http'
import type { Navigation } from '../../workbench/session/flow'
import type { Links } from '../../workbench/session/links'
import { Workbench } from '../../workbench/Workbench'

function useNavigation(reload: () => void): Navigation {
  const navigate = useNavigate()
  const router = useRouter()
  const invalidate = useInvalidate()
  return useMemo(
    () => ({
      open: (task) =>
        void navigate(
          task ? { to: '/tasks/$taskId', params: { taskId: task } } : { to: '/tasks/done' },
        ),
      // Opened from a link there is nothing to go back to.
      leave: () => {
        void invalidate('/api/v1/')
        if (router.history.canGoBack()) router.history.back()
        else void navigate({ to: '/' })
      },
      toSample: (project, sample) => {
        void invalidate('/api/v1/')
        void navigate({ to: `/projects/${project}/quality/samples/${sample}` })
      },
      reload,
    }),
    [navigate, router, invalidate, reload],
  )
}

/** `/tasks/<id>?object=<annotation>&issue=<issue>` */
export function TaskPage() {
  const { taskId } = useParams({ strict: false }) as { taskId: string }
  const search = useSearch({ strict: false }) as { object?: string; issue?: string }
  const { me } = useSession()
  const navigate = useNavigate()
  const [round, setRound] = useState(0)
  const to = useNavigation(useMemo(() => () => setRound((n) => n + 1), []))
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the link pointed when the task was opened
  const links = useMemo(
    (): Links => ({
      object: search.object ?? null,
      issue: search.issue ?? null,
      select: (object) =>
        void navigate({
          to: '.',
          search: object ? { object } : {},
          replace: true,
          resetScroll: false,
        }),
    }),
    [taskId, navigate],
  )
  return (
    <Workbench
      key={`${taskId}:${round}`}
      api={httpApi}
      task={taskId}
      person={me.id}
      preferences={me.preferences ?? {}}
      to={to}
      links={links}
    />
  )
}
